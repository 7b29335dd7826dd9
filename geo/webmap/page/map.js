// What follows the date, what stands around the map, and what the page around it asks.

function paint(iso) {
  if (!table || !/^\d{4}-\d\d-\d\d$/.test(iso)) return;
  date = iso;
  for (const [id, entry] of table.seek(iso)) {
    const site = bySite.get(id);
    if (site) paintSite(site, entry);
  }
  for (const site of overdue) paintSite(site, site.entry); // their days grow
  for (const id of table.compared) paintAgain(bySite.get(id));
  if (crowd) crowd.draw();
  for (const region of regions) {
    const tally = table.tallyOf(region.layer, iso);
    if (tally) paintRegion(region, tally);
  }
  reshow();
  const sentence = table.sentence(iso);
  badge.day.textContent = iso;
  badge.text.textContent = sentence;
  strip.sentence.textContent = sentence;
  tell({ showing: iso, sentence });
  if (!scene.page) requestAnimationFrame(() => tell({ painted: iso }));
}

const overdue = new Set();
let stale = false; // names stand where a ring or its days have come to stand

function paintSite(site, entry) {
  const [kind, most, least, dashed, since, weight, label] = entry;
  const days = site.body ? lateDays(entry) : null; // on the canvas they are read when drawn
  const differs = table.differs(site.id, date);
  if (site.entry === entry && site.days === days && site.differs === differs) return;
  if (site.body && overdue.has(site) !== Boolean(since)) stale = true;
  if (since && site.body) overdue.add(site);
  else overdue.delete(site);
  if (!site.body) return void crowd.change(site, { entry, days, differs });
  if (site.entry !== entry || site.differs !== differs) {
    site.body.replaceChildren(marks.draw(kind, most, least, dashed));
    if (since) site.body.prepend(marks.overdueRing());
    if (differs) site.body.prepend(marks.differFrame());
    site.body.setAttribute("transform", weight === 2 ? "" : `scale(${SMALL})`);
  }
  Object.assign(site, { entry, days, differs });
  site.late.textContent = since ? say("days-short", { n: days }) : "";
  const text = told(site);
  const element = elementOf(site);
  if (element) element.setAttribute("aria-label", text);
  if (site.tip) site.tip.textContent = text;
}

function paintAgain(site) {
  if (site && site.entry) paintSite(site, site.entry);
}

// How long a site is overdue on the day shown; null where it is not.
function lateDays([, , , , since]) {
  return since ? table.daysSince(since, date) : null;
}

function told(site) {
  const [, , , , since, , label] = site.entry;
  const late = since ? words["list-comma"] + say("overdue-by", { days: lateDays(site.entry) }) : "";
  const other = site.differs ? words["list-comma"] + words["key-differs"] : "";
  return `${site.name}: ${label}${late}${other}`;
}

function paintRegion(region, [tint, tally]) {
  const key = tint + tally;
  if (region.tint === key) return;
  region.tint = key;
  region.area.setStyle({ fillColor: tint });
  region.tally.textContent = tally;
}

// Which sites are drawn: those in view that count or may be held or differ, the rest when asked for.
function isShown(site) {
  const weight = site.entry ? site.entry[5] : -1;
  return weight > 0 || site.differs || (weight === 0 && (show.others || site.id === selected));
}

function reshow() {
  let changed = false;
  let missing = 0;
  for (const site of sites) {
    const element = elementOf(site);
    if (!element) continue;
    const visible = isShown(site);
    if (element.hidden === visible) {
      element.hidden = !visible;
      if (site.circle) toggle(site.circle, visible);
      changed = true;
    }
    if (site.button && visible) missing += 1;
  }
  if (!changed && !stale) return;
  stale = false;
  strip.count.textContent = say("map-unplaced", { n: missing });
  if (scene.page) strip.list.hidden = !missing;
  else strip.list.style.visibility = missing ? "" : "hidden"; // the map keeps its height
  arrange();
}

// A new table: other knowledge, other evidence, another period or other sites in view.
function load(record) {
  table = record instanceof Table ? record : new Table(record, words);
  overdue.clear();
  for (const site of sites) Object.assign(site, { entry: null, differs: false });
  strip.differs.hidden = !isMarking();
  document.documentElement.classList.toggle("beside", isBeside());
  if (crowd) crowd.clear();
  for (const region of regions) region.tint = null;
}

function toggle(layer, visible) {
  if (visible) layer.addTo(map);
  else layer.remove();
}

// --- around the map: badge, legend, list of sites without a position -------------------------------

const badge = { day: html("strong", "day"), text: html("span", "text") };
const strip = {
  sentence: html("p", "sentence"),
  count: html("h2"),
  list: html("section", "missing"),
  legend: html("details", "legend"),
  differs: differItem(), // only where what differs is marked
};

function furnish() {
  const corner = L.control({ position: "topright" });
  corner.onAdd = () => {
    const box = html("div", "badge");
    box.append(badge.day, badge.text);
    return box;
  };
  if (!scene.page) corner.addTo(map); // the time page says both above the map
  L.control.scale({ imperial: false }).addTo(map);
  if (scene.switches) addSwitches();
  const items = html("section");
  items.append(...scene.legend.map((entry) => legendItem(...entry)));
  items.append(smallItem());
  if (sites.some((site) => site.circle)) items.append(doubtItem());
  if (crowd) items.append(groupItem());
  items.append(strip.differs);
  const summary = html("summary", "", words["legend-title"]);
  summary.addEventListener("click", () => { unfolded = true; });
  strip.legend.append(summary, items);
  unfold();
  strip.list.hidden = !sites.some((site) => site.button);
  strip.list.append(strip.count, ...sites.filter((site) => site.button).map((site) => site.button));
  const foot = html("footer", "strip");
  const note = html("p", "note", `${words["map-shade"]} ${words["count-range"]} ${words["map-note"]}`);
  for (const credit of scene.credits) note.append(" ", html("bdi", "", credit));
  foot.append(strip.sentence, strip.legend, note, strip.list);
  (document.getElementById("map-foot") || document.body).append(foot);
}

function legendItem(label, kind, most, least, dashed, ring) {
  const drawing = legendDrawing(marks.draw(kind, most, least, dashed));
  if (ring) drawing.append(marks.overdueRing());
  const item = html("span", "item");
  item.append(drawing, html("span", "", label));
  return item;
}

function smallItem() {
  const drawing = marks.draw("hollow", "withdrawn", "withdrawn", false);
  drawing.setAttribute("transform", `scale(${SMALL})`);
  const item = html("span", "item");
  item.append(legendDrawing(drawing), html("span", "", words["key-uncounted"]));
  return item;
}

function differItem() {
  const item = html("span", "item");
  const frame = marks.differFrame();
  frame.setAttribute("transform", "scale(0.9)");
  const mark = marks.draw("full", "occupied", "occupied", false);
  mark.setAttribute("transform", `scale(${SMALL})`);
  item.append(legendDrawing(frame, mark), html("span", "", words["key-differs"]));
  item.hidden = true;
  return item;
}

function doubtItem() {
  const circle = svg("circle", { r: 9, fill: style.uncertain, "fill-opacity": 0.13, stroke: style.uncertain, "stroke-opacity": 0.5 });
  const item = html("span", "item");
  item.append(legendDrawing(circle), html("span", "", words["legend-uncertain"]));
  return item;
}

function legendDrawing(...parts) {
  const size = 2 * style.radius + 10;
  return svg("svg", {
    viewBox: `${-size / 2} ${-size / 2} ${size} ${size}`, width: size, height: size, "aria-hidden": true,
  }, ...parts);
}

// Where there is room the marks are told at once. A frame may be narrow, or without a size, until the
// page around it is laid out; what the reader has opened or closed stays so.
let unfolded = false;

function unfold() {
  if (!unfolded && innerWidth > 0) strip.legend.open = innerWidth > 520;
}

// Elsewhere than where the basemap reaches there are no rivers and towns to switch.
function isThere(key) {
  return { regions: regions.length > 0, rivers: Boolean(base.rivers), towns: towns.length > 0 }[key] ?? true;
}

function addSwitches() {
  const corner = L.control({ position: "bottomright" });
  corner.onAdd = () => {
    const box = html("div", "switches");
    for (const key of Object.keys(show).filter(isThere)) {
      const label = html("label", "", words[`map-${key}`]);
      const input = html("input");
      input.type = "checkbox";
      input.name = key;
      input.checked = show[key];
      input.onchange = () => {
        receive({ show: { [key]: input.checked } });
        tell({ switched: key });
      };
      label.prepend(input);
      box.append(label);
    }
    L.DomEvent.disableClickPropagation(box);
    return box;
  };
  corner.addTo(map);
}

// --- start -----------------------------------------------------------------------------------------

if (crowded) crowd = new Crowd();
furnish();
for (const site of sites) {
  if (site.marker) site.marker.addTo(map);
  const element = elementOf(site);
  if (element) element.hidden = true;
}
reveal({});
let touched = false;
map.on("zoomend moveend", () => { if (!quiet) arrange(); });
map.on("move", () => tellView(false));
map.on("moveend", () => tellView(true));
strip.legend.addEventListener("toggle", tellLegend);
map.on("dragstart zoomstart", (event) => { if (event.type === "dragstart") touched = true; });
for (const kind of ["click", "keydown", "wheel"]) { // caught on the way down: buttons let none up
  map.getContainer().addEventListener(kind, () => { touched = true; }, { passive: true, capture: true });
}
// Leaflet focuses the map when it is pressed. The page around it must not scroll to the whole map
// then: the mark would move from under the pointer, and the click would be lost.
map.getContainer().focus = function (options) {
  HTMLElement.prototype.focus.call(this, { ...options, preventScroll: true });
};
map.scrollWheelZoom.disable(); // a wheel over the map scrolls the page until the map has focus
map.on("focus", () => map.scrollWheelZoom.enable());
map.on("blur", () => map.scrollWheelZoom.disable());
// Leaflet's own watch over the size (`trackResize`) is off: it pans, and tells of it afterwards.
new ResizeObserver(() => {
  quietly(resize);
  arrange();
}).observe(map.getContainer());

function resize() {
  unfold();
  map.invalidateSize({ animate: false, pan: false });
  if (isBeside() ? !held : !touched) return void fit();
  limit();
  holdView();
}

function receive({ table: record, date: day, site, show: wanted, view, legend }) {
  if (wanted) reveal(wanted);
  if (wanted && crowd) crowd.layOut();
  if (record) load(record);
  if (site !== undefined) select(site);
  if (day || record || wanted) paint(day || date);
  if (record || wanted) arrange();
  if (view) follow(view);
  if (legend === undefined) return;
  unfolded = true;
  strip.legend.open = legend;
}

addEventListener("message", (event) => {
  if (event.source === parent && parent !== window) receive(event.data);
});
map.getContainer().setAttribute("aria-label", words["map-label"]);
if (scene.table) receive({ table: scene.table, date: scene.date });
arrange();
tell({ ready: true });
