/* What would settle an outcome, and what would have to change, as settling.py and nearest.py have them. */
const MOST_FACTS = 2, FOLLOWS = [MUST, AT_LEAST_MAY, MAY];
const withValues = (said, change) => Object.assign(Object.create(null), said, Object.fromEntries(change));
const rulesOf = (reading, outcome) => reading.rules.filter(rule => rule.outcome === outcome);
const factsOf = (reading, outcome) => unique(rulesOf(reading, outcome).flatMap(rule => rule.reads));

/* What a fact could be instead: every member, or each threshold and the steps on both sides of it. */
function valuesOf(policy, reading, name, said) {
  const fact = policy.facts[name], now = said[name];
  const found = fact.members ? fact.members.map(member => member.value)
    : reading.thresholds.flatMap(([one, other, value]) => {
      const at = value === null ? (one === name ? said[other] : other === name ? said[one] : null)
        : one === name ? value : null;
      return at === null ? [] : [at - 1n, at, at + 1n];
    });
  return unique(found).filter(value => value !== now
    && (fact.low === null || value >= fact.low) && (fact.high === null || value <= fact.high));
}
function* combinations(each, count, from = 0) {
  if (!count) yield [];
  else for (let place = from; place < each.length; place++)
    for (const rest of combinations(each, count - 1, place + 1)) yield [each[place], ...rest];
}
const product = lists => lists.reduce((found, list) => found.flatMap(one => list.map(each => [...one, each])), [[]]);

function distance(policy, said, change) {
  const far = (fact, value) => said[fact] > value ? said[fact] - value : value - said[fact];
  const ordered = change.filter(([fact]) => said[fact] !== null && policy.facts[fact].ordered);
  const scales = ordered.filter(([fact]) => policy.facts[fact].members);
  const sum = moves => moves.reduce((total, [fact, value]) => total + far(fact, value), 0n);
  return [sum(scales) + BigInt(change.length - scales.length), sum(ordered)];
}
/* The smallest changes that somebody could hope for, by the status that they lead to. */
function advice(policy, reading, said, outcome, day) {
  const hopedFor = (name, value) => !(said[name] !== null && policy.facts[name].rising && value < said[name])
    && !(policy.facts[name].kind === "date" && value < day);
  const options = factsOf(reading, outcome).map(name => valuesOf(policy, reading, name, said)
    .filter(value => hopedFor(name, value)).map(value => [name, value]));
  for (let count = 1; count <= MOST_FACTS; count++) {
    const found = [...combinations(options, count)].flatMap(product).map(change =>
      ({change, status: statusOf(reading, outcome, withValues(said, change))}))
      .filter(each => FOLLOWS.includes(each.status) && !brokenBy(policy, withValues(said, each.change)).length)
      .map(each => ({...each, far: distance(policy, said, each.change)}));
    const nearer = (one, other) => one.far[0] !== other.far[0] ? (one.far[0] < other.far[0] ? -1 : 1)
      : one.far[1] < other.far[1] ? -1 : one.far[1] > other.far[1] ? 1 : 0;
    found.sort(nearer);
    const nearest = found.filter(each => nearer(each, found[0]) === 0);
    if (nearest.length) return unique(nearest.map(each => each.status)).map(status =>
      ({status, changes: nearest.filter(each => each.status === status).map(each => each.change)}));
  }
  return [];
}
/* For each fact not on record: the outcomes that it settles whatever it turns out to be, and those that it could. */
function settling(policy, reading, said) {
  const open = decide(reading, said).outcomes.filter(each => [CANNOT_TELL, AT_LEAST_MAY].includes(each.status))
    .map(each => each.outcome);
  return reading.reads.filter(name => said[name] === null).map(name => {
    const found = valuesOf(policy, reading, name, said), start = policy.facts[name].low ?? 0n;
    const records = (found.length ? found : [start]).map(value => withValues(said, [[name, value]]))
      .filter(record => !brokenBy(policy, record).length);
    const settled = records.map(record => open.filter(outcome =>
      [MUST, MAY, NO].includes(statusOf(reading, outcome, record))));
    return {fact: name, surely: open.filter(each => settled.length && settled.every(one => one.includes(each))),
      perhaps: open.filter(each => settled.some(one => one.includes(each)))};
  }).filter(each => each.perhaps.length).sort((one, other) =>
    other.surely.length - one.surely.length || other.perhaps.length - one.perhaps.length);
}
