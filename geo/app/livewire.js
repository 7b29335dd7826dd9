// What the maps show: little code, because it goes along with every rerun. The hub of livemap.js
// hears of it, or finds it when it begins.

export default function ({ data, setTriggerValue }) {
  window[Symbol.for("drawdown.state")] = { data, setTriggerValue };
  dispatchEvent(new Event("drawdown-state"));
}
