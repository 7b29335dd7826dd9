// Very many sites: one canvas instead of an element for each, and sites too near each other to be
// told apart gathered into a disc that says how many of them are still occupied.

const CELL = 46; // pixels within which marks are gathered
let crowd = null;

class Crowd {
  constructor() {
    this.stamps = new Stamps();
    this.groups = [];
    this.zoom = null;
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
    if (this.zoom !== map.getZoom()) this.gather();
    this.clear();
    for (const site of sites) this.count(site, 1);
    this.refresh();
  }

  gather() {
    const cells = new Map();
    this.zoom = map.getZoom();
    for (const site of sites) {
      if (!site.at) continue;
      const { x, y } = map.project(site.at, this.zoom);
      const key = `${Math.floor(x / CELL)},${Math.floor(y / CELL)}`;
      let group = cells.get(key);
      if (!group) cells.set(key, group = { x: 0, y: 0, members: [], shown: 0, still: 0, text: null, home: middleOf(x, y) });
      Object.assign(site, { x, y, group });
      group.members.push(site);
      group.x += x;
      group.y += y;
    }
    this.groups = [...cells.values()];
    for (const group of this.groups) {
      group.x = near(group.home.x, group.x / group.members.length);
      group.y = near(group.home.y, group.y / group.members.length);
    }
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
    for (const group of this.groups) {
      group.shown = group.still = 0;
      group.text = null;
    }
  }

  count(site, by) {
    if (!site.group || !site.entry || !isShown(site)) return;
    site.group.shown += by;
    if (isPresent(site)) site.group.still += by;
    site.group.text = null;
  }

  change(site, next) {
    this.count(site, -1);
    Object.assign(site, next);
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
    const ratio = window.devicePixelRatio || 1;
    const size = map.getSize();
    this.stretch(size, ratio);
    L.DomUtil.setPosition(this.canvas, map.containerPointToLayerPoint([0, 0]));
    this.corner = map.getPixelBounds().min;
    this.pen.setTransform(1, 0, 0, 1, 0, 0);
    this.pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
    const { x: left, y: top } = this.corner;
    const seen = this.groups.filter(({ shown, x, y }) => shown
      && x > left - 40 && y > top - 40 && x < left + size.x + 40 && y < top + size.y + 40);
    const many = seen.filter((group) => group.shown > 1);
    for (const group of many) this.copy(this.stamps.disc(groupRadius(group), group.still, group.shown), group);
    this.drawCounts(many);
    for (const group of seen) if (group.shown === 1) this.drawSite(group.members.find(isShown));
    const site = bySite.get(selected);
    if (site && site.group) this.drawChosen(site);
  }

  stretch(size, ratio) {
    this.stamps.fit(ratio);
    const [width, height] = [Math.round(size.x * ratio), Math.round(size.y * ratio)];
    if (this.canvas.width === width && this.canvas.height === height) return;
    Object.assign(this.canvas, { width, height });
    this.canvas.style.width = `${size.x}px`;
    this.canvas.style.height = `${size.y}px`;
  }

  // Pixel for pixel, around a point of the map.
  copy(stamp, { x, y }) {
    const { ratio } = this.stamps;
    const at = (far, near) => Math.round((far - near) * ratio - stamp.width / 2);
    this.pen.setTransform(1, 0, 0, 1, 0, 0);
    this.pen.drawImage(stamp, at(x, this.corner.x), at(y, this.corner.y));
  }

  // The pen in the units of the page, not of the screen.
  scaled() {
    const { ratio } = this.stamps;
    this.pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    return this.pen;
  }

  drawCounts(groups) {
    const { corner } = this;
    const pen = this.scaled();
    pen.fillStyle = style.ink;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.font = '600 10px system-ui, "Segoe UI", Roboto, sans-serif';
    for (const group of groups) {
      const text = countOf(group);
      const [x, y] = [Math.round(group.x - corner.x), Math.round(group.y - corner.y)];
      if (text.length <= 5) pen.fillText(text, x, y);
      else text.split("/").forEach((part, line) => pen.fillText(part, x, y + (line ? 7 : -6)));
      if (text.length > 5) pen.fillRect(x - 11, y, 22, 1); // too long for one line: above each other
    }
  }

  drawSite(site) {
    if (!site) return;
    this.copy(this.stamps.mark(site.entry, site.differs), site);
    const days = lateDays(site.entry);
    if (days === null) return;
    const [x, y] = [site.x - this.corner.x, site.y - this.corner.y];
    this.write(say("days-short", { n: days }), x + style.radius + 5, y - style.radius, style.overdue, "start");
  }

  // Among several the ring goes around their disc; a name would hide the numbers of another one.
  drawChosen(site) {
    const among = site.group.shown > 1;
    const radius = among ? groupRadius(site.group) + 2.5 : style.radius + 7.5;
    const at = among ? site.group : site;
    const [x, y] = [at.x - this.corner.x, at.y - this.corner.y];
    if (site.entry && !among) this.drawSite(site);
    const pen = this.scaled();
    pen.beginPath();
    pen.arc(x, y, radius, 0, 7);
    pen.lineWidth = 2.2;
    pen.strokeStyle = style.ink;
    pen.stroke();
    if (!among) this.write(site.name.slice(0, 60), x, y - radius - 8.5, style.ink, "center");
  }

  write(text, x, y, colour, align) {
    const pen = this.scaled();
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

function countOf(group) {
  group.text ??= `${digits(group.still)}/${digits(group.shown)}`;
  return group.text;
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
