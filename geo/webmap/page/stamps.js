// What the canvas shows, drawn once each and then only copied: a mark, or the ring of a disc.

const SPRITE = 2 * style.radius + 14;
const DISC = 48;
const SHARES = 64; // so many steps has a disc's ring; the numbers in it are exact

class Stamps {
  constructor() {
    this.made = new Map();
    this.ratio = 1;
  }

  // Drawn in the screen's own pixels, so that a copy is neither scaled nor blurred.
  fit(ratio) {
    if (ratio === this.ratio) return;
    this.ratio = ratio;
    this.made.clear();
  }

  // From the very drawing that stands in the legend.
  mark([fill, most, least, dashed, since, weight], differs) {
    const key = `${fill},${most},${least},${dashed},${since ? 1 : 0},${weight === 2 ? 1 : SMALL},${Boolean(differs)}`;
    return this.#stamp(key, SPRITE, (pen) => {
      const size = weight === 2 ? 1 : SMALL;
      pen.scale(size, size);
      trace(pen, marks.draw(fill, most, least, dashed).children);
      if (since) trace(pen, [marks.overdueRing()]);
      if (differs) trace(pen, [marks.differFrame()]);
    });
  }

  // A disc whose ring is filled by a share; a share that is neither none nor all never looks so.
  disc(radius, part, whole) {
    const rounded = Math.round((SHARES * part) / whole);
    const step = part && part < whole ? Math.min(SHARES - 1, Math.max(1, rounded)) : rounded;
    return this.#stamp(1000 * radius + step, DISC, (pen) => {
      pen.beginPath();
      pen.arc(0, 0, radius, 0, 7);
      pen.fillStyle = style.paper;
      pen.fill();
      pen.strokeStyle = style.colours.withdrawn;
      pen.stroke();
      if (!step) return;
      pen.beginPath();
      pen.arc(0, 0, radius - 1.5, -Math.PI / 2, (2 * Math.PI * step) / SHARES - Math.PI / 2);
      pen.lineWidth = 3;
      pen.strokeStyle = style.colours.occupied;
      pen.stroke();
    });
  }

  #stamp(key, size, draw) {
    let stamp = this.made.get(key);
    if (!stamp) {
      stamp = document.createElement("canvas");
      stamp.width = stamp.height = Math.ceil(size * this.ratio);
      const pen = stamp.getContext("2d");
      pen.setTransform(this.ratio, 0, 0, this.ratio, stamp.width / 2, stamp.height / 2);
      draw(pen);
      this.made.set(key, stamp);
    }
    return stamp;
  }
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
    if (element.tagName === "rect") path.roundRect(+read("x"), +read("y"), +read("width"), +read("height"), +(read("rx") || 0));
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
