/* Days as numbers, 1 being 1 January of the year 1, and the days of deadlines as deadlines.py and calendar.py count. */
const LAST_DAY = 3652059, MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August",
  "September", "October", "November", "December"];
const leap = year => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
const lengths = year => [31, leap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const before = year => (year - 1) * 365 + Math.floor((year - 1) / 4) - Math.floor((year - 1) / 100)
  + Math.floor((year - 1) / 400);
const dayNumber = (year, month, day) =>
  before(year) + lengths(year).slice(0, month - 1).reduce((sum, length) => sum + length, 0) + day;

function civil(number) {
  let year = Math.max(1, Math.floor(number / 366));
  while (before(year + 1) < number) year++;
  let month = 1, day = number - before(year);
  for (const length of lengths(year)) { if (day <= length) break; day -= length; month++; }
  return [year, month, day];
}
const twoDigits = value => String(value).padStart(2, "0");
const isoDay = value => { const [year, month, day] = civil(Number(value));
  return `${String(year).padStart(4, "0")}-${twoDigits(month)}-${twoDigits(day)}`; };
const dayInWords = value => { const [year, month, day] = civil(Number(value));
  return `${day} ${MONTHS[month - 1]} ${year}`; };
function parseDay(text) {
  const [, year, month, day] = (/^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? []).map(Number);
  const fits = year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= lengths(year)[month - 1];
  return fits ? BigInt(dayNumber(year, month, day)) : null;
}
function addMonths(number, amount) {
  const [year, month, day] = civil(number), whole = year * 12 + month - 1 + amount;
  const [to, place] = [Math.floor(whole / 12), whole - Math.floor(whole / 12) * 12];
  if (to < 1 || to > 9999) return amount < 0 ? 1 : LAST_DAY;
  return dayNumber(to, place + 1, Math.min(day, lengths(to)[place]));
}
const within = number => Math.min(Math.max(number, 1), LAST_DAY);

/* Undefined where the holidays of a year are not in the script: a day is never guessed. */
function workingDays(policy, number, amount, way) {
  const works = day => (day + 6) % 7 < 5 && !policy.holidays.has(day);
  const step = () => { number += way; };
  while (amount > 0) { step(); if (!told(number)) return undefined; if (works(number)) amount--; }
  while (told(number) && !works(number)) step();
  return told(number) ? number : undefined;
  function told(day) { return day >= policy.holidaysFrom && day <= policy.holidaysTo; }
}
function moved(policy, span, number, way) {
  const amount = Number(span.amount);
  switch (span.count) {
    case "hours": return within(number + way * Math.ceil(amount / 24));
    case "days": return within(number + way * amount);
    case "weeks": return within(number + way * amount * 7);
    case "months": return addMonths(number, way * amount);
    default: return workingDays(policy, number, amount, way);
  }
}
/* The earliest and the last day of a deadline: null where none is stated, undefined where it cannot be told. */
function daysOf(policy, clock, said) {
  const counted = said[clock.counted], from = Number(counted), clear = clock.clear ? 1 : 0;
  if (counted === null) return {earliest: undefined, last: undefined};
  const at = (span, way, more) => {
    if (span === null) return null;
    const day = moved(policy, span, from, way);
    return day === undefined ? undefined : BigInt(within(day + more));
  };
  return clock.ahead ? {earliest: at(clock.earliest, -1, 0), last: at(clock.span, -1, -clear)}
    : {earliest: at(clock.earliest, 1, clear), last: at(clock.span, 1, 0)};
}
