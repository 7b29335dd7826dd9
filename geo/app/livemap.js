// The live map: a frame that is made once and then only told what changes.
//
// One mount of this component brings the page (`data.page`), the other what it shows
// (`data.date` ...). They meet at the hub, which outlives every rerun.

const HUB = Symbol.for("drawdown.map");

export default function ({ data, parentElement, setTriggerValue }) {
  const hub = (window[HUB] ??= new Hub());
  if (data.page) hub.mount(parentElement, data);
  else hub.show(data, setTriggerValue);
}

class Hub {
  constructor() {
    this.frame = null;
    this.hash = null;
    this.ready = false;
    this.wanted = { run: 0 };
    this.sent = null;
    this.held = false;
    this.watched = null;
    this.observer = new MutationObserver(() => this.follow());
    addEventListener("message", (event) => {
      if (this.frame && event.source === this.frame.contentWindow) this.hear(event.data);
    });
    addEventListener("pointerup", () => { this.held = false; });
    addEventListener("pointercancel", () => { this.held = false; });
  }

  // The same page keeps its frame, and with it zoom and centre.
  mount(parent, { page, hash, title }) {
    if (this.frame && this.hash === hash && parent.contains(this.frame)) return;
    this.hash = hash;
    this.ready = false;
    this.sent = null;
    this.frame = document.createElement("iframe");
    this.frame.title = title;
    this.frame.setAttribute("sandbox", "allow-scripts");
    this.frame.className = "drawdown-map";
    this.frame.srcdoc = page;
    parent.replaceChildren(this.frame);
  }

  // On the way back through the history Streamlit draws an old tree once more: `run` tells.
  show(data, setTriggerValue) {
    if (data.run < this.wanted.run) return;
    this.pick = (site) => setTriggerValue("picked", site);
    const date = this.held ? this.wanted.date : data.date; // a drag goes before an older answer
    this.wanted = { ...data, date };
    this.watch(data.slider);
    this.send();
  }

  hear({ ready, picked, sentence }) {
    if (ready) {
      this.ready = true;
      this.sent = null;
      this.send();
    }
    if (picked && this.pick) this.pick(picked);
    if (sentence) this.write(sentence);
  }

  send() {
    const view = this.frame && this.frame.contentWindow; // null while Streamlit puts the page anew
    if (!view || !this.ready || !this.wanted.date) return;
    const { date, site, show, table, tableHash } = this.wanted;
    const sent = this.sent || {};
    const news = {};
    if (tableHash !== sent.tableHash) news.table = table;
    if (date !== sent.date) news.date = date;
    if (site !== sent.site) news.site = site;
    if (String(show) !== String(sent.show)) {
      news.show = Object.fromEntries(this.wanted.switches.map((key) => [key, show.includes(key)]));
    }
    this.sent = { date, site, show, tableHash };
    if (Object.keys(news).length > 0) view.postMessage(news, "*");
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
    this.send();
  }

  // The sentence above the map follows too; the next rerun writes the very same one.
  write(sentence) {
    const place = document.querySelector(".drawdown-sentence");
    if (place && place.textContent !== sentence) place.textContent = sentence;
  }
}
