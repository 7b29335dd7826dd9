// What lies under the marks. `map` is Folium's Leaflet map, `scene` what geo.webmap.scene gives;
// all files of this folder stand in one function. All text from data is put in with textContent,
// never as HTML.

const { style, words } = scene;
const marks = new Marks(style);
const NAME_FONT = '500 11px system-ui, "Segoe UI", Roboto, sans-serif';
const TALLY_FONT = '700 12px system-ui, "Segoe UI", Roboto, sans-serif';
const LATE_FONT = '700 10.5px system-ui, "Segoe UI", Roboto, sans-serif';
const TOWN_FONT = 'italic 10px system-ui, "Segoe UI", Roboto, sans-serif';
const REGION_FONT = '600 11px system-ui, "Segoe UI", Roboto, sans-serif';

const CROWDED = 300; // more placed sites than these are drawn on one canvas
const crowded = scene.sites.filter((site) => site.at).length > CROWDED;
const SMALL = 0.72; // the mark of a site that is not counted

let table = null;
let date = null;
let selected = null;
let scale = 1; // marks are a little smaller on a narrow screen
const show = { regions: true, rivers: true, towns: true, others: false };

function html(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

// What the map has to tell goes to the page around it: that of its frame, or the time page itself.
let listener = null;

function tell(message) {
  if (scene.page) listener?.(message);
  else if (parent !== window) parent.postMessage(message, "*");
}

// Discs reach farther than the sites in them, and none should lie under the buttons.
const margins = crowded ? { paddingTopLeft: [70, 26], paddingBottomRight: [26, 36] } : { padding: [6, 6] };
const FARTHER = 1; // from so many zooms further out nobody sees the sites any more

function fit() {
  limit();
  if (isLaidOut()) map.fitBounds(scene.bounds, { ...margins, animate: false, reset: true });
  else map.setView(L.latLngBounds(scene.bounds).getCenter(), 5, { animate: false });
}

// How far out one may zoom goes by the size of the map.
function limit() {
  map.options.minZoom = 0; // or it would bound what is asked next
  if (isLaidOut()) map.setMinZoom(Math.max(0, map.getBoundsZoom(scene.bounds) - FARTHER));
}

// A frame that is not laid out yet has no size, or next to none, and no zoom fits into it.
function isLaidOut() {
  const { x, y } = map.getSize();
  return Math.min(x, y) > 100;
}

fit(); // Leaflet draws nothing before it has a view

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
const leads = pane("leads", 250, true);
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
  const lead = L.polyline([], { pane: leads, interactive: false, color: style.leader, weight: 1 });
  return { ...region, area, label, box, tally, lead, tint: null };
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

