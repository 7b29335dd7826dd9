// Reads a change table (geo/webmap/tables.py): which entry holds on a day.

const DAY = 86400000;

function dayNumber(iso) {
  return Date.UTC(+iso.slice(0, 4), +iso.slice(5, 7) - 1, +iso.slice(8, 10)) / DAY;
}

class Table {
  constructor(record, words) {
    this.record = record;
    this.words = words;
    this.first = dayNumber(record.first);
  }

  // The entry of a list [day, entry, day, entry ...] on a day; before its first day, the first.
  at(list, entries, iso) {
    const day = dayNumber(iso) - this.first;
    let low = 0;
    let high = list.length / 2 - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (list[2 * middle] <= day) low = middle;
      else high = middle - 1;
    }
    return entries[list[2 * low + 1]];
  }

  daysSince(since, iso) {
    const until = iso < this.record.cap ? iso : this.record.cap;
    return dayNumber(until) - dayNumber(since);
  }

  dayText(iso) {
    const month = this.words.months.split("|")[+iso.slice(5, 7) - 1];
    return say("day", { day: +iso.slice(8, 10), month, year: +iso.slice(0, 4) });
  }

  sentence(iso) {
    const [text, key, n, since] = this.at(this.record.sentences, this.record.texts, iso);
    const late = key ? say(key, { n, days: this.daysSince(since, iso) }) : "";
    return fillIn(text, { day: this.dayText(iso), late });
  }
}

// A message with its values filled in, as geo.words.say gives it.
function say(key, values) {
  const number = "days" in values ? values.days : values.n;
  const form = number === undefined ? key : `${key}@${plurals.select(number)}`;
  const shown = {};
  for (const [name, value] of Object.entries(values)) {
    shown[name] = typeof value === "number" ? digits(value) : value;
  }
  return fillIn(scene.words[form] || scene.words[key], shown);
}

const plurals = new Intl.PluralRules(scene.lang === "ar" ? "ar" : "en");

function digits(number) {
  return String(number).replace(/\d/g, (digit) => scene.words.digits[digit]);
}

function fillIn(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, key) => (key in values ? values[key] : whole));
}
