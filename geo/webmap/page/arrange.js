// The arrangement, made anew at each zoom: marks, names of regions, sites and towns.

function arrange() {
  const corner = map.containerPointToLayerPoint([0, 0]);
  const room = new Room(corner.x, corner.y, corner.x + map.getSize().x, corner.y + map.getSize().y);
  scale = Math.min(1, Math.max(0.75, map.getSize().x / 640));
  document.documentElement.style.setProperty("--scale", scale);
  const width = (2 * style.radius + (isMarking() ? 13 : 5)) * scale; // the frames of two touch not
  if (crowd) crowd.layOut();
  const visible = sites.filter((site) => site.marker && !site.marker.getElement().hidden);
  const feet = visible.map((site) => map.latLngToLayerPoint(site.at));
  const spots = fanOut(feet, width);
  const long = textWidth(say("days-short", { n: 999 }), LATE_FONT);
  visible.forEach((site, index) => putMark(site, feet[index], spots[index], spots, long));
  for (const control of document.querySelectorAll(".leaflet-control")) takeControl(control, corner, room);
  visible.forEach((site, index) => takeMark(site, spots[index], width, room));
  for (const spot of spots) if (spot.moved) keepClear(spot, room);
  if (crowd) crowd.takeRoom(room);
  for (const country of countries) if (!narrow.matches) putCountry(country, room);
  const chosen = visible.findIndex((site) => site.id === selected);
  if (chosen >= 0) putName(visible[chosen], spots[chosen], room);
  const order = visible.map((_, index) => index).filter((index) => index !== chosen).sort((a, b) => isTelling(visible[b]) - isTelling(visible[a]) || weight(visible[b]) - weight(visible[a]) || a - b);
  // A region's name has more places to go; where the map is narrow, only what differs or is
  // overdue goes before it.
  const early = narrow.matches ? order.filter((index) => isTelling(visible[index])) : order;
  for (const index of early) putName(visible[index], spots[index], room);
  if (show.regions) for (const region of regions) putRegion(region, room);
  for (const index of order) if (!early.includes(index)) putName(visible[index], spots[index], room);
  for (const town of towns) putTown(town, room);
}

const narrow = matchMedia("(max-width: 520px)"); // as in map.css, which hides the neighbours' names

function isTelling(site) {
  return site.differs || overdue.has(site);
}

// Whose name goes first where there is not room for all.
function weight(site) {
  return site.entry ? site.entry[5] : 0;
}

// No name hides behind the badge or the buttons.
function takeControl(control, corner, room) {
  const box = control.getBoundingClientRect();
  const home = map.getContainer().getBoundingClientRect();
  room.take(corner.x + box.left - home.left, corner.y + box.top - home.top, box.width, box.height);
}

// The chosen one has a ring around it, and what is overdue its days beside it.
function takeMark(site, spot, width, room) {
  const wide = site.id === selected ? (2 * style.radius + (isMarking() ? 24 : 18)) * scale : width;
  room.take(spot.x - wide / 2, spot.y - wide / 2, wide, wide);
  if (!site.late.textContent) return;
  const [x, y] = [+site.late.getAttribute("x") * scale, +site.late.getAttribute("y") * scale];
  const length = textWidth(`${site.late.textContent}0`, LATE_FONT) * scale; // they grow
  room.take(spot.x + (x < 0 ? x - length : x), spot.y + y - 10, length, 12);
}

// The inside of a fan belongs to its leaders: a name there would seem to be anyone's.
function keepClear({ middle, radius }, room) {
  room.take(middle.x - radius * 0.7, middle.y - radius * 0.7, radius * 1.4, radius * 1.4);
}

function putMark(site, foot, spot, spots, long) {
  putLate(site, spot, spots, long);
  const [x, y] = [spot.x - foot.x, spot.y - foot.y];
  site.hand.setAttribute("transform", `translate(${x.toFixed(1)},${y.toFixed(1)}) scale(${scale.toFixed(2)})`);
  site.leader.setAttribute("x2", x.toFixed(1));
  site.leader.setAttribute("y2", y.toFixed(1));
  site.leader.style.display = spot.moved ? "" : "none";
  site.foot.style.display = spot.moved ? "" : "none";
}

// The days overdue stand outside of a fan, where no leader crosses them, and beside no other mark.
function putLate(site, spot, spots, long) {
  const aside = style.radius + (site.differs ? (site.id === selected ? 12 : 8) : 5);
  const above = -style.radius - (site.id === selected ? 6 : 3);
  const first = spot.moved && spot.x < spot.middle.x ? -1 : 1;
  const places = [[first, above], [-first, above], [first, 9 - above], [-first, 9 - above]];
  const others = spots.filter((other) => other !== spot);
  const [side, y] = places.find((place) => isClear(spot, place, aside, others, long)) || places[0];
  site.late.setAttribute("x", side * aside);
  site.late.setAttribute("y", y);
  site.late.setAttribute("text-anchor", side < 0 ? "end" : "start");
}

function isClear(spot, [side, y], aside, others, long) {
  const left = spot.x + (side < 0 ? -aside - long : aside) * scale;
  const top = spot.y + (y - 10) * scale;
  const near = (style.radius + 2) * scale;
  return !others.some((other) => other.x > left - near && other.x < left + long * scale + near
    && other.y > top - near && other.y < top + 12 * scale + near);
}

function putName(site, spot, room) {
  const chosen = site.id === selected; // its name is put down in any case
  const font = chosen ? NAME_FONT.replace("500", "700") : NAME_FONT;
  const [width, height] = [textWidth(site.name, font) + 4, 14];
  const gap = (style.radius + rim(site)) * scale;
  const places = around(spot.x, spot.y, gap, width, height);
  const found = room.put(places, width, height) || (chosen && room.force(places, width, height));
  site.written.style.display = found ? "" : "none";
  if (!found) return;
  site.written.setAttribute("x", ((found[0] - spot.x + 2) / scale).toFixed(1));
  site.written.setAttribute("y", ((found[1] - spot.y + 11) / scale).toFixed(1));
}

// How far the rings of a mark reach, or its frame on another day: a name stays where it is.
function rim(site) {
  return (site.id === selected ? 11 : 4) + (isMarking() ? 4 : 0);
}

function isMarking() {
  return Boolean(table && table.record.differs);
}

function putRegion(region, room) {
  const named = textWidth(region.name.toUpperCase(), REGION_FONT) * 1.12;
  // Room for a count with doubt, so that names stay where they are while the date is dragged.
  const counted = Math.max(textWidth(region.tally.textContent, TALLY_FONT), textWidth("0\u20130 of 00", TALLY_FONT));
  const width = Math.max(named, counted) + 8;
  const height = 30;
  const inside = region.at.map((at) => map.latLngToLayerPoint(at));
  const across = map.latLngToLayerPoint(region.area.getBounds().getNorthEast()).x
    - map.latLngToLayerPoint(region.area.getBounds().getSouthWest()).x;
  // A name a little too long still says best from inside what it names; a longer one hides it.
  const fits = across > 0.6 * width;
  const within = inside.map((point) => [point.x - width / 2, point.y - height / 2]);
  const beside = [26, 40, 56, 72, 90].flatMap((gap) => around(inside[0].x, inside[0].y, gap, width, height).slice(0, 8));
  const places = fits ? [...within, ...beside] : beside;
  const found = room.put(places, width, height) || room.force(places, width, height);
  region.label.setLatLng(map.layerPointToLatLng([found[0] + width / 2, found[1] + height / 2]));
  leadRegion(region, found, width, height);
}

// A name outside of what it names is led to it, or it would seem to be the neighbour's.
function leadRegion(region, [x, y], width, height) {
  const rings = ringsOf(region);
  const origin = map.getPixelOrigin();
  const [left, top] = [x + origin.x, y + origin.y];
  const apart = !isWithin({ x: left + width / 2, y: top + height / 2 }, rings);
  const [from, to] = apart ? nearestOf(rings, left, top, width, height) : [];
  const shown = apart && Math.hypot(to.x - from.x, to.y - from.y) > 2;
  region.lead.setLatLngs(shown ? [from, to].map((point) => map.unproject(point)) : []);
}

// The outline in pixels of the world, which are the same until the zoom is another: names are
// arranged anew in the middle of a drag, and there is no time there to project it again.
function ringsOf(region) {
  const zoom = map.getZoom();
  if (!region.outline || region.outline.zoom !== zoom) {
    const points = (part) => (Array.isArray(part) ? part.map(points) : map.project(part));
    const parts = region.area.getLayers().map((shape) => [shape.feature.geometry.type, points(shape.getLatLngs())]);
    region.outline = { zoom, rings: parts.flatMap(([type, found]) => (type === "Polygon" ? found : found.flat())) };
  }
  return region.outline.rings;
}

// Whether a ray to the right leaves an odd number of sides behind.
function isWithin({ x, y }, rings) {
  let odd = false;
  for (const ring of rings) {
    ring.forEach((one, index) => {
      const next = ring[(index + 1) % ring.length];
      if (one.y > y !== next.y > y && x < one.x + ((y - one.y) / (next.y - one.y)) * (next.x - one.x)) odd = !odd;
    });
  }
  return odd;
}

// The nearest corner of an outline, and the point of a box from which it is seen.
function nearestOf(rings, left, top, width, height) {
  let best = [];
  let nearest = Infinity;
  for (const ring of rings) {
    for (const to of ring) {
      const [x, y] = [Math.min(Math.max(to.x, left), left + width), Math.min(Math.max(to.y, top), top + height)];
      const away = (x - to.x) ** 2 + (y - to.y) ** 2;
      if (away < nearest) [best, nearest] = [[L.point(x, y), to], away];
    }
  }
  return best;
}

// A neighbour's name that would be cut off, or lie under a mark, is left out.
function putCountry(country, room) {
  const at = map.latLngToLayerPoint(country.at);
  const width = textWidth(country.text.toUpperCase(), REGION_FONT) * 1.3;
  toggle(country.marker, Boolean(room.put([[at.x - width / 2, at.y - 8]], width, 16)));
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
    toggle(region.lead, show.regions);
  }
  toggle(rivers, show.rivers);
  for (const town of towns) {
    toggle(town.dot, show.towns);
    toggle(town.marker, show.towns);
  }
}

