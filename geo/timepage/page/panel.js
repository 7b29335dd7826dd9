// The selected site: its state, its deadlines, and the claims for and against, as text only.

const byId = (id) => document.getElementById(id);
const text = book.texts;
const GROUNDS = ["decided", "seen", "against", "linked"]; // as geo.grounds.Grounds

function fillPanel(site, iso) {
  const box = byId("panel");
  const entry = site && entryOn(site, iso);
  if (!entry) return void box.replaceChildren(html("p", "empty", words["site-empty"]));
  const person = book.people[site];
  const [, detail] = entry;
  const [deadline, reduce, missed, slip, newest, grounds] = book.details[detail];
  const told = new Set(grounds.flat());
  const others = evidenceOf(site, knowledge.knownOn(offsetOf(iso))).filter((claim) => !told.has(claim));
  const open = box.querySelector("details")?.open;
  box.replaceChildren(
    ...heading(site, person),
    stateLine(entry, iso),
    facts(site, entry, iso, { deadline, reduce, missed, slip, newest }),
    ...grounds.flatMap((claims, number) => group(words[`panel-${GROUNDS[number]}`], claims, site)),
    ...(told.size ? [] : [html("p", "empty", words["panel-nothing"])]),
    ...rest(others, site, open),
    html("p", "position", person.position),
  );
}

function entryOn(site, iso) {
  const list = knowledge.record.sites[site];
  return list && book.entries[list[2 * holding(list, offsetOf(iso)) + 1]];
}

// The day since which the states are what they are; null where it was ever so.
function sinceOf(site, iso) {
  const day = offsetOf(iso);
  const list = stepsOf(site, knowledge.knownOn(day));
  const states = (at) => book.entries[list[2 * at + 1]][3];
  const here = holding(list, day);
  let at = here;
  while (at > 0 && states(at - 1) === states(here)) at -= 1;
  return at > 0 ? isoOf(list[2 * at]) : null;
}

function heading(site, person) {
  const region = scene.regions.find((found) => found.layer === layerOf.get(site));
  const named = html("p", "names");
  for (const lang of ["en", "ar", "ckb"]) {
    if (!person[lang] || person[lang] === bySite.get(site).name) continue;
    const name = html("span", "", person[lang]);
    name.lang = lang;
    name.dir = lang === "en" ? "ltr" : "rtl";
    named.append(name);
  }
  const place = { kind: person.kind, region: region ? region.name : layerOf.get(site) };
  return [html("h2", "", bySite.get(site).name), named, html("p", "place", say("panel-region", place))];
}

function stateLine([mark], iso) {
  const [fill, most, least, dashed, since, , label] = book.marks[mark];
  const line = html("p", "state");
  const drawing = legendDrawing(marks.draw(fill, most, least, dashed));
  if (since) drawing.append(marks.overdueRing());
  const planned = words["list-comma"] + words["basis-planned"];
  const bare = label.endsWith(planned) ? label.slice(0, -planned.length) : label;
  const late = since ? words["list-comma"] + say("overdue-by", { days: knowledge.daysSince(since, iso) }) : "";
  line.append(drawing, html("strong", "", bare + late), " ", html("span", "basis", basis(bare, label !== bare, iso)));
  return line;
}

function basis(state, planned, iso) {
  if (state === words["state-unknown"]) return words["basis-nothing"];
  if (planned) return words["basis-planned"];
  const day = offsetOf(iso);
  return words[day > knowledge.knownOn(day) ? "basis-last-reported" : "basis-reported"];
}

function facts(site, [mark], iso, { deadline, reduce, missed, slip, newest }) {
  const list = html("dl");
  const put = (term, value) => {
    const row = html("div");
    const said = html("dd");
    said.append(...value);
    row.append(html("dt", "", words[term]), said);
    list.append(row);
  };
  const start = sinceOf(site, iso);
  if (start) put("panel-since", [knowledge.dayText(start)]);
  put("panel-deadline", [...unbroken(text[deadline]), slip < 0 ? "" : words["list-semicolon"] + text[slip]]);
  if (reduce >= 0) put("panel-reduce", unbroken(text[reduce]));
  const since = book.marks[mark][4];
  const late = since ? `: ${say("panel-overdue", { days: knowledge.daysSince(since, iso) })}` : "";
  if (missed >= 0) put("panel-missed", [...unbroken(text[missed]), late]);
  if (newest.length) put("panel-newest", [...unbroken(text[newest[0]]), aged(newest[1], mark, iso)]);
  return list;
}

// How old the newest evidence is, where forces may still be there: they may have left unseen.
function aged(published, mark, iso) {
  const day = offsetOf(iso);
  const days = Math.min(day, knowledge.knownOn(day)) - offsetOf(published);
  return days > book.old && book.marks[mark][7] ? words["list-comma"] + say("panel-age", { days }) : "";
}

// The id at the end of a deadline is not broken at its hyphen; a very long one has to be.
function unbroken(said) {
  const [, before, id, after] = /^(.*[^\w.-])([\w.-]{1,20})(\u2069?\))$/s.exec(said) || ["", said];
  return id ? [before, html("span", "whole", id), after] : [said];
}

function group(title, claims, site) {
  if (!claims.length) return [];
  const list = html("ol");
  list.append(...claims.map((claim) => claimItem(book.claims[claim], site)));
  return [html("h3", "", title), list];
}

function rest(claims, site, open) {
  if (!claims.length) return [];
  const box = html("details");
  const list = html("ol");
  box.open = Boolean(open);
  box.append(html("summary", "", say("panel-other", { n: claims.length })), list);
  const fill = () => {
    if (box.open && !list.children.length) list.append(...claims.map((claim) => claimItem(book.claims[claim], site)));
  };
  box.addEventListener("toggle", fill);
  fill();
  return [box];
}

function claimItem([id, grade, kind, when, said, source, locator, places, doubt], site) {
  const [producer, published, relayed, url] = book.sources[source];
  const item = html("li", "claim");
  const head = html("p", "head");
  const badge = html("span", "grade", grade);
  badge.title = words["panel-grade-help"];
  head.append(badge);
  if (relayed) {
    const note = html("span", "relayed", words["panel-relayed"]);
    note.title = words["panel-relayed-help"];
    head.append(" ", note);
  }
  head.append(" ", html("strong", "", kind), ` ${when}`);
  if (!places.includes(site)) {
    const named = places.map((place) => book.places[place] || place).join(words["list-comma"]);
    head.append(" ", html("span", "about", say("panel-about", { places: named })));
  }
  const foot = html("p", "source");
  foot.append(html("bdi", "", producer), words["list-comma"], published);
  if (locator) foot.append(words["list-comma"], html("bdi", "", locator));
  if (/^https?:\/\//i.test(url)) {
    const link = html("a", "", words["panel-link"]);
    link.href = url;
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    foot.append(" · ", link);
  }
  foot.append(" · ", html("span", "id", id));
  const body = html("p", "", said);
  body.dir = "auto";
  item.append(head, body);
  if (doubt) {
    const note = html("p", "note", `${words["claim-note"]} `);
    note.append(html("bdi", "", doubt));
    item.append(note);
  }
  item.append(foot);
  return item;
}
