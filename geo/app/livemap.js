// The live maps: frames that are made once and then only told what changes.
//
// One mount of this component brings the page (`data.page`), another two more maps beside each
// other (`data.pair`); what they show comes from livewire.js. All meet at the hub, which outlives
// every rerun.

const HUB = Symbol.for("drawdown.map");
const STATE = Symbol.for("drawdown.state");

export default function ({ data, parentElement }) {
  const hub = (window[HUB] ??= new Hub());
  if (data.page) hub.bring(data, parentElement);
  else hub.pair(data, parentElement);
}

// One frame, and what its map was told last.
class MapFrame {
  constructor(className) {
    this.className = className;
    this.element = null;
    this.hash = null;
    this.ready = false;
    this.own = {}; // its change table
    this.sent = {};
  }

  // The same page keeps its frame, and with it zoom and centre.
  put(parent, { page, hash }, title) {
    if (!this.element || this.hash !== hash || !parent.contains(this.element)) {
      this.hash = hash;
      this.ready = false;
      this.element = document.createElement("iframe");
      this.element.setAttribute("sandbox", "allow-scripts");
      this.element.className = this.className;
      this.element.srcdoc = page;
      this.element.title = title;
      parent.replaceChildren(this.element);
    }
    this.element.title = title;
  }

  holds(view) {
    return Boolean(this.element) && view === this.element.contentWindow;
  }

  begin() {
    this.ready = true;
    this.sent = {};
  }

  show({ date, site, show, switches }) {
    if (!this.ready || !date) return;
    const { table, tableHash } = this.own;
    const { sent } = this;
    const news = {};
    if (tableHash !== sent.tableHash) news.table = table;
    if (date !== sent.date) news.date = date;
    if (site !== sent.site) news.site = site;
    if (String(show) !== String(sent.show)) {
      news.show = Object.fromEntries(switches.map((key) => [key, show.includes(key)]));
    }
    if (Object.keys(news).length > 0 && this.post(news)) this.sent = { date, site, show, tableHash };
  }

  post(message) {
    const view = this.element && this.element.contentWindow; // null while Streamlit puts the page anew
    if (view && this.ready) view.postMessage(message, "*");
    return Boolean(view);
  }
}

class Hub {
  constructor() {
    this.main = new MapFrame("drawdown-map");
    this.beside = [new MapFrame("drawdown-beside"), new MapFrame("drawdown-beside")];
    this.frames = [this.main, ...this.beside];
    this.page = {};
    this.wanted = { run: 0 };
    this.view = null;
    this.held = false;
    this.watched = null;
    this.observer = new MutationObserver(() => this.follow());
    addEventListener("message", (event) => {
      const frame = this.frames.find((one) => one.holds(event.source));
      if (frame) this.hear(frame, event.data);
    });
    addEventListener("pointerup", () => { this.held = false; });
    addEventListener("pointercancel", () => { this.held = false; });
    addEventListener("drawdown-state", () => this.show());
    addEventListener("keydown", takeDate, true); // on the way down: the field lets none up
    this.show();
  }

  bring({ page, hash, title }, parent) {
    this.page = { page, hash };
    this.main.put(parent, this.page, title);
    this.putPair();
  }

  pair({ pair, hash }, parent) {
    this.twins = { pair, hash, parent };
    this.putPair();
  }

  // The pair has the page of the main map, which may still be on its way.
  putPair() {
    const { pair, hash, parent } = this.twins || {};
    if (!pair || hash !== this.page.hash || !parent.isConnected) return;
    const rooms = roomsIn(parent);
    pair.forEach(({ title, ...own }, index) => {
      const [caption, room] = rooms[index].children;
      caption.textContent = title;
      this.beside[index].own = own;
      this.beside[index].put(room, this.page, title);
      this.beside[index].show(this.wanted);
    });
  }

  // On the way back through the history Streamlit draws an old tree once more: `run` tells.
  show() {
    const { data, setTriggerValue } = window[STATE] || {};
    if (!data || data.run < this.wanted.run) return;
    this.pick = (site) => setTriggerValue("picked", site);
    const date = this.held ? this.wanted.date : data.date; // a drag goes before an older answer
    if (data.site !== this.wanted.site) document.querySelector(".st-key-panel")?.scrollTo(0, 0);
    this.wanted = { ...data, date };
    this.mark(date !== data.date);
    this.main.own = { table: data.table, tableHash: data.tableHash };
    this.watch(data.slider);
    this.send();
  }

  hear(frame, { ready, picked, sentence, view, legend }) {
    if (ready) {
      frame.begin();
      frame.show(this.wanted);
      if (this.view && frame !== this.main) frame.post({ view: this.view });
    }
    if (picked && this.pick) this.pick(picked);
    if (sentence && frame === this.main) this.write(sentence);
    const twin = this.beside[1 - this.beside.indexOf(frame)]; // the main map has none
    if (twin && view) this.lead(twin, view);
    if (twin && legend !== undefined) twin.post({ legend });
  }

  // The view of the pair is kept for frames that come later: in another language, or after a while.
  lead(twin, view) {
    this.view = { ...view, rest: true };
    twin.post({ view });
  }

  send() {
    for (const frame of this.frames) frame.show(this.wanted);
  }

  // Streamlit's slider tells Python on release only; its thumb shows the date of every step.
  watch(slider) {
    const box = document.querySelector(`.st-key-${slider}`);
    if (!box || box === this.watched) return;
    this.watched = box;
    this.observer.disconnect();
    this.observer.observe(box, { subtree: true, characterData: true, childList: true });
    box.addEventListener("pointerdown", () => { this.held = true; }, true);
  }

  follow() {
    const thumb = this.watched.querySelector("[data-testid=stSliderThumbValue]");
    const date = thumb && thumb.textContent.trim();
    if (!/^\d{4}-\d\d-\d\d$/.test(date || "") || date === this.wanted.date) return;
    this.wanted.date = date;
    this.mark(true);
    this.send();
  }

  // What stands beside the map is of the date before, until the next run has come.
  mark(stale) {
    document.querySelector(".st-key-panel")?.toggleAttribute("data-stale", stale);
  }

  // The sentence above the map follows too; the next rerun writes the very same one.
  write(sentence) {
    const place = document.querySelector(".drawdown-sentence");
    if (place && place.textContent !== sentence) place.textContent = sentence;
  }
}

// Streamlit takes a typed date when the focus goes elsewhere; who types expects Enter to do it.
function takeDate({ key, target }) {
  if (key !== "Enter" || !target.closest?.("[data-testid=stDateInput] [role=spinbutton]")) return;
  document.querySelector("[data-testid=stMain]").focus({ preventScroll: true });
  target.focus({ preventScroll: true });
}

// The two places for a pair: under a caption that says whose knowledge its map shows, a frame.
function roomsIn(parent) {
  if (!parent.querySelector(".drawdown-pair")) {
    const pair = document.createElement("div");
    pair.className = "drawdown-pair";
    for (const name of ["plan", "outcome"]) {
      const figure = document.createElement("figure");
      figure.dataset.map = name;
      figure.append(document.createElement("figcaption"), document.createElement("div"));
      pair.append(figure);
    }
    parent.replaceChildren(pair);
  }
  return [...parent.querySelectorAll("figure")];
}
