// The map's contents. `map` is Folium's Leaflet map, `scene` what geo.webmap.scene gives.
// All text from data is put in with textContent, never as HTML.

const { style, words } = scene;
const marks = new Marks(style);
const NAME_FONT = '500 11px system-ui, "Segoe UI", Roboto, sans-serif';
const TOWN_FONT = 'italic 10px system-ui, "Segoe UI", Roboto, sans-serif';
const REGION_FONT = '600 11px system-ui, "Segoe UI", Roboto, sans-serif';

let table = null;
let date = null;
let selected = null;
let scale = 1; // marks are a little smaller on a narrow screen
const show = { regions: true, rivers: true, towns: true };

function html(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

function tell(message) {
  if (parent !== window) parent.postMessage(message, "*");
}

const fit = () => map.fitBounds(scene.bounds, { padding: [6, 6], animate: false });
fit(); // Leaflet draws nothing before it has a view

// --- what lies under the marks ---------------------------------------------------------------

function pane(name, level, through) {
  const made = map.createPane(name);
  made.style.zIndex = level;
  if (through) made.style.pointerEvents = "none";
  return name;
}

const ground = pane("ground", 210, true);
const tints = pane("tints", 220, true);
const waters = pane("waters", 230, true);
const doubts = pane("doubts", 240, true);
const names = pane("names", 610, true);

function shapes(geometries, paneName, options) {
  const group = L.layerGroup();
  for (const geometry of geometries || []) {
    L.geoJSON(geometry, { pane: paneName, interactive: false, style: options }).addTo(group);
  }
  return group;
}

const { base } = scene;
map.getContainer().style.background = base.neighbours ? style.water : style.around;
shapes(base.neighbours, ground, {
  color: style.border, weight: 0.8, opacity: 0.55, fillColor: style.around, fillOpacity: 1,
}).addTo(map);
shapes(base.iraq, ground, {
  color: style.border, weight: 1.6, opacity: 1, fillColor: style.land, fillOpacity: 1,
}).addTo(map);
const rivers = L.layerGroup([
  shapes(base.rivers, waters, { color: style.water, weight: 1.6, opacity: 1, fill: false }),
  shapes(base.lakes, waters, { color: style.water, weight: 1, fillColor: style.water, fillOpacity: 1 }),
]);

const regions = scene.regions.map((region) => {
  const area = L.geoJSON(region.shape, {
    pane: tints, interactive: false,
    style: { color: style.border, weight: 1, opacity: 0.9, fillColor: style.land, fillOpacity: 1 },
  });
  const box = html("div", "region-name");
  const tally = html("span", "tally");
  box.append(html("span", "", region.name), tally);
  const label = L.marker(region.at[0], {
    pane: names, interactive: false, keyboard: false,
    icon: L.divIcon({ className: "label", html: box, iconSize: null }),
  });
  return { ...region, area, label, box, tally, tint: null };
});

function plainLabel(className, text, at) {
  const box = html("div", className, text);
  const icon = L.divIcon({ className: "label", html: box, iconSize: null });
  const marker = L.marker(at, { pane: names, interactive: false, keyboard: false, icon });
  return { text, at, box, marker };
}

const towns = (base.towns || []).map(([name, lat, lon]) => ({
  ...plainLabel("town-name", name, [lat, lon]),
  dot: L.circleMarker([lat, lon], {
    pane: waters, interactive: false, radius: 1.8, weight: 1, color: style.leader,
    fillColor: style.paper, fillOpacity: 1,
  }),
}));
const countries = (base.countries || []).map(([name, lat, lon]) =>
  plainLabel("country-name", name, [lat, lon]));
for (const country of countries) country.marker.addTo(map);

// --- the sites ----------------------------------------------------------------------------------

const sites = scene.sites.map((site) => (site.at ? placedSite(site) : unplacedSite(site)));
const bySite = new Map(sites.map((site) => [site.id, site]));

function placedSite(site) {
  const body = svg("g", { class: "holder" });
  const written = svg("text", { class: "site-name" });
  written.textContent = site.name;
  const late = svg("text", { class: "late", x: style.radius + 5, y: -style.radius - 1 });
  const hand = svg(
    "g", { class: "hand" },
    svg("circle", { class: "hit", r: Math.max(12, style.radius + 4) }),
    svg("circle", { class: "chosen", r: style.radius + 7.5 }),
    svg("circle", { class: "focused", r: style.radius + 7.5 }),
    body, late, written,
  );
  const leader = svg("line", { class: "leader" });
  const foot = svg("circle", { class: "foot", r: 1.8 });
  const drawing = svg("svg", { class: "mark", width: 1, height: 1 }, leader, foot, hand);
  const icon = L.divIcon({ className: "site", html: drawing, iconSize: null });
  const marker = L.marker(site.at, { icon, keyboard: true, riseOnHover: true });
  const circle = site.metres && L.circle(site.at, {
    pane: doubts, interactive: false, radius: site.metres, weight: 1, color: style.uncertain,
    opacity: 0.5, fillColor: style.uncertain, fillOpacity: 0.13,
  });
  marker.on("click", () => pick(site.id));
  marker.on("add", () => {
    const element = marker.getElement();
    element.dataset.site = site.id;
    element.setAttribute("role", "button");
    element.onkeydown = (event) => onKey(event, site.id);
  });
  const tip = html("div", "tip");
  marker.bindTooltip(tip, { direction: "top", offset: [0, -style.radius - 4], className: "site-tip" });
  return { ...site, body, late, written, hand, leader, foot, marker, circle, tip, entry: null, days: null };
}

// A site without a position: a line in the list under the map, with the same mark.
function unplacedSite(site) {
  const body = svg("g", { class: "holder" });
  const late = html("span", "late");
  const size = 2 * style.radius + 10;
  const drawing = svg("svg", { viewBox: `${-size / 2} ${-size / 2} ${size} ${size}`, width: size, height: size }, body);
  const button = html("button", "unplaced");
  button.type = "button";
  button.dataset.site = site.id;
  button.append(drawing, html("span", "", site.name), late);
  button.onclick = () => pick(site.id);
  return { ...site, body, late, button, entry: null, days: null };
}

function onKey(event, id) {
  if (event.key !== "Enter" && event.key !== " ") return;
  event.preventDefault();
  pick(id);
}

function pick(id) {
  select(id);
  tell({ picked: id });
}

function select(id) {
  if (selected === id) return;
  for (const key of [selected, id]) {
    const site = bySite.get(key);
    if (!site) continue;
    const element = site.button || site.hand;
    element.classList.toggle("is-chosen", key === id);
    if (site.marker) site.marker.setZIndexOffset(key === id ? 1000 : 0);
    const button = site.button || site.marker.getElement();
    if (button) button.setAttribute("aria-pressed", key === id);
  }
  selected = id;
}

// --- what follows the date ------------------------------------------------------------------------

function paint(iso) {
  if (!table || !/^\d{4}-\d\d-\d\d$/.test(iso)) return;
  date = iso;
  for (const [id, list] of Object.entries(table.record.sites)) {
    const site = bySite.get(id);
    if (site) paintSite(site, table.at(list, table.record.marks, iso));
  }
  for (const region of regions) {
    const list = table.record.regions[region.layer];
    if (list) paintRegion(region, table.at(list, table.record.tallies, iso));
  }
  const sentence = table.sentence(iso);
  badge.day.textContent = iso;
  badge.text.textContent = sentence;
  strip.sentence.textContent = sentence;
  tell({ showing: iso, sentence });
  requestAnimationFrame(() => tell({ painted: iso }));
}

function paintSite(site, entry) {
  const [kind, most, least, dashed, since, label] = entry;
  const days = since ? table.daysSince(since, date) : null;
  if (site.entry === entry && site.days === days) return;
  if (site.entry !== entry) {
    site.body.replaceChildren(marks.draw(kind, most, least, dashed));
    if (since) site.body.prepend(marks.overdueRing());
  }
  site.entry = entry;
  site.days = days;
  site.late.textContent = since ? say("days-short", { n: days }) : "";
  const overdue = since ? words["list-comma"] + say("overdue-by", { days }) : "";
  const text = `${site.name}: ${label}${overdue}`;
  const element = site.button || site.marker.getElement();
  if (element) element.setAttribute("aria-label", text);
  if (site.tip) site.tip.textContent = text;
}

function paintRegion(region, [tint, tally]) {
  const key = tint + tally;
  if (region.tint === key) return;
  region.tint = key;
  region.area.setStyle({ fillColor: tint });
  region.tally.textContent = tally;
}

// A new table: other knowledge, other evidence, another period or other sites in view.
function load(record) {
  table = new Table(record, words);
  for (const site of sites) {
    const visible = site.id in record.sites;
    if (site.button) site.button.hidden = !visible;
    else toggle(site.marker, visible);
    if (site.circle) toggle(site.circle, visible);
    site.entry = null;
  }
  for (const region of regions) region.tint = null;
  const missing = sites.filter((site) => site.button && !site.button.hidden).length;
  strip.count.textContent = say("map-unplaced", { n: missing });
  strip.list.hidden = missing === 0;
}

function toggle(layer, visible) {
  if (visible) layer.addTo(map);
  else layer.remove();
}

// --- the arrangement, anew at each zoom -----------------------------------------------------------

function arrange() {
  const corner = map.containerPointToLayerPoint([0, 0]);
  const room = new Room(corner.x, corner.y, corner.x + map.getSize().x, corner.y + map.getSize().y);
  scale = Math.min(1, Math.max(0.75, map.getSize().x / 640));
  document.documentElement.style.setProperty("--scale", scale);
  const width = (2 * style.radius + 5) * scale;
  const visible = sites.filter((site) => site.marker && map.hasLayer(site.marker));
  const feet = visible.map((site) => map.latLngToLayerPoint(site.at));
  const spots = fanOut(feet, width);
  visible.forEach((site, index) => putMark(site, feet[index], spots[index]));
  for (const spot of spots) room.take(spot.x - width / 2, spot.y - width / 2, width, width);
  for (const spot of spots) if (spot.moved) keepClear(spot, room);
  if (show.regions) for (const region of regions) putRegion(region, room);
  visible.forEach((site, index) => putName(site, feet[index], spots[index], room));
  for (const town of towns) putTown(town, room);
}

// The inside of a fan belongs to its leaders: a name there would seem to be anyone's.
function keepClear({ middle, radius }, room) {
  room.take(middle.x - radius * 0.7, middle.y - radius * 0.7, radius * 1.4, radius * 1.4);
}

function putMark(site, foot, spot) {
  const [x, y] = [spot.x - foot.x, spot.y - foot.y];
  site.hand.setAttribute("transform", `translate(${x.toFixed(1)},${y.toFixed(1)}) scale(${scale.toFixed(2)})`);
  site.leader.setAttribute("x2", x.toFixed(1));
  site.leader.setAttribute("y2", y.toFixed(1));
  site.leader.style.display = spot.moved ? "" : "none";
  site.foot.style.display = spot.moved ? "" : "none";
}

function putName(site, foot, spot, room) {
  const [width, height] = [textWidth(site.name, NAME_FONT) + 4, 14];
  const found = room.put(around(spot.x, spot.y, (style.radius + 4) * scale, width, height), width, height);
  site.written.style.display = found ? "" : "none";
  if (!found) return;
  site.written.setAttribute("x", ((found[0] - spot.x + 2) / scale).toFixed(1));
  site.written.setAttribute("y", ((found[1] - spot.y + 11) / scale).toFixed(1));
}

function putRegion(region, room) {
  const width = textWidth(region.name.toUpperCase(), REGION_FONT) * 1.12 + 8;
  const height = 30;
  const inside = region.at.map((at) => map.latLngToLayerPoint(at));
  const fits = map.latLngToLayerPoint(region.area.getBounds().getNorthEast()).x
    - map.latLngToLayerPoint(region.area.getBounds().getSouthWest()).x > width;
  const within = inside.map((point) => [point.x - width / 2, point.y - height / 2]);
  const beside = [26, 40, 56, 72, 90].flatMap((gap) => around(inside[0].x, inside[0].y, gap, width, height));
  const places = fits ? [...within, ...beside] : beside;
  const found = room.put(places, width, height) || places[0];
  region.label.setLatLng(map.layerPointToLatLng([found[0] + width / 2, found[1] + height / 2]));
}

function putTown(town, room) {
  if (!show.towns) return;
  const at = map.latLngToLayerPoint(town.at);
  const width = textWidth(town.text, TOWN_FONT) + 4;
  const found = room.free(at.x - 2, at.y - 2, 4, 4)
    && room.put(around(at.x, at.y, 4, width, 12).slice(0, 4), width, 12);
  toggle(town.marker, Boolean(found));
  toggle(town.dot, Boolean(found));
  if (found) {
    town.marker.setLatLng(map.layerPointToLatLng([found[0] + width / 2, found[1] + 6]));
  }
}

function reveal(wanted) {
  Object.assign(show, wanted);
  for (const region of regions) {
    toggle(region.area, show.regions);
    toggle(region.label, show.regions);
  }
  toggle(rivers, show.rivers);
  for (const town of towns) {
    toggle(town.dot, show.towns);
    toggle(town.marker, show.towns);
  }
}

// --- around the map: badge, legend, list of sites without a position -------------------------------

const badge = { day: html("strong", "day"), text: html("span", "text") };
const strip = {
  sentence: html("p", "sentence"),
  count: html("h2"),
  list: html("section", "missing"),
  legend: html("details", "legend"),
};

function furnish() {
  const corner = L.control({ position: "topright" });
  corner.onAdd = () => {
    const box = html("div", "badge");
    box.append(badge.day, badge.text);
    return box;
  };
  corner.addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  if (scene.switches) addSwitches();
  const items = html("section");
  items.append(...scene.legend.map((entry) => legendItem(...entry)));
  if (sites.some((site) => site.circle)) items.append(doubtItem());
  strip.legend.open = innerWidth > 520;
  strip.legend.append(html("summary", "", words["legend-title"]), items);
  strip.list.append(strip.count, ...sites.filter((site) => site.button).map((site) => site.button));
  const foot = html("footer", "strip");
  foot.append(strip.sentence, strip.legend, strip.list, html("p", "note", [words["map-note"], scene.attribution].filter(Boolean).join(" ")));
  document.body.append(foot);
}

function legendItem(label, kind, most, least, dashed, ring) {
  const drawing = legendDrawing(marks.draw(kind, most, least, dashed));
  if (ring) drawing.append(marks.overdueRing());
  const item = html("span", "item");
  item.append(drawing, html("span", "", label));
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

function addSwitches() {
  const corner = L.control({ position: "bottomright" });
  corner.onAdd = () => {
    const box = html("div", "switches");
    for (const key of Object.keys(show)) {
      const label = html("label", "", words[`map-${key}`]);
      const input = html("input");
      input.type = "checkbox";
      input.checked = true;
      input.onchange = () => { reveal({ [key]: input.checked }); arrange(); };
      label.prepend(input);
      box.append(label);
    }
    L.DomEvent.disableClickPropagation(box);
    return box;
  };
  corner.addTo(map);
}

// --- start -----------------------------------------------------------------------------------------

furnish();
reveal({});
let touched = false;
map.on("zoomend moveend", arrange);
map.on("dragstart zoomstart", (event) => { if (event.type === "dragstart") touched = true; });
map.getContainer().addEventListener("wheel", () => { touched = true; }, { passive: true });
map.getContainer().addEventListener("click", () => { touched = true; });
map.scrollWheelZoom.disable(); // a wheel over the map scrolls the page until the map has focus
map.on("focus", () => map.scrollWheelZoom.enable());
map.on("blur", () => map.scrollWheelZoom.disable());
new ResizeObserver(() => {
  map.invalidateSize({ animate: false, pan: false });
  if (!touched) fit();
  arrange();
}).observe(map.getContainer());

function receive({ table: record, date: day, site, show: wanted }) {
  if (wanted) reveal(wanted);
  if (record) load(record);
  if (site !== undefined) select(site);
  if (day || record) paint(day || date);
  if (record || wanted) arrange();
}

addEventListener("message", (event) => {
  if (event.source === parent && parent !== window) receive(event.data);
});
map.getContainer().setAttribute("aria-label", words["map-label"]);
if (scene.table) receive({ table: scene.table, date: scene.date });
arrange();
tell({ ready: true });
