// The page around the map: the day, whose knowledge, the site, the address.

const slider = byId("slider");
const view = { on: 0, mode: book.fixed ? "fixed" : "now", asof: NOW, site: null, period: 0 };
const spans = book.periods.map(([key, first, last]) => [key, offsetOf(first), offsetOf(last)]);
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const tables = new Map();
let knowledge = null;
let turns = [];
let playing = null;

// --- showing ---------------------------------------------------------------------------------

function knownDay() {
  if (view.mode === "fixed") return offsetOf(book.fixed);
  return { now: NOW, then: null, plan: view.asof }[view.mode];
}

// Other knowledge: other steps. The last few stay at hand.
function learn() {
  const known = knownDay();
  if (!tables.has(known)) {
    if (tables.size > 8) tables.delete(tables.keys().next().value);
    tables.set(known, new KnownTable(known));
  }
  knowledge = tables.get(known);
  turns = knowledge.changes();
  receive({ table: knowledge.renewed() });
  drawTicks();
}

function showDay(day, { slid = false } = {}) {
  const last = spans[spans.length - 1];
  view.on = Math.min(Math.max(day, last[1]), last[2]);
  const iso = isoOf(view.on);
  receive({ date: iso });
  byId("sentence").textContent = knowledge.sentence(iso);
  if (!slid) slider.value = view.on;
  slider.setAttribute("aria-valuetext", iso);
  if (document.activeElement !== byId("typed")) byId("typed").value = iso;
  byId("typed").removeAttribute("aria-invalid");
  later();
}

// What need not keep up with each step of a drag follows a moment after it.
let settling = 0;
function later() {
  clearTimeout(settling);
  settling = setTimeout(settle, 120);
}

let speaking = 0;
function settle() {
  const iso = isoOf(view.on);
  fillPanel(view.site, iso);
  tallies();
  setStep("previous", turns.findLast((day) => day < view.on && day >= spans[view.period][1]));
  setStep("next", turns.find((day) => day > view.on && day <= spans[view.period][2]));
  writeAddress();
  clearTimeout(speaking);
  const told = knowledge.sentence(iso);
  speaking = setTimeout(() => { byId("spoken").textContent = told; }, playing ? 2000 : 400);
}

function setStep(id, day) {
  const button = byId(id);
  const known = day !== undefined;
  const told = known ? say(`${id}-to`, { day: knowledge.dayText(isoOf(day)) }) : words[`${id}-none`];
  if (!known && document.activeElement === button) slider.focus();
  button.disabled = !known;
  button.title = told;
  button.setAttribute("aria-label", told);
}

function drawTicks() {
  const canvas = byId("ticks");
  const ratio = window.devicePixelRatio || 1;
  const width = canvas.clientWidth;
  const height = 16;
  if (!width) return;
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  const pen2d = canvas.getContext("2d");
  pen2d.scale(ratio, ratio);
  const [, first, last] = spans[view.period];
  const at = (day) => 8 + ((width - 16) * (day - first)) / Math.max(1, last - first);
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name);
  pen2d.fillStyle = colour("--tick");
  for (const day of turns) if (day >= first && day <= last) pen2d.fillRect(Math.round(at(day)) - 0.5, 6, 1, 10);
  const known = knownDay();
  if (known !== null && known >= first && known < last) {
    pen2d.fillStyle = colour("--strong"); // what lies to the right was still ahead
    pen2d.beginPath();
    pen2d.moveTo(at(known) - 5, 0);
    pen2d.lineTo(at(known) + 5, 0);
    pen2d.lineTo(at(known), 7);
    pen2d.fill();
  }
}

function setPeriod(index) {
  view.period = index;
  const [, first, last] = spans[index];
  slider.min = first;
  slider.max = last;
  byId("start").textContent = isoOf(first);
  byId("end").textContent = isoOf(last);
  for (const input of document.getElementsByName("period")) input.checked = +input.value === index;
  drawTicks();
}

function goTo(day) {
  const [, first, last] = spans[view.period];
  if (day < first || day > last) {
    const found = spans.findIndex(([, from, to]) => day >= from && day <= to);
    setPeriod(found < 0 ? spans.length - 1 : found);
  }
  showDay(day);
}

function stepTo(forward) {
  const [, first, last] = spans[view.period];
  const day = forward
    ? turns.find((turn) => turn > view.on && turn <= last)
    : turns.findLast((turn) => turn < view.on && turn >= first);
  if (day !== undefined) showDay(day);
  return day !== undefined;
}

// --- the day -----------------------------------------------------------------------------------

slider.addEventListener("input", () => { pause(); showDay(+slider.value, { slid: true }); });
slider.addEventListener("keydown", (event) => onArrow(event, true));
document.addEventListener("keydown", (event) => {
  const busy = event.target.closest("input, select, textarea, button, summary, a, .folium-map, #panel");
  if (!busy && event.key.startsWith("Arrow") && !event.key.endsWith("Up") && !event.key.endsWith("Down")) onArrow(event, false);
});

function onArrow(event, all) {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const back = event.key === "ArrowLeft" || (all && event.key === "ArrowDown");
  const forward = event.key === "ArrowRight" || (all && event.key === "ArrowUp");
  if (!back && !forward) return;
  event.preventDefault();
  pause();
  if (event.shiftKey) showDay(clamp(view.on + (forward ? 1 : -1)));
  else stepTo(forward);
}

function clamp(day) {
  return Math.min(Math.max(day, spans[view.period][1]), spans[view.period][2]);
}

byId("previous").onclick = () => { pause(); stepTo(false); };
byId("next").onclick = () => { pause(); stepTo(true); };
byId("typed").onchange = ({ target }) => {
  const day = dayOf(target.value);
  if (day === null) return void target.setAttribute("aria-invalid", true);
  pause();
  goTo(day);
};

// A real day that the page covers, as a number; else null.
function dayOf(typed) {
  const iso = typed.trim();
  if (!/^\d{4}-\d\d-\d\d$/.test(iso)) return null;
  const day = offsetOf(iso);
  return Number.isFinite(day) && isoOf(day) === iso ? day : null;
}

// --- playing -----------------------------------------------------------------------------------

byId("play").onclick = () => (playing ? pause() : play());

function play() {
  if (view.on >= spans[view.period][2]) showDay(spans[view.period][1]);
  const speed = calm.matches ? 0 : +byId("speed").value;
  byId("play").textContent = byId("play").dataset.pause;
  playing = speed ? glide(speed) : leap();
}

function glide(speed) {
  const run = {};
  const from = view.on;
  let start = null;
  const frame = (time) => {
    if (playing !== run) return;
    start ??= time;
    const day = Math.min(from + Math.floor(((time - start) / 1000) * speed), spans[view.period][2]);
    if (day !== view.on) showDay(day);
    if (day >= spans[view.period][2]) pause();
    else requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  return run;
}

function leap() {
  const run = {};
  run.timer = setInterval(() => { if (!stepTo(true)) pause(); }, 1500);
  return run;
}

function pause() {
  if (!playing) return;
  clearInterval(playing.timer);
  playing = null;
  byId("play").textContent = byId("play").dataset.play;
}

byId("speed").onchange = () => { if (playing) { pause(); play(); } };

// --- whose knowledge -----------------------------------------------------------------------------

for (const input of document.getElementsByName("mode")) {
  input.onchange = () => setMode(input.value);
}

function setMode(mode, asof) {
  view.mode = mode;
  if (asof !== undefined) view.asof = asof;
  if (mode === "plan" && asof === undefined && book.turning.length) view.asof = Math.min(NOW, offsetOf(book.turning[0][0]));
  for (const input of document.getElementsByName("mode")) input.checked = input.value === mode;
  byId("plan").hidden = mode !== "plan";
  byId("asof").value = isoOf(view.asof);
  byId("asof").removeAttribute("aria-invalid");
  byId("turning").value = book.turning.some(([day]) => offsetOf(day) === view.asof) ? isoOf(view.asof) : "";
  learn();
  showDay(view.on);
}

byId("asof").onchange = ({ target }) => {
  const day = dayOf(target.value);
  if (day === null || day > NOW) return void target.setAttribute("aria-invalid", true);
  setMode("plan", day);
};
byId("turning").onchange = ({ target }) => { if (target.value) setMode("plan", offsetOf(target.value)); };

function fillTurning() {
  byId("turning").append(new Option(words["turning-other"], ""));
  for (const [day, told] of book.turning) byId("turning").append(new Option(told, day));
}

// --- the site ------------------------------------------------------------------------------------

const byName = sites.filter((site) => own(book.sites, site.id)).sort((a, b) => a.name.localeCompare(b.name, scene.lang));
const chooser = byName.length > CROWDED ? searchBox() : selectBox();

function selectBox() {
  const box = html("select");
  box.onchange = () => choose(box.value);
  return box;
}

function inView() {
  return byName.filter((site) => isOn(site.id));
}

function fillChooser() {
  if (chooser.tagName !== "SELECT") return;
  const found = inView();
  chooser.replaceChildren(...found.map((site) => new Option(site.name, site.id)));
  if (!found.length) chooser.append(new Option(words["site-none"], ""));
}

function chosenValue() {
  return chooser.tagName === "SELECT" ? view.site : bySite.get(view.site).name;
}

function searchBox() {
  const box = html("input");
  box.type = "search";
  const list = html("datalist");
  list.id = "found";
  box.setAttribute("list", list.id);
  const matching = () => {
    const wanted = box.value.toLowerCase();
    return inView().filter((site) => site.name.toLowerCase().includes(wanted)).slice(0, 30);
  };
  box.oninput = () => list.replaceChildren(...matching().map((site) => new Option(site.name)));
  box.onchange = () => {
    const found = matching();
    const exact = found.find((site) => site.name === box.value) || found[0];
    if (exact) choose(exact.id);
  };
  document.body.append(list);
  return box;
}

function choose(id) {
  view.site = id;
  select(id);
  chooser.value = chosenValue();
  byId("panel").scrollTop = 0;
  fillPanel(id, isoOf(view.on));
  writeAddress();
}

listener = ({ picked }) => {
  if (picked && own(book.sites, picked)) choose(picked);
};

// --- start ---------------------------------------------------------------------------------------

function start() {
  byId("chooser").append(chooser);
  fillTurning();
  furnishLayers();
  spans.forEach(([key], index) => {
    const label = html("label");
    const input = html("input");
    Object.assign(input, { type: "radio", name: "period", value: index });
    input.onchange = () => { pause(); setPeriod(index); showDay(clamp(view.on)); };
    label.append(input, html("span", "", key.replace("-", "–")));
    byId("periods").append(label);
  });
  new ResizeObserver(drawTicks).observe(byId("ticks"));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawTicks);
  readAddress();
  addEventListener("hashchange", () => { if (location.hash !== settled) readAddress(); });
}

start();
