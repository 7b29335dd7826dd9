// Where things stand on the screen: crowded marks fanned out, names that touch nothing.

// Moves marks that stand nearer than `width` apart onto a circle around their middle.
// Takes and gives points {x, y}; a moved point has `moved` set.
function fanOut(points, width) {
  let groups = points.map((_, index) => [index]);
  for (let round = 0; round < points.length; round += 1) {
    const placed = groups.flatMap((group) => fan(group, points, width));
    const merged = merge(groups, placed, width);
    if (merged.length === groups.length) return placed.sort((a, b) => a.index - b.index);
    groups = merged;
  }
  return groups.flatMap((group) => fan(group, points, width)).sort((a, b) => a.index - b.index);
}

function merge(groups, placed, width) {
  const home = new Map();
  groups.forEach((group, number) => group.forEach((index) => home.set(index, number)));
  const joined = groups.map((_, number) => number);
  const root = (number) => (joined[number] === number ? number : root(joined[number]));
  for (let i = 0; i < placed.length; i += 1) {
    for (let j = i + 1; j < placed.length; j += 1) {
      const [a, b] = [root(home.get(placed[i].index)), root(home.get(placed[j].index))];
      if (a !== b && distance(placed[i], placed[j]) < width) {
        joined[Math.max(a, b)] = Math.min(a, b);
      }
    }
  }
  const found = new Map();
  groups.forEach((group, number) => {
    const key = root(number);
    found.set(key, [...(found.get(key) || []), ...group]);
  });
  return [...found.values()];
}

function fan(group, points, width) {
  if (group.length === 1) {
    return [{ index: group[0], x: points[group[0]].x, y: points[group[0]].y, moved: false }];
  }
  const middle = {
    x: group.reduce((sum, index) => sum + points[index].x, 0) / group.length,
    y: group.reduce((sum, index) => sum + points[index].y, 0) / group.length,
  };
  const turn = (2 * Math.PI) / group.length;
  const bearing = (index) => Math.atan2(points[index].y - middle.y, points[index].x - middle.x);
  const around = [...group].sort((a, b) => bearing(a) - bearing(b) || a - b);
  const start = around.reduce((sum, index, i) => sum + bearing(index) - i * turn, 0) / group.length;
  const radius = Math.max(width, (width + 3) / (2 * Math.sin(turn / 2)));
  return around.map((index, i) => ({
    index,
    middle,
    radius,
    x: middle.x + radius * Math.cos(start + i * turn),
    y: middle.y + radius * Math.sin(start + i * turn),
    moved: true,
  }));
}

function distance(a, b) {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

// Boxes that are taken; a name is put down only where it touches none of them.
class Room {
  constructor(left, top, right, bottom) {
    this.edge = [left, top, right, bottom];
    this.boxes = [];
  }

  take(x, y, width, height) {
    this.boxes.push([x, y, x + width, y + height]);
  }

  free(x, y, width, height) {
    const [west, north, east, south] = this.edge;
    if (x < west || y < north || x + width > east || y + height > south) return false;
    return !this.boxes.some(
      ([left, top, right, bottom]) => x < right && x + width > left && y < bottom && y + height > top,
    );
  }

  // Where none is free, the one that covers least; moved in from the edge, where it would be cut off.
  force(places, width, height) {
    const [west, north, east, south] = this.edge;
    const inside = places.map(([x, y]) => [
      Math.max(west, Math.min(x, east - width)), Math.max(north, Math.min(y, south - height)),
    ]);
    const covered = inside.map(([x, y]) => this.covered(x, y, width, height));
    const at = inside[covered.indexOf(Math.min(...covered))];
    this.take(at[0], at[1], width, height);
    return at;
  }

  covered(x, y, width, height) {
    return this.boxes.reduce((sum, [left, top, right, bottom]) => {
      const across = Math.min(right, x + width) - Math.max(left, x);
      const down = Math.min(bottom, y + height) - Math.max(top, y);
      return across > 0 && down > 0 ? sum + across * down : sum;
    }, 0);
  }

  // The first of some places [x, y] (top left corners) that is free, which is then taken.
  put(places, width, height) {
    const found = places.find(([x, y]) => this.free(x, y, width, height));
    if (found) this.take(found[0], found[1], width, height);
    return found;
  }
}

// Top left corners for a box around a point at a distance: beside it first, then above and below.
function around(x, y, gap, width, height) {
  return [
    [x + gap, y - height / 2],
    [x - gap - width, y - height / 2],
    [x - width / 2, y + gap],
    [x - width / 2, y - gap - height],
    [x + gap * 0.75, y + gap * 0.6],
    [x + gap * 0.75, y - gap * 0.6 - height],
    [x - gap * 0.75 - width, y + gap * 0.6],
    [x - gap * 0.75 - width, y - gap * 0.6 - height],
    [x + gap, y + 1],
    [x + gap, y - height - 1],
    [x - gap - width, y + 1],
    [x - gap - width, y - height - 1],
    [x - width * 0.2, y + gap],
    [x - width * 0.8, y + gap],
    [x - width * 0.2, y - gap - height],
    [x - width * 0.8, y - gap - height],
  ];
}

const pen = document.createElement("canvas").getContext("2d");

function textWidth(text, font) {
  pen.font = font;
  return pen.measureText(text).width;
}
