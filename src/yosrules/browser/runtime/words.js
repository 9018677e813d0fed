/* Facts and findings in words, as describe.py has them. */
const NOT_SO = "it is not the case that ", WAYS = 3;

function numberInWords(value, places) {
  const digits = (value < 0n ? -value : value).toString().padStart(places + 1, "0"), cut = digits.length - places;
  return (value < 0n ? "-" : "") + digits.slice(0, cut) + (places ? "." + digits.slice(cut) : "");
}
function saidInWords(fact, value) {
  if (fact.members) return fact.members.find(member => member.value === value).words;
  return fact.kind === "date" ? dayInWords(value) : numberInWords(value, Number(fact.places));
}
function stateInWords(fact, value) {
  if (value === null) return `${fact.unknown} is not on record`;
  const member = fact.members && fact.members.find(each => each.value === value);
  return member ? member.clause : `${fact.called} is ${saidInWords(fact, value)}`;
}
const oneOf = each => each.length > 1 ? `${each.slice(0, -1).join(", ")} or ${each.at(-1)}` : each.join("");

function once(sentence) {
  const at = sentence.indexOf(NOT_SO), after = at + NOT_SO.length;
  return at < 0 ? sentence : sentence.slice(0, after) + sentence.slice(after).replaceAll(NOT_SO, "it is not so that ");
}
function neither(phrases) {
  const denials = phrases.filter(each => each.startsWith(NOT_SO)).map(each => each.slice(NOT_SO.length));
  return denials.length < 2 ? phrases : [...phrases.filter(each => !each.startsWith(NOT_SO)),
    `it is neither the case that ${denials.join(" nor that ")}`];
}
function and(phrases) {
  const each = neither([...phrases]);
  return once([each.slice(0, -1).join(", "), each.at(-1)].filter(Boolean).join(" and "));
}
/* The leaves that have a verdict and whose enclosing parts all have it too. */
const leavesOf = (found, verdict) => found.verdict !== verdict ? []
  : found.under.length ? found.under.flatMap(part => leavesOf(part, verdict)) : [found];

const stands = (policy, leaf) => and(leaf.read.map(([fact, value]) => stateInWords(policy.facts[fact], value)))
  || (leaf.verdict === HOLDS ? "always" : "never");
const reasons = (policy, ruled) =>
  and(unique(leavesOf(ruled.finding, ruled.finding.verdict).map(leaf => stands(policy, leaf))));
/* The facts by which a condition holds; nothing where it always does. */
const holdsBecause = (policy, found) => found.under.length || found.read.length
  ? and(unique(leavesOf(found, HOLDS).map(leaf => stands(policy, leaf)))) : "";
const missingInWords = (policy, facts) => and(facts.map(fact => policy.facts[fact].unknown));
const onRecord = (policy, facts, not) =>
  `${missingInWords(policy, facts)} ${facts.length === 1 ? "is" : "are"} ${not}on record`;

const few = each => each.length <= WAYS + 1 ? each : [...each.slice(0, WAYS), `one of ${each.length - WAYS} others`];

/* Changes of facts, each enough by itself, after "if". */
function orElse(policy, changes) {
  const values = new Map(), together = [];
  for (const change of changes) {
    const [[fact, value], ...more] = change;
    if (more.length || policy.facts[fact].kind === "yesno")
      together.push(and(change.map(([each, to]) => stateInWords(policy.facts[each], to))));
    else values.set(fact, [...values.get(fact) ?? [], saidInWords(policy.facts[fact], value)]);
  }
  const ways = [...values].map(([fact, each]) => `${policy.facts[fact].called} is ${oneOf(few(each))}`).concat(together);
  const others = ways.length > WAYS + 1;
  return once((others ? ways.slice(0, WAYS) : ways).join(", or if ")
    + (others ? `, or in ${ways.length - WAYS} other ways` : ""));
}
