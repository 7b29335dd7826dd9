// Which layers are drawn and counted, and what else is on the map. As in the app a layer that is
// off takes its sites out of the counts too, and who switches off the last has all again.

const on = new Set(book.layers);

function isOn(site) {
  return on.has(layerOf.get(site));
}

function layerName(layer) {
  const region = scene.regions.find((found) => found.layer === layer);
  return region ? region.name : layer;
}

function setLayers(wanted) {
  const kept = book.layers.filter((layer) => wanted.includes(layer));
  on.clear();
  for (const layer of kept.length ? kept : book.layers) on.add(layer);
  for (const input of document.getElementsByName("layer")) input.checked = on.has(input.value);
}

// Which layers the sentence counts; nothing where all are.
function layersText() {
  if (on.size === book.layers.length) return "";
  const layers = book.layers.filter(isShownLayer).map(layerName).join(words["list-comma"]);
  return say("scope-layers", { layers });
}

function isShownLayer(layer) {
  return on.has(layer);
}

// The site with which the page opens: that of which most claims speak, among those drawn.
function opening() {
  const found = [...on].map((layer) => book.openings[layer]).filter(Boolean);
  return found.reduce((best, next) => (next[1] > best[1] ? next : best), [null, -1])[0];
}

function switchLayers() {
  setLayers([...document.getElementsByName("layer")].filter((input) => input.checked).map((input) => input.value));
  learn();
  fillChooser();
  if (view.site && isOn(view.site)) chooser.value = chosenValue();
  else choose(opening());
  showDay(view.on);
}

// A line for each layer: its switch, its name, and how many of its sites are still occupied.
function layerItem(layer) {
  const label = html("label", "pick");
  const input = html("input");
  Object.assign(input, { type: "checkbox", name: "layer", value: layer, checked: on.has(layer), onchange: switchLayers });
  const count = html("b");
  count.dataset.layer = layer;
  if (book.layers.length > 1) label.append(input);
  label.append(html("span", "", layerName(layer)), count);
  const item = html("li");
  item.append(label);
  return item;
}

function groundItem(key) {
  const label = html("label", "pick");
  const input = html("input");
  Object.assign(input, { type: "checkbox", name: key, checked: show[key] });
  input.onchange = () => {
    receive({ show: { [key]: input.checked } });
    writeAddress();
  };
  label.append(input, html("span", "", words[`map-${key}`]));
  return label;
}

function tallies() {
  for (const count of document.querySelectorAll("#tallies b")) {
    const [, told] = knowledge.tallyOf(count.dataset.layer);
    count.textContent = told || "–";
  }
}

function furnishLayers() {
  byId("tallies").append(...book.layers.map(layerItem));
  byId("ground").append(...Object.keys(show).filter(isThere).map(groundItem));
  byId("layers-note").hidden = book.layers.length < 2;
}
