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
    return fill(this.words.day, { day: +iso.slice(8, 10), month, year: +iso.slice(0, 4) });
  }

  sentence(iso) {
    const [text, since] = this.at(this.record.sentences, this.record.texts, iso);
    return fill(text, { day: this.dayText(iso), days: since ? this.daysSince(since, iso) : "" });
  }
}

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, key) => (key in values ? values[key] : whole));
}
