// Reads a change table (geo/webmap/tables.py): which entry holds on a day.

const DAY = 86400000;

function dayNumber(iso) {
  return Date.UTC(+iso.slice(0, 4), +iso.slice(5, 7) - 1, +iso.slice(8, 10)) / DAY;
}

// What a record holds under a key; ids such as "constructor" are nobody's but the record's own.
function own(record, key) {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

class Table {
  constructor(record, words) {
    this.record = record;
    this.words = words;
    this.first = dayNumber(record.first);
    this.codes = null;
    this.compared = Object.keys(record.differs || {});
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

  // The sites whose entry is not what it was at the last call, as [id, entry]; all at the first.
  seek(iso) {
    const day = dayNumber(iso) - this.first;
    const touched = this.codes ? this.#move(day) : this.#start(day);
    return touched.map((site) => [this.ids[site], this.entryOf(this.codes[site])]);
  }

  entryOf(code) {
    return this.record.marks[code];
  }

  tallyOf(layer, iso) {
    const list = own(this.record.regions, layer);
    return list && this.at(list, this.record.tallies, iso);
  }

  // Whether plan and outcome say something else of a site: worked out in Python.
  differs(site, iso) {
    const list = own(this.record.differs || {}, site);
    return Boolean(list) && this.at(list, [false, true], iso);
  }

  #start(day) {
    const lists = Object.entries(this.record.sites);
    this.ids = lists.map(([id]) => id);
    this.codes = lists.map(([, list]) => list[1]);
    this.steps = [];
    lists.forEach(([, list], site) => {
      for (let i = 2; i < list.length; i += 2) this.steps.push([list[i], site, list[i - 1], list[i + 1]]);
    });
    this.steps.sort((a, b) => a[0] - b[0]);
    this.passed = 0;
    this.#move(day);
    return this.ids.map((_, site) => site);
  }

  // Only the change points between the day before and the new one are looked at.
  #move(day) {
    const touched = new Set();
    while (this.passed < this.steps.length && this.steps[this.passed][0] <= day) {
      const [, site, , after] = this.steps[this.passed];
      this.codes[site] = after;
      touched.add(site);
      this.passed += 1;
    }
    while (this.passed > 0 && this.steps[this.passed - 1][0] > day) {
      this.passed -= 1;
      const [, site, before] = this.steps[this.passed];
      this.codes[site] = before;
      touched.add(site);
    }
    return [...touched];
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
    const { sentences, texts, forms, knowns } = this.record;
    const [form, known, extra, n, of, key, count, since] = this.at(sentences, texts, iso);
    const late = key ? say(key, { n: count, days: this.daysSince(since, iso) }) : "";
    const told = { day: this.dayText(iso), known: knowns[known], n, of, extra: fillIn(extra, { late }) };
    return fillIn(forms[form], told);
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

const latin = scene.words.digits === "0123456789";

function digits(number) {
  return latin ? String(number) : String(number).replace(/\d/g, (digit) => scene.words.digits[digit]);
}

function fillIn(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, key) => (key in values ? values[key] : whole));
}
