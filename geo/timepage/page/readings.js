// Looks up what the program found out (geo/timepage/knowledge.py): for a day of knowledge the
// steps of each site over time. Nothing is judged here; days are counted from the first one.

const book = scene.book;
const FIRST = dayNumber(book.first);
const offsetOf = (iso) => dayNumber(iso) - FIRST;
const isoOf = (offset) => new Date((FIRST + offset) * DAY).toISOString().slice(0, 10);
const NOW = offsetOf(book.now);

// The entry that holds on a day in a list [day, entry, day, entry ...].
function holding(list, day, width = 2) {
  let low = 0;
  let high = list.length / width - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (list[width * middle] <= day) low = middle;
    else high = middle - 1;
  }
  return low;
}

function merged(steps) {
  const list = [];
  for (const [day, code] of steps) {
    const last = list.length - 2;
    if (last >= 0 && list[last] === day) list[last + 1] = code;
    else if (last < 0 || list[last + 1] !== code) list.push(day, code);
    const here = list.length - 2;
    if (here >= 2 && list[here + 1] === list[here - 1]) list.length = here;
  }
  return list;
}

function pairs(list) {
  return Array.from({ length: list.length / 2 }, (_, i) => [list[2 * i], list[2 * i + 1]]);
}

// A reading's steps at a later day of knowledge: what it says of its own day holds up to that day.
function moved(known, run, later) {
  if (later <= known) return run;
  const ahead = Math.max(0, later + 1);
  const then = run[2 * holding(run, ahead) + 1];
  const steps = pairs(run);
  return merged([
    ...steps.filter(([day]) => day <= Math.max(0, known)),
    [ahead, then],
    ...steps.filter(([day]) => day > ahead),
  ]);
}

// The steps of a site as known on a day; null for "as known on the day itself".
function stepsOf(id, known) {
  const list = book.sites[id];
  if (known !== null) {
    const at = 3 * holding(list, known, 3);
    return moved(list[at], book.runs[list[at + 1]], known);
  }
  const steps = [];
  for (let at = 0; at < list.length && list[at] <= NOW; at += 3) {
    const run = book.runs[list[at + 1]];
    steps.push([Math.max(0, list[at]), run[2 * holding(run, list[at]) + 1]]);
  }
  const ahead = stepsOf(id, NOW);
  steps.push([Math.max(0, NOW + 1), ahead[2 * holding(ahead, NOW + 1) + 1]]);
  steps.push(...pairs(ahead).filter(([day]) => day > NOW + 1));
  return merged(steps);
}

function evidenceOf(id, known) {
  const list = book.sites[id];
  return book.lists[list[3 * holding(list, known, 3) + 2]];
}

// A change table as the map reads it, with the counts and the sentence kept along.
class KnownTable extends Table {
  constructor(known) {
    const lists = Object.keys(book.sites).map((id) => [id, stepsOf(id, known)]);
    super({ first: book.first, cap: book.now, sites: Object.fromEntries(lists) }, words);
    this.known = known;
    this.record.cap = isoOf(known === null ? NOW : known);
    this.renewed();
  }

  // Forgets what was shown, so that all is shown anew.
  renewed() {
    this.codes = null;
    this.total = tallyOfNone();
    this.byLayer = new Map(book.layers.map((layer) => [layer, tallyOfNone()]));
    this.held = new Map();
    this.late = new Map(); // since when: how many sites
    return this;
  }

  // Days on which an answer changes.
  changes() {
    const days = new Set();
    for (const [id, list] of Object.entries(this.record.sites)) {
      if (!isOn(id)) continue;
      for (let i = 2; i < list.length; i += 2) {
        if (book.entries[list[i + 1]][2] !== book.entries[list[i - 1]][2]) days.add(list[i]);
      }
    }
    return [...days].sort((a, b) => a - b);
  }

  knownOn(day) {
    return this.known === null ? Math.min(day, NOW) : this.known;
  }

  entryOf(code) {
    return book.marks[book.entries[code][0]];
  }

  seek(iso) {
    const all = on.size === book.layers.length;
    const touched = all ? super.seek(iso) : super.seek(iso).filter(([id]) => isOn(id));
    for (const [id, mark] of touched) this.#count(id, mark);
    return touched;
  }

  #count(id, mark) {
    const layer = this.byLayer.get(layerOf.get(id));
    const before = this.held.get(id);
    for (const tally of [this.total, layer]) {
      if (before) add(tally, before, -1);
      add(tally, mark, 1);
    }
    this.held.set(id, mark);
    if (before) this.#overdue(before, -1);
    this.#overdue(mark, 1);
  }

  #overdue([, , , , since, weight], by) {
    if (!since || weight !== 2) return;
    const now = (this.late.get(since) || 0) + by;
    if (now) this.late.set(since, now);
    else this.late.delete(since);
  }

  // How many are overdue, and since when the first of them.
  overdue() {
    let n = 0;
    let since = null;
    for (const [day, count] of this.late) {
      n += count;
      if (!since || day < since) since = day;
    }
    return [n, since];
  }

  tallyOf(layer) {
    const { certain, possible, of } = this.byLayer.get(layer) || tallyOfNone();
    const n = digits(certain) + (possible ? `\u2013${digits(certain + possible)}` : "");
    return [fillOf(certain, of), of ? say("region-count", { n, of }) : ""];
  }

  sentence(iso) {
    const { certain, possible, unknown, of } = this.total;
    const day = this.dayText(iso);
    const scope = [layersText(), ...book.scope].filter(Boolean).join(words["list-semicolon"]);
    const known = this.knownText(iso) + (scope && ` (${scope})`);
    if (!of) {
      const held = book.missions[2 * holding(book.missions, offsetOf(iso)) + 1];
      return say(held ? "sentence-no-sites" : "sentence-no-mission", { day, known });
    }
    if (unknown === of) return say("sentence-nothing-known", { day, known, of });
    const notes = [];
    if (possible) notes.push(say("note-possible", { n: possible }));
    if (unknown) notes.push(say("note-unknown", { n: unknown }));
    const [n, since] = this.overdue();
    if (n) notes.push(say(n === 1 ? "note-overdue-one" : "note-overdue", { n, days: this.daysSince(since, iso) }));
    const extra = notes.length ? ` (${notes.join(words["list-comma"])})` : "";
    const key = offsetOf(iso) > this.knownOn(offsetOf(iso)) ? "sentence-planned" : "sentence";
    return say(key, { day, n: certain, of, extra, known });
  }

  knownText(iso) {
    const day = offsetOf(iso);
    const known = this.knownOn(day);
    if (known === day) return say("known-then", {});
    return say("known-on", { day: this.dayText(isoOf(known)) });
  }
}

const layerOf = new Map(scene.sites.map((site) => [site.id, site.layer]));

function tallyOfNone() {
  return { certain: 0, possible: 0, unknown: 0, of: 0 };
}

function add(tally, mark, by) {
  if (!tally || mark[5] !== 2) return;
  tally.of += by;
  if (mark[1] === "unknown" && mark[2] === "unknown") tally.unknown += by; // nothing else is possible
  if (mark[7] === 2) tally.certain += by;
  if (mark[7] === 1) tally.possible += by;
}

// As geo.style.region_fill, halves to the even number.
function fillOf(certain, of) {
  if (!of) return book.uncounted;
  if (!certain) return book.fills[0];
  const last = book.fills.length - 1;
  const share = (last * certain) / of;
  const down = Math.floor(share);
  const round = share - down === 0.5 ? down + (down % 2) : Math.round(share);
  return book.fills[Math.min(last, Math.max(1, round))];
}
