// The marks, drawn from what geo.style says: shape and fill carry the state, colour only helps.

const SVG = "http://www.w3.org/2000/svg";

function svg(name, attributes, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes || {})) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

class Marks {
  constructor(style) {
    this.style = style;
    this.radius = style.radius;
    this.made = new Map();
  }

  // A drawing of [fill, most present, least present, dashed]; each is made once and then copied.
  draw(fill, most, least, dashed) {
    const key = [fill, most, least, dashed].join();
    if (!this.made.has(key)) this.made.set(key, this.#make(fill, most, least, dashed));
    return this.made.get(key).cloneNode(true);
  }

  #make(fill, most, least, dashed) {
    const group = svg("g", { class: "body", "data-fill": fill });
    group.append(svg("circle", { r: this.radius + 1.5, fill: this.style.paper }));
    if (fill === "split") {
      group.append(...this.#content(most, -1, dashed), ...this.#content(least, 1, dashed));
      const height = this.radius + 1;
      group.append(svg("line", { y1: -height, y2: height, stroke: this.style.ink, "stroke-width": 1.5 }));
    } else if (fill === "hatched") {
      group.append(...this.#hatch(most, least, dashed));
    } else {
      group.append(...this.#content(most, 0, dashed));
      if (fill === "dotted") group.append(this.#question(most));
    }
    return group;
  }

  // One state's mark: the whole disc (side 0), its left half (-1) or its right half (1).
  #content(state, side, dashed) {
    const parts = [];
    const colour = this.style.colours[state];
    const inner = dashed ? this.radius - 3 : this.radius - 1;
    if (state === "occupied") parts.push(svg("path", { d: disc(inner, side), fill: colour }));
    if (state === "reduced") parts.push(svg("path", { d: lower(inner, side), fill: colour }));
    parts.push(this.#outline(state, side, dashed));
    return parts;
  }

  #outline(state, side, dashed) {
    const rim = this.radius - 1;
    const line = svg("path", {
      d: side ? arc(rim, side) : disc(rim, 0),
      fill: "none",
      stroke: this.style.colours[state],
      "stroke-width": 2,
    });
    if (dashed) line.setAttribute("stroke-dasharray", "4.4 2.9");
    else if (state === "unknown") {
      line.setAttribute("stroke-dasharray", "0.1 4.4");
      line.setAttribute("stroke-linecap", "round");
      line.setAttribute("stroke-width", 2.4);
    }
    return line;
  }

  // Stripes of the most present state; the ground and the rim are those of the least present.
  #hatch(most, least, dashed) {
    const inner = dashed ? this.radius - 3 : this.radius - 1;
    const parts = [];
    if (least === "reduced") {
      parts.push(svg("path", { d: lower(inner, 0), fill: this.style.colours.reduced }));
    }
    const step = 4.2;
    for (let shift = -step * 1.5; shift <= step * 1.5 + 0.1; shift += step) {
      const half = Math.sqrt(Math.max(0, inner * inner - shift * shift));
      const [x, y] = [shift * Math.SQRT1_2, shift * Math.SQRT1_2];
      const reach = half * Math.SQRT1_2;
      parts.push(svg("line", {
        x1: x - reach, y1: y + reach, x2: x + reach, y2: y - reach,
        stroke: this.style.colours[most], "stroke-width": 2.3,
      }));
    }
    parts.push(this.#outline(least, 0, dashed));
    return parts;
  }

  #question(state) {
    const text = svg("text", {
      "text-anchor": "middle", y: 3.6, "font-size": 10.5, "font-weight": 700,
      fill: this.style.colours[state],
    });
    text.textContent = "?";
    return text;
  }

  overdueRing() {
    return svg("circle", {
      class: "overdue", r: this.radius + 3.5, fill: "none",
      stroke: this.style.overdue, "stroke-width": 1.8,
    });
  }

  // A square, which no other ring is: the map beside this one says something else here.
  differFrame() {
    const half = this.radius + 5;
    return svg("rect", {
      class: "differs", x: -half, y: -half, width: 2 * half, height: 2 * half, rx: 3,
      fill: "none", stroke: this.style.ink, "stroke-width": 1.6,
    });
  }
}

function disc(r, side) {
  if (side) return `${arc(r, side)}Z`;
  return `M${-r},0A${r},${r} 0 1 1 ${r},0A${r},${r} 0 1 1 ${-r},0Z`;
}

function arc(r, side) {
  return `M0,${-r}A${r},${r} 0 0 ${side > 0 ? 1 : 0} 0,${r}`;
}

// The lower half of a disc, or of half a disc.
function lower(r, side) {
  if (!side) return `M${-r},0A${r},${r} 0 0 0 ${r},0Z`;
  return `M0,0L${side * r},0A${r},${r} 0 0 ${side > 0 ? 1 : 0} 0,${r}Z`;
}
