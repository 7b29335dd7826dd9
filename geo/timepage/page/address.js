// The address: the same keys as the app's, after "#", so that no server ever sees them.

let settled = ""; // the address that was last read or written

function problem(key, values) {
  const kept = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, apart(value)]));
  // What the address asks for is one thing: key=value.
  if (scene.rtl && values.name) Object.assign(kept, { name: `\u2066${values.name}`, found: `${values.found}\u2069` });
  byId("notices").append(html("li", "", say(key, kept)));
}

// As geo.words.apart: a date among Arabic letters would read from its day.
function apart(value) {
  return scene.rtl ? `\u2068${value}\u2069` : value;
}

// What was asked for is shown as far as it can be; what cannot is said.
function readAddress() {
  settled = location.hash;
  byId("notices").replaceChildren();
  const asked = new URLSearchParams(location.hash.slice(1));
  pause();
  const [mode, asof] = readKnown(asked.get("known"));
  const whole = spans[spans.length - 1];
  view.period = readPeriod(asked.get("period"));
  view.on = clamp(NOW);
  const day = readDay("on", asked.get("on"), whole);
  if (day !== null) view.on = day;
  const [, first, last] = spans[view.period];
  if (view.on < first || view.on > last) view.period = spans.findIndex(([, from, to]) => view.on >= from && view.on <= to);
  setPeriod(view.period);
  readData(asked);
  readShow(asked.get("layers"));
  fillChooser();
  const site = readSite(asked.get("site"));
  setMode(mode, asof);
  if (site) choose(site);
}

function readDay(name, found, [, first, last]) {
  if (!found || found === "now") return null;
  const day = dayOf(found);
  const shown = printed(found);
  if (day === null) return void problem("address-wrong", { name, found: shown, allowed: "YYYY-MM-DD" }) ?? null;
  if (day >= first && day <= last) return day;
  problem("address-range", { name, found: shown, first: isoOf(first), last: isoOf(last) });
  return Math.min(Math.max(day, first), last);
}

function readKnown(found) {
  if (book.fixed) {
    if (found && found !== book.fixed) problem("page-fixed", { day: book.fixed });
    return ["fixed", undefined];
  }
  if (!found) return ["now", undefined];
  if (found === "now" || found === "then") return [found, undefined];
  const day = dayOf(found);
  if (day === null) {
    problem("address-wrong", { name: "known", found: printed(found), allowed: words["address-known"] });
    return ["now", undefined];
  }
  if (day > NOW) problem("page-later", { found: printed(found), day: book.now });
  return day >= NOW ? ["now", undefined] : ["plan", day];
}

function readPeriod(found) {
  const index = spans.findIndex(([key]) => key === found);
  if (found && index < 0) {
    const allowed = spans.map(([key]) => key).join(words["list-comma"]);
    problem("address-wrong", { name: "period", found: printed(found), allowed });
  }
  return Math.max(0, index);
}

function readSite(found) {
  const known = found && own(book.sites, found);
  if (known && isOn(found)) return found;
  if (known) problem("address-hidden", { site: bySite.get(found).name });
  else if (found) problem("page-no-site", { found: printed(found) });
  return opening();
}

function readData(asked) {
  const data = asked.get("data");
  if (data && data !== book.data) problem("address-data", { found: printed(data), here: book.data });
  for (const key of ["party", "min_grade"]) {
    const wanted = asked.get(key);
    if (wanted && wanted !== book[key]) problem("page-other", { name: key, found: printed(wanted), here: book[key] || "–" });
  }
}

function readShow(found) {
  const allowed = [...book.layers, ...Object.keys(show)];
  const usual = allowed.filter((part) => part !== "others");
  const asked = found && found !== "none" ? found.split(",") : [];
  for (const part of asked.filter((part) => !allowed.includes(part))) {
    problem("address-wrong", { name: "layers", found: printed(part), allowed: allowed.join(words["list-comma"]) });
  }
  const known = asked.filter((part) => allowed.includes(part));
  const wanted = known.length || found === "none" ? known : usual;
  receive({ show: Object.fromEntries(Object.keys(show).map((key) => [key, wanted.includes(key)])) });
  for (const input of byId("ground").querySelectorAll("input")) input.checked = show[input.name];
  setLayers(wanted);
}

function printed(found) {
  return found.length > 40 ? `${found.slice(0, 40)}…` : found;
}

function address(known) {
  const drawn = [...book.layers.filter((layer) => on.has(layer)), ...Object.keys(show).filter((key) => show[key])];
  const usual = on.size === book.layers.length && show.regions && show.rivers && show.towns && !show.others;
  const parts = {
    on: isoOf(view.on),
    known,
    site: view.site || "",
    layers: usual ? "" : drawn.join(","),
    min_grade: book.min_grade,
    party: book.party,
    period: spans[view.period][0],
    data: book.data,
  };
  const kept = Object.entries(parts).filter(([, value]) => value);
  return `#${kept.map(([key, value]) => `${key}=${encodeURIComponent(value).replaceAll("%2C", ",")}`).join("&")}`;
}

function knownKey() {
  return { fixed: book.fixed, now: "now", then: "then", plan: isoOf(view.asof) }[view.mode];
}

function writeAddress() {
  if (location.hash !== settled) return; // another one is asked for and about to be read
  try {
    history.replaceState(null, "", address(knownKey()));
    settled = location.hash;
  } catch {
    // Some viewers give a page no address of its own; the rest works without.
  }
}

byId("copy").onclick = async () => {
  const known = view.mode === "now" ? book.now : knownKey();
  const link = location.href.split("#")[0] + address(known);
  const told = byId("copied");
  try {
    await navigator.clipboard.writeText(link);
    told.textContent = words["page-copied"];
  } catch {
    told.textContent = link; // no clipboard here: shown, to be taken by hand
  }
};
