// The timeline's date and clicks: the rule follows the slider's thumb while it is dragged.
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
    if (!event.target.closest(".plot")) return;
    const box = chart.querySelector(".axis .plot").getBoundingClientRect();
    const at = Math.floor(((event.clientX - box.left) / box.width) * days);
    const date = new Date(first + Math.min(days - 1, Math.max(0, at)) * day);
    setTriggerValue("picked", `day:${date.toISOString().slice(0, 10)}`);
  };

  const slider = document.querySelector(`.st-key-${data.slider}`);
  const observer = new MutationObserver(follow);
  if (slider) observer.observe(slider, { subtree: true, characterData: true, childList: true });
  document.addEventListener("click", click);
  follow();
  return () => {
    observer.disconnect();
    document.removeEventListener("click", click);
  };
}
