// Very many sites: one canvas instead of an element for each, and sites too near each other to be
// told apart gathered into a disc that says how many of them are still occupied.

const CELL = 46; // pixels within which marks are gathered
let crowd = null;

class Crowd {
  constructor() {
    this.sprites = new Map();
    this.groups = [];
    this.shift = [0, 0];
    this.waiting = false;
    this.canvas = document.createElement("canvas");
    this.canvas.className = "crowd";
    map.getPane(pane("crowd", 615, true)).append(this.canvas);
    this.pen = this.canvas.getContext("2d");
    this.tip = L.tooltip({ direction: "top", offset: [0, -style.radius - 4], className: "site-tip" });
    map.on("move", () => this.refresh());
    map.on("mousemove", (event) => this.point(event));
    map.on("mouseout", () => this.tip.remove());
    map.on("click", (event) => this.click(event));
  }

  // Where everything stands at this zoom; the date changes only what is drawn there.
  layOut() {
    const cells = new Map();
    const zoom = map.getZoom();
    for (const site of sites) {
      if (!site.at) continue;
      const { x, y } = map.project(site.at, zoom);
      const key = `${Math.floor(x / CELL)},${Math.floor(y / CELL)}`;
      let group = cells.get(key);
      if (!group) cells.set(key, group = { x: 0, y: 0, members: [], shown: 0, still: 0, home: middleOf(x, y) });
      Object.assign(site, { x, y, group });
      group.members.push(site);
      group.x += x;
      group.y += y;
    }
    this.groups = [...cells.values()];
    for (const group of this.groups) {
      group.x = near(group.home.x, group.x / group.members.length);
      group.y = near(group.home.y, group.y / group.members.length);
      for (const site of group.members) this.count(site, 1);
    }
    this.refresh();
  }

  // Names make room for what is drawn here.
  takeRoom(room) {
    const origin = map.getPixelOrigin();
    for (const group of this.groups) {
      if (!group.shown) continue;
      const site = group.shown === 1 ? group.members.find(isShown) : null;
      const radius = site ? style.radius + 2 : groupRadius(group);
      const { x, y } = site || group;
      room.take(x - origin.x - radius, y - origin.y - radius, 2 * radius, 2 * radius);
    }
  }

  clear() {
    for (const group of this.groups) group.shown = group.still = 0;
  }

  count(site, by) {
    if (!site.group || !site.entry || !isShown(site)) return;
    site.group.shown += by;
    if (isPresent(site)) site.group.still += by;
  }

  change(site, entry) {
    this.count(site, -1);
    site.entry = entry;
    this.count(site, 1);
  }

  refresh() {
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => {
      this.waiting = false;
      this.draw();
    });
  }

  draw() {
    const size = map.getSize();
    const ratio = window.devicePixelRatio || 1;
    if (this.canvas.width !== size.x * ratio || this.canvas.height !== size.y * ratio) {
      this.canvas.width = size.x * ratio;
      this.canvas.height = size.y * ratio;
      this.canvas.style.width = `${size.x}px`;
      this.canvas.style.height = `${size.y}px`;
    }
    L.DomUtil.setPosition(this.canvas, map.containerPointToLayerPoint([0, 0]));
    const corner = map.getPixelBounds().min;
    this.corner = corner;
    this.pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.pen.clearRect(0, 0, size.x, size.y);
    const inSight = (x, y) => x > -40 && y > -40 && x < size.x + 40 && y < size.y + 40;
    for (const group of this.groups) {
      if (!group.shown || !inSight(group.x - corner.x, group.y - corner.y)) continue;
      if (group.shown > 1) this.drawGroup(group, corner);
      else this.drawSite(group.members.find(isShown), corner);
    }
    const site = bySite.get(selected);
    if (site && site.at && site.x !== undefined) this.drawChosen(site, corner);
  }

  drawSite(site, corner) {
    if (!site) return;
    const [x, y] = [site.x - corner.x, site.y - corner.y];
    const sprite = this.sprite(site.entry);
    this.pen.drawImage(sprite, x - SPRITE / 2, y - SPRITE / 2, SPRITE, SPRITE);
    if (site.days === null) return;
    this.write(say("days-short", { n: site.days }), x + style.radius + 5, y - style.radius, style.overdue, "start");
  }

  // A ring that is filled by the share still occupied, around the two numbers.
  drawGroup(group, corner) {
    const { pen } = this;
    const [x, y] = [group.x - corner.x, group.y - corner.y];
    const radius = groupRadius(group);
    const turn = (share) => -Math.PI / 2 + 2 * Math.PI * share;
    pen.beginPath();
    pen.arc(x, y, radius, 0, 7);
    pen.fillStyle = style.paper;
    pen.fill();
    pen.lineWidth = 1;
    pen.strokeStyle = style.colours.withdrawn;
    pen.stroke();
    if (group.still) {
      pen.beginPath();
      pen.arc(x, y, radius - 1.5, turn(0), turn(group.still / group.shown));
      pen.lineWidth = 3;
      pen.strokeStyle = style.colours.occupied;
      pen.stroke();
    }
    pen.fillStyle = style.ink;
    pen.font = `600 ${countOf(group).length > 5 ? 9 : 10}px system-ui, "Segoe UI", Roboto, sans-serif`;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.fillText(countOf(group), x, y);
  }

  drawChosen(site, corner) {
    const [x, y] = [site.x - corner.x, site.y - corner.y];
    if (site.entry) this.drawSite(site, corner);
    this.pen.beginPath();
    this.pen.arc(x, y, style.radius + 7.5, 0, 7);
    this.pen.lineWidth = 2.2;
    this.pen.strokeStyle = style.ink;
    this.pen.stroke();
    this.write(site.name.slice(0, 60), x, y - style.radius - 16, style.ink, "center");
  }

  write(text, x, y, colour, align) {
    const { pen } = this;
    pen.font = '600 10.5px system-ui, "Segoe UI", Roboto, sans-serif';
    pen.textAlign = align;
    pen.textBaseline = "middle";
    pen.lineWidth = 3;
    pen.lineJoin = "round";
    pen.strokeStyle = style.paper;
    pen.strokeText(text, x, y);
    pen.fillStyle = colour;
    pen.fillText(text, x, y);
  }

  // Each mark is drawn once, from the very drawing that stands in the legend.
  sprite([fill, most, least, dashed, since, weight]) {
    const key = [fill, most, least, dashed, Boolean(since), weight === 2].join();
    if (!this.sprites.has(key)) {
      const canvas = document.createElement("canvas");
      canvas.width = canvas.height = SPRITE * 2;
      const pen = canvas.getContext("2d");
      const size = 2 * (weight === 2 ? 1 : SMALL);
      pen.setTransform(size, 0, 0, size, SPRITE, SPRITE);
      trace(pen, marks.draw(fill, most, least, dashed).children);
      if (since) trace(pen, [marks.overdueRing()]);
      this.sprites.set(key, canvas);
    }
    return this.sprites.get(key);
  }

  // What lies under the pointer: a site, or several gathered ones.
  under({ containerPoint }) {
    const [x, y] = [containerPoint.x + this.corner.x, containerPoint.y + this.corner.y];
    let best = null;
    let nearest = Infinity;
    for (const group of this.groups) {
      if (!group.shown) continue;
      const site = group.shown === 1 ? group.members.find(isShown) : null;
      const away = Math.hypot((site || group).x - x, (site || group).y - y);
      const reach = site ? style.radius + 6 : groupRadius(group) + 2;
      if (away < reach && away < nearest) [best, nearest] = [{ group, site }, away];
    }
    return best;
  }

  point(event) {
    const found = this.under(event);
    map.getContainer().style.cursor = found ? "pointer" : "";
    if (!found || !found.site) return void this.tip.remove();
    this.tip.setContent(html("div", "tip", told(found.site))).setLatLng(found.site.at).addTo(map);
  }

  click(event) {
    const found = this.under(event);
    if (!found) return;
    if (found.site) return void pick(found.site.id);
    const { group } = found;
    const wide = L.latLngBounds(group.members.map((site) => site.at));
    const apart = !wide.getSouthWest().equals(wide.getNorthEast(), 1e-5);
    if (apart && map.getZoom() < map.getMaxZoom()) return void map.fitBounds(wide, { padding: [60, 60], animate: false });
    const seen = group.members.filter(isShown); // on one spot: each click shows the next
    pick(seen[(seen.findIndex((site) => site.id === selected) + 1) % seen.length].id);
  }
}

const SPRITE = 2 * style.radius + 12;

function countOf(group) {
  return `${digits(group.still)}/${digits(group.shown)}`;
}

// Legend: what a disc with two numbers is.
function groupItem() {
  const ring = svg("path", { d: arc(style.radius, 1), fill: "none", stroke: style.colours.occupied, "stroke-width": 3 });
  const disc = svg("circle", { r: style.radius + 1, fill: style.paper, stroke: style.colours.withdrawn });
  const item = html("span", "item");
  item.append(legendDrawing(disc, ring), html("span", "", words["legend-group"]));
  return item;
}

function groupRadius(group) {
  return Math.min(21, 9 + 2 * countOf(group).length);
}

function middleOf(x, y) {
  return { x: (Math.floor(x / CELL) + 0.5) * CELL, y: (Math.floor(y / CELL) + 0.5) * CELL };
}

// Two discs side by side never lie over each other.
function near(home, mean) {
  return Math.min(Math.max(mean, home - 2), home + 2);
}

// Forces are there in every possible state.
function isPresent(site) {
  const [, most, least] = site.entry;
  return [most, least].every((state) => state === "occupied" || state === "reduced");
}

// Draws simple SVG elements on a canvas.
function trace(pen, elements) {
  for (const element of elements) {
    const read = (name) => element.getAttribute(name);
    if (element.tagName === "text") {
      pen.font = `${read("font-weight")} ${read("font-size")}px system-ui, sans-serif`;
      pen.textAlign = "center";
      pen.fillStyle = read("fill");
      pen.fillText(element.textContent, 0, +read("y"));
      continue;
    }
    const path = new Path2D(element.tagName === "path" ? read("d") : undefined);
    if (element.tagName === "circle") path.arc(0, 0, +read("r"), 0, 7);
    if (element.tagName === "line") {
      path.moveTo(+(read("x1") || 0), +(read("y1") || 0));
      path.lineTo(+(read("x2") || 0), +(read("y2") || 0));
    }
    pen.setLineDash((read("stroke-dasharray") || "").split(" ").filter(Boolean).map(Number));
    pen.lineCap = read("stroke-linecap") || "butt";
    pen.lineWidth = +(read("stroke-width") || 1);
    if (read("fill") && read("fill") !== "none") {
      pen.fillStyle = read("fill");
      pen.fill(path);
    }
    if (read("stroke") && read("stroke") !== "none") {
      pen.strokeStyle = read("stroke");
      pen.stroke(path);
    }
  }
}
