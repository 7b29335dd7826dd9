// A map that stands beside another has one view with it: what the reader does to one is told to
// the other, which does the same and tells nothing, so that nothing ever comes back.

let quiet = 0; // above nought while this map is moved, but not by the reader
let waiting = 0;
let held = null; // the one view, once the reader has moved either map

function isBeside() {
  return Boolean(table && table.record.beside);
}

function quietly(work) {
  quiet += 1;
  work();
  quiet -= 1;
}

// Once in a frame while the map moves, and at once where it comes to rest. Leaflet moves a map that
// is given another size, which is no reader's doing: before the first touch nothing is told.
function tellView(rest) {
  if (quiet || !touched || !isBeside()) return;
  if (rest) return void tellNow(true);
  waiting = waiting || requestAnimationFrame(() => tellNow(false));
}

function tellNow(rest) {
  hush();
  const { lat, lng } = map.getCenter();
  held = { lat, lng, zoom: map.getZoom() };
  tell({ view: { ...held, rest } });
}

function hush() {
  cancelAnimationFrame(waiting);
  waiting = 0;
}

// At rest the view is set anew and not only shifted by whole pixels: it is then the very same.
function follow({ lat, lng, zoom, rest }) {
  hush();
  touched = true;
  held = { lat, lng, zoom };
  const zoomed = zoom !== map.getZoom();
  quietly(() => map.setView([lat, lng], zoom, { animate: false, reset: rest }));
  if (rest || zoomed) arrange();
}

// In another size the view is still the same one, and not what was left of it after rounding.
function holdView() {
  if (held) map.setView([held.lat, held.lng], held.zoom, { animate: false, reset: true });
}

// With one legend open and the other closed the maps would not be of one size.
function tellLegend() {
  if (isBeside()) tell({ legend: strip.legend.open });
}
