// The timeline's date, clicks and keys: the rule follows the slider's thumb while it is dragged.
//
// The Tab key enters the chart once; arrow keys go from cell to cell, Enter does what a click does.
// A cell is a name, a bar or a mark of a deadline.
//
// The rule's place is a property of the document, so that a timeline that is drawn anew has it.

export default function ({ data, setTriggerValue }) {
  const day = 86_400_000;
  const first = Date.parse(data.first);
  const days = (Date.parse(data.last) - first) / day + 1;
  const root = document.documentElement.style;

  const follow = () => {
    const thumb = document.querySelector(`.st-key-${data.slider} [data-testid=stSliderThumbValue]`);
    const date = thumb && thumb.textContent.trim();
    if (!/^\d{4}-\d\d-\d\d$/.test(date || "")) return;
    const share = ((Date.parse(date) - first) / day + 1) / days;
    root.setProperty("--dd-date", `${Math.min(1, Math.max(0, share)) * 100}%`);
    root.setProperty("--dd-flag", `${Math.min(1, Math.max(0, share)) * -100}%`);
    root.setProperty("--dd-day", `"${date}"`);
  };

  const click = (event) => {
    const chart = event.target.closest?.(".dd-timeline");
    if (!chart) return;
    const row = event.target.closest(".name");
    if (row) {
      setTriggerValue("picked", `site:${row.parentElement.dataset.site}`);
      return;
    }
    const cell = event.target.closest("[data-day]");
    if (cell && event.detail === 0) { // by keyboard, which points nowhere
      setTriggerValue("picked", `day:${cell.dataset.day}`);
      return;
    }
    if (!event.target.closest(".plot")) return;
    const box = chart.querySelector(".axis .plot").getBoundingClientRect();
    const at = Math.floor(((event.clientX - box.left) / box.width) * days);
    const date = new Date(first + Math.min(days - 1, Math.max(0, at)) * day);
    setTriggerValue("picked", `day:${date.toISOString().slice(0, 10)}`);
  };

  const press = (event) => {
    const from = event.target.closest?.(".dd-timeline .row button");
    const to = from && MOVES[event.key]?.(from);
    if (!to) return;
    event.preventDefault();
    for (const cell of from.closest(".dd-timeline").querySelectorAll('button[tabindex="0"]')) cell.tabIndex = -1;
    to.tabIndex = 0;
    to.focus();
  };

  const slider = document.querySelector(`.st-key-${data.slider}`);
  const observer = new MutationObserver(follow);
  if (slider) observer.observe(slider, { subtree: true, characterData: true, childList: true });
  document.addEventListener("click", click);
  document.addEventListener("keydown", press);
  follow();
  return () => {
    observer.disconnect();
    document.removeEventListener("click", click);
    document.removeEventListener("keydown", press);
  };
}

// From left to right, as they are seen: a row's name, and what lies on its axis.
function cells(row) {
  const [name, ...found] = row.querySelectorAll("button");
  found.sort((a, b) => parseFloat(a.style.left) - parseFloat(b.style.left));
  return row.closest("[dir=rtl]") ? [...found, name] : [name, ...found];
}

function beside(cell, step) {
  const all = cells(cell.closest(".row"));
  return all[all.indexOf(cell) + step];
}

// Up and down one stays with the names, or at about the same time.
function above(cell, step) {
  const rows = [...cell.closest(".dd-timeline").querySelectorAll(".row")];
  const row = rows[rows.indexOf(cell.closest(".row")) + step];
  if (!row) return null;
  const far = (other) => Math.abs(parseFloat(other.style.left) - parseFloat(cell.style.left));
  const found = [...row.querySelectorAll("[data-day]")].sort((a, b) => far(a) - far(b));
  return (cell.dataset.day && found[0]) || row.querySelector(".name");
}

const MOVES = {
  ArrowLeft: (cell) => beside(cell, -1),
  ArrowRight: (cell) => beside(cell, 1),
  ArrowUp: (cell) => above(cell, -1),
  ArrowDown: (cell) => above(cell, 1),
  Home: (cell) => cells(cell.closest(".row"))[0],
  End: (cell) => cells(cell.closest(".row")).at(-1),
};
