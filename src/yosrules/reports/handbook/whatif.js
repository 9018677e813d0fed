/* The page: the form is read, every reading decides it, and what is said is shown as text, never as markup. */
const DATA = JSON.parse(document.getElementById("data").textContent), WORDS = DATA.words;
const KEYS = {[MUST]: "must", [AT_LEAST_MAY]: "atLeastMay", [MAY]: "may", [CANNOT_TELL]: "cannotTell", [NO]: "no"};
const at = id => document.getElementById(id);
/* On a page in another language its words stand between two marks, as catalogue.py has them, and the rest is English. */
const BEGINS = "\ue000", ENDS = "\ue001", FOREIGN = document.documentElement.lang !== "en-GB";
const fill = (key, values = {}) => WORDS[key].replace(/%\((\w+)\)s/g, (_, name) =>
  WORDS[key].startsWith(BEGINS) ? ENDS + values[name] + BEGINS : values[name]);
const unmarked = text => text.replace(/[\ue000\ue001]/g, "");
const upper = text => text.charAt(0).toUpperCase() + text.slice(1);
function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children.flatMap(spoken));
  return made;
}
/* A text as nodes, each of its pieces in English said to be so where the page is in another language. */
function spoken(child) {
  if (typeof child !== "string" || !FOREIGN) return [child];
  return child.split(/[\ue000\ue001]/).map((piece, place) =>
    place % 2 || !/\p{L}/u.test(piece) ? piece : element("span", {lang: "en-GB", textContent: piece}));
}
const say = (id, text) => at(id).replaceChildren(...spoken(text));

/* What is written in a field: a value, null where it is empty, undefined where it cannot be on record. */
function readField(fact, text) {
  if (text === "") return null;
  if (fact.members) return BigInt(text);
  let value = null;
  if (fact.kind === "date") value = parseDay(text);
  else {
    const [, sign, whole, decimals = ""] = /^\s*(-?)(\d{1,30})(?:\.(\d{1,30}))?\s*$/.exec(text) ?? [];
    const places = Number(fact.places), extra = decimals.slice(places);
    if (whole !== undefined && !/[1-9]/.test(extra))
      value = BigInt(sign + whole + decimals.slice(0, places).padEnd(places, "0"));
  }
  const fits = value !== null && (fact.low === null || value >= fact.low) && (fact.high === null || value <= fact.high);
  return fits ? value : undefined;
}
function readForm() {
  const said = Object.fromEntries(Object.keys(POLICY.facts).map(fact => [fact, null])), wrong = [];
  for (const name of POLICY.asked) {
    const fact = POLICY.facts[name], field = at(`fact-${name}`), value = readField(fact, field.value);
    const bad = value === undefined || field.validity.badInput;
    field[bad ? "setAttribute" : "removeAttribute"]("aria-invalid", "true");
    if (bad) wrong.push(fill("wrong", {fact: upper(fact.called), written: field.value, allowed: fact.allowed}));
    else if (value === null && fact.given) wrong.push(fill("lacking", {fact: upper(fact.called)}));
    else said[name] = value;
  }
  const day = parseDay(at("day").value);
  if (day === null) wrong.push(fill("noDay"));
  return {said, wrong, day};
}
const editionOn = day => POLICY.editions.findLast(each => each.starts <= day);

const ruleNames = ids => ids.length > 1 ? fill("rules", {rules: ids.join(WORDS.and)}) : fill("rule", {rule: ids[0]});
const cited = rule => [fill("rule", {rule: rule.id}), rule.cites].filter(Boolean).join("; ");

/* Why an outcome stands as it does, a sentence each. */
function* whyLines(reading, said, day, decided, each) {
  for (const ruled of each.because.filter(one => one.finding.verdict === HOLDS))
    yield fill("because", {reasons: reasons(POLICY, ruled), rule: cited(ruled.rule)});
  if (each.status === AT_LEAST_MAY) yield fill("alreadyHeld");
  const untold = each.because.filter(one => one.finding.verdict === UNTOLD);
  if (untold.length) {
    const facts = onRecord(POLICY, each.missing, "not "), ids = untold.map(one => one.rule.id);
    yield fill(each.status === AT_LEAST_MAY ? "untoldMust" : "untold", {facts});
    yield fill(each.missing.length > 1 ? "settlesSeveral" : "settles",
      {modality: unique(untold.map(one => fill(KEYS[one.rule.modality]))).join(WORDS.or), rules: ruleNames(ids)});
  }
  if (each.status === NO) {
    const byReason = new Map();
    for (const ruled of decided.rules.filter(one => one.rule.outcome === each.outcome)) {
      const why = reasons(POLICY, ruled);
      byReason.set(why, [...byReason.get(why) ?? [], ruled.rule.id]);
    }
    for (const [why, ids] of byReason) yield fill("notByRule", {rules: ruleNames(ids), reasons: why});
    for (const way of advice(POLICY, reading, said, each.outcome, day))
      yield fill(`would${upper(KEYS[way.status])}`, {changes: orElse(POLICY, way.changes)});
  }
}
const SEATED = {"attends": "attends", "may attend": "mayAttend", "must not attend": "mustNotAttend"};
function* seatLines(forum, said) {
  const seats = seatsOf(forum, said);
  for (const [seating, key] of Object.entries(SEATED)) {
    const told = seats.filter(seat => seat.seating === seating && seat.finding.verdict === HOLDS).map(seat => {
      const why = holdsBecause(POLICY, seat.finding);
      return why ? `${seat.who} (${why})` : seat.who;
    });
    if (told.length) yield fill(key, {who: told.join("; ")});
  }
  for (const seat of seats.filter(each => each.finding.verdict === UNTOLD))
    yield fill("seatUntold", {who: seat.who, seating: fill(`${SEATED[seat.seating]}If`),
      facts: onRecord(POLICY, seat.finding.missing, "not ")});
}
/* By when, what must be done first, how often: as far as the policy states it. */
function* practiceLines(forum, said, status) {
  if (status === NO) return;
  const perhaps = status === MUST ? "" : WORDS.ifHeld;
  for (const clock of forum.deadlines) {
    const days = daysOf(POLICY, clock, said), what = perhaps ? clock.what : upper(clock.what), words = clock.words;
    const told = [days.last && fill("by", {day: dayInWords(days.last)}),
      days.earliest && fill("notBefore", {day: dayInWords(days.earliest)})].filter(Boolean).join(WORDS.and);
    if (said[clock.counted] === null)
      yield perhaps + fill("dueUntold", {what, words, facts: onRecord(POLICY, [clock.counted], "not ")});
    else yield perhaps + (told ? fill("due", {what, words, days: told}) : fill("dueBeyond", {what, words}));
  }
  yield* seatLines(forum, said);
  if (forum.checks.length) yield fill("checks", {checks: forum.checks.join("; ")});
  if (forum.sits) yield fill("sits", {sits: forum.sits});
  if (forum.review) yield fill("review", {review: forum.review});
  if (forum.standIns) yield fill("standIns", {forums: forum.standIns});
}
const listed = each => each.length > 1 ? each.slice(0, -1).join(", ") + WORDS.and + each.at(-1) : each.join("");
function settlingLine(found, open) {
  if (!open) return fill("nothingOpen");
  if (!found.length) return fill("noOneFact");
  const fact = POLICY.facts[found[0].fact].unknown, {surely, perhaps} = found[0];
  return fill(surely.length ? "findOutOne" : "findOutPerhaps", {fact, forums: listed(surely.length ? surely : perhaps)});
}

/* One reading: what it decides, as a part of the page and as lines of text. */
function shown(edition, reading, said, day, several) {
  const decided = decide(reading, said), text = [];
  const name = several ? fill("reading", {reading: reading.name}) : fill("forums");
  const part = element("section", {className: "reading"}, element("h2", {}, name));
  if (several) text.push("", name);
  for (const each of decided.outcomes) {
    const forum = edition.forums[each.outcome], status = fill(KEYS[each.status]);
    const lines = [...whyLines(reading, said, day, decided, each), ...practiceLines(forum, said, each.status)];
    part.append(element("article", {className: `forum ${KEYS[each.status]}`},
      element("h3", {}, `${forum.title}: `, element("strong", {className: "stands"}, status)),
      ...(forum.purpose ? [element("p", {className: "soft"}, upper(forum.purpose) + ".")] : []),
      element("ul", {}, ...lines.map(line => element("li", {}, line)))));
    text.push("", `${forum.title}: ${status}`, ...lines.map(line => `- ${line}`));
  }
  const found = settling(POLICY, reading, said);
  const open = decided.outcomes.some(each => [CANNOT_TELL, AT_LEAST_MAY].includes(each.status));
  const line = settlingLine(found, open);
  part.append(element("h3", {}, fill("findOut")), element("p", {}, line));
  if (found.length > 1) part.append(settlingTable(found));
  text.push("", fill("findOut"), `- ${line}`);
  return {part, text, status: decided.outcomes.map(each => `${each.outcome} ${fill(KEYS[each.status])}`).join(", ")};
}
function settlingTable(found) {
  const head = ["notOnRecord", "surely", "perhaps"].map(key => element("th", {scope: "col"}, fill(key)));
  const rows = found.map(each => element("tr", {}, element("th", {scope: "row"}, upper(POLICY.facts[each.fact].unknown)),
    element("td", {}, each.surely.join(", ") || "-"), element("td", {}, each.perhaps.join(", "))));
  return element("table", {}, element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...rows));
}

function show() {
  const {said, wrong, day} = readForm();
  const edition = day === null ? undefined : editionOn(day);
  const stands = edition && (edition.ends === null || day <= edition.ends);
  if (day !== null && !stands) wrong.push(fill("noEdition"));
  wrong.push(...unique(brokenBy(POLICY, said)).map(why => fill("cannotBe", {why})));
  say("standing", stands ? DATA.standing[POLICY.editions.indexOf(edition)] : "");
  say("copied", "");
  at("status").classList.toggle("wrong", wrong.length > 0);
  if (wrong.length) {
    say("status", wrong.join(" "));
    at("readings").replaceChildren();
    at("summary").value = "";
    return;
  }
  const several = edition.readings.length > 1;
  const found = edition.readings.map(reading => ({reading, ...shown(edition, reading, said, day, several)}));
  say("status", found.map(each =>
    (several ? `${fill("reading", {reading: each.reading.name})}: ` : "") + each.status).join(". ") + ".");
  at("readings").replaceChildren(...found.map(each => each.part));
  const asked = POLICY.asked.filter(name => said[name] !== null);
  const unknown = POLICY.asked.filter(name => said[name] === null);
  at("summary").value = unmarked([
    fill("summary", {policy: POLICY.name, day: dayInWords(day), edition: edition.words}),
    `- ${and(asked.map(name => stateInWords(POLICY.facts[name], said[name]))) || fill("nothingOnRecord")}`,
    ...(unknown.length ? [`- ${fill("unknownFacts", {facts: missingInWords(POLICY, unknown)})}`] : []),
    ...found.flatMap(each => each.text)].join("\n") + "\n");
}

/* The day is set last: a form that is reset has its fields empty after the event. */
function begin() {
  const now = new Date(), today = BigInt(dayNumber(now.getFullYear(), now.getMonth() + 1, now.getDate()));
  at("day").value = isoDay(editionOn(today) ? today : POLICY.editions[0].starts);
  show();
}
at("record").addEventListener("input", show);
at("record").addEventListener("submit", event => event.preventDefault());
at("record").addEventListener("reset", () => setTimeout(begin));
at("copy").addEventListener("click", async () => {
  at("summary").select();
  try { await navigator.clipboard.writeText(at("summary").value); say("copied", fill("copied")); }
  catch { say("copied", fill("selected")); }
});
begin();
