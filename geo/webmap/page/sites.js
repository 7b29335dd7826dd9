// The sites: on the map, or in the list under it when no position is known.

const sites = scene.sites.map(madeSite);
const bySite = new Map(sites.map((site) => [site.id, site]));

function madeSite(site) {
  if (!site.at) return unplacedSite(site);
  return crowded ? { ...site, entry: null, days: null } : placedSite(site);
}

// The element that stands for a site; a site on the canvas has none.
function elementOf(site) {
  return site.button || (site.marker && site.marker.getElement());
}

function placedSite(site) {
  const body = svg("g", { class: "holder" });
  const written = svg("text", { class: "site-name" });
  written.textContent = site.name;
  const late = svg("text", { class: "late", y: -style.radius - 1 });
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
  const marker = L.marker(site.at, { icon, keyboard: true, riseOnHover: true, autoPanOnFocus: false });
  const circle = site.metres && L.circle(site.at, {
    pane: doubts, interactive: false, radius: site.metres, weight: 1, color: style.uncertain,
    opacity: 0.5, fillColor: style.uncertain, fillOpacity: 0.13,
  });
  marker.on("click", () => pick(site.id));
  marker.on("dblclick", () => {}); // who clicks twice wants the site, not a closer look
  marker.on("add", () => {
    const element = marker.getElement();
    element.dataset.site = site.id;
    element.setAttribute("role", "button");
    element.onkeydown = (event) => onKey(event, site.id);
    element.onfocus = () => bringIntoView(element, marker);
  });
  const tip = html("div", "tip");
  marker.bindTooltip(tip, { direction: "top", offset: [0, -style.radius - 4], className: "site-tip" });
  return { ...site, body, late, written, hand, leader, foot, marker, circle, tip, entry: null, days: null };
}

// A mark reached by keyboard comes into view. One that is pressed stays where it is, or the click
// would miss it.
function bringIntoView(element, marker) {
  if (element.matches(":focus-visible")) map.panInside(marker.getLatLng(), { padding: [50, 50] });
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
    if (element) element.classList.toggle("is-chosen", key === id);
    if (site.marker) site.marker.setZIndexOffset(key === id ? 1000 : 0);
    const button = elementOf(site);
    if (button) button.setAttribute("aria-pressed", key === id);
  }
  selected = id;
  if (crowd) crowd.layOut();
  stale = true;
  if (table && date) reshow();
}

