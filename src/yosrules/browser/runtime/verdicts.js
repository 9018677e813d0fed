"use strict";
/* The meaning, as decide.py has it. A record is an object: for each fact a BigInt, or null where it is not on record. */
const HOLDS = "holds", FAILS = "fails", UNTOLD = "cannot tell";
const MUST = "must", AT_LEAST_MAY = "at least may", MAY = "may", CANNOT_TELL = "cannot tell", NO = "no";
const unique = each => [...new Set(each)];

function valueOf(said, fact) {
  const value = said[fact];
  if (value !== null && typeof value !== "bigint") throw new TypeError(`the record does not state ${fact}`);
  return value;
}

function finding(verdict, read, under) {
  const missing = verdict === UNTOLD ? unique([
    ...read.filter(([, value]) => value === null).map(([fact]) => fact), ...under.flatMap(part => part.missing)]) : [];
  return {verdict, read, under, missing};
}

/* A condition is a function from a record to its finding; `verdict` tells the verdict alone, some ten times faster. */
const condition = (find, verdict) => Object.assign(find, {verdict});

/* A comparison holds only when every fact that it reads is known; the same is true of its negation. */
const compare = (facts, test) => {
  const verdict = said =>
    facts.some(fact => valueOf(said, fact) === null) ? UNTOLD : test(said) ? HOLDS : FAILS;
  return condition(said => finding(verdict(said), facts.map(fact => [fact, said[fact]]), []), verdict);
};
const known = (fact, wanted) => {
  const verdict = said => (valueOf(said, fact) !== null) === wanted ? HOLDS : FAILS;
  return condition(said => finding(verdict(said), [[fact, said[fact]]], []), verdict);
};
/* What a row answers with one more part: the strong verdict if it or the part has it, else that nobody can tell. */
const step = (strong, found, one) => found !== strong && (one === strong || one === UNTOLD) ? one : found;
/* A row of parts, read one after the other from what a row of none answers. */
function joined(parts, strong, none) {
  const told = verdicts => verdicts.reduce((found, one) => step(strong, found, one), none);
  const verdict = said => parts.reduce(
    (found, part) => found === strong ? strong : step(strong, found, part.verdict(said)), none);
  return condition(said => {
    const under = parts.map(part => part(said));
    return finding(told(under.map(part => part.verdict)), [], under);
  }, verdict);
}
const all = (...parts) => joined(parts, FAILS, HOLDS), any = (...parts) => joined(parts, HOLDS, FAILS);

function reach(outcome, ruled) {
  const found = (verdict, ...modalities) => ruled.filter(each => each.rule.outcome === outcome
    && modalities.includes(each.rule.modality) && each.finding.verdict === verdict);
  const reached = (status, because) =>
    ({outcome, status, because, missing: unique(because.flatMap(each => each.finding.missing))});
  const must = found(HOLDS, MUST), perhaps = found(UNTOLD, MUST), may = found(HOLDS, MAY);
  if (must.length) return reached(MUST, must);
  if (may.length) return reached(perhaps.length ? AT_LEAST_MAY : MAY, [...may, ...perhaps]);
  const untold = [...perhaps, ...found(UNTOLD, MAY)];
  return untold.length ? reached(CANNOT_TELL, untold) : reached(NO, []);
}

/* The status of one outcome alone. */
function statusOf(reading, outcome, said) {
  const verdicts = modality => reading.rules.filter(rule => rule.outcome === outcome && rule.modality === modality)
    .map(rule => rule.when.verdict(said));
  const must = verdicts(MUST), may = verdicts(MAY);
  if (must.includes(HOLDS)) return MUST;
  if (may.includes(HOLDS)) return must.includes(UNTOLD) ? AT_LEAST_MAY : MAY;
  return must.includes(UNTOLD) || may.includes(UNTOLD) ? CANNOT_TELL : NO;
}

/* Every rule of one reading of an edition applied to one record: a finding for each rule, a status for each outcome. */
function decide(reading, said) {
  const rules = reading.rules.map(rule => ({rule, finding: rule.when(said)}));
  return {rules, outcomes: reading.outcomes.map(outcome => reach(outcome, rules))};
}

/* The reasons why a record like this cannot be. */
const brokenBy = (policy, said) => policy.nevers.filter(each => each.shown(said)).map(each => each.why);
const isShown = asked => said => asked.verdict(said) === HOLDS;
const tooMuch = (amount, most, from, to) => said =>
  ![amount, from, to].some(fact => valueOf(said, fact) === null) && said[amount] > most * (said[to] - said[from] + 1n);

/* Everybody of whom a forum says whether they attend, as seats.py has it. */
function seatsOf(forum, said) {
  const found = forum.seats.map(seat => ({who: seat.who, seating: seat.seating, finding: seat.when(said)}));
  const mustNot = seat => seat.seating === "must not attend";
  const out = found.filter(seat => mustNot(seat) && seat.finding.verdict === HOLDS).map(seat => seat.who);
  return found.filter(seat => mustNot(seat) || !out.includes(seat.who));
}
