"""A folder that any web server can host: the time page, the data, the plates, the changes.

All is made first in a hidden folder on the target's disk. Then each file whose content has changed
takes the place of the old one, the page after all that it points to, and whatever stops this on the
way puts everything back. A power cut or a kill in the middle cannot be undone; the next run mends
it.
"""

import contextlib
import datetime as dt
import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment

from geo import answers, words
from geo.errors import CannotWrite
from geo.exchange import Step, drafts_for, exchange, hidden_prefix
from geo.files import plain
from geo.layers import data_texts
from geo.ledger import Ledger
from geo.outgoing import of_all_dates, save
from geo.periods import periods, turning_points
from geo.schema import schema_text
from geo.snapshot import COALITION_BASES, Selection, graded, snapshot
from geo.steps import Change, changes
from geo.timepage import policy_hash, time_page
from geo.webmap import leaflet
from geo.webmap.tables import message
from geo.writing import refusals

INDEX = "index.html"
LIST = "files.json"  # what a later run may take away again
_SCHEMA = "layer.schema.json"
_FEED = "https://jsonfeed.org/version/1.1"
_GROUND = """Base map: Natural Earth (public domain). Towns: GeoNames (geonames.org), CC BY 4.0.
Boundaries do not imply endorsement or acceptance by anybody."""
_PLATES = """<!DOCTYPE html>
<html lang="{{ lang }}" dir="{{ 'rtl' if rtl else 'ltr' }}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self' data:;
 style-src '{{ hash }}'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>{{ plates_word }}: {{ title }}</title>
<style>{{ style | safe }}</style>
</head>
<body>
<main>
<p class="title">{{ title }}</p>
<h1>{{ plates_word }}</h1>
<p><a href="../index.html">{{ home }}</a></p>
{% for plate in plates %}<section>
<h2>{{ plate.heading }}</h2>
<a href="{{ plate.file }}"><img src="{{ plate.file }}" alt="{{ plate.alt }}" width="1333"
 height="750" loading="lazy"></a>
<p>{{ plate.alt }}</p>
<p><a href="../{{ plate.link }}">{{ home }}: {{ plate.day }}</a></p>
</section>
{% endfor %}</main>
</body>
</html>
"""

_PLATES_STYLE = """
:root { color-scheme: light dark;
  --back: #f6f4ee; --text: #1d2733; --soft: #545b63; --rule: #cfc9bb; }
@media (prefers-color-scheme: dark) {
  :root { --back: #16191d; --text: #e8e6e0; --soft: #b3b5b6; --rule: #454b52; }
}
body { margin: 0; padding: 16px 20px 40px; background: var(--back); color: var(--text);
  font: 15px/1.5 system-ui, "Segoe UI", Roboto, sans-serif; overflow-wrap: anywhere; }
main { max-width: 960px; margin: 0 auto; }
.title { margin: 0; color: var(--soft); font-size: 13px; }
h1 { font-size: 24px; margin: 2px 0 4px; }
h2 { font-size: 18px; line-height: 1.3; margin: 0 0 8px; }
section { border-top: 1px solid var(--rule); margin-top: 24px; padding-top: 16px; }
img { display: block; width: 100%; height: auto; background: #fff; border-radius: 4px; }
a { color: inherit; }
a:focus-visible { outline: 3px solid currentColor; outline-offset: 2px; }
p { margin: 8px 0 0; }
"""


@dataclass(frozen=True)
class Edition:
    """What is published.

    Attributes
    ----------
    title
        The title; the data set's when empty.
    plates
        Whether the plates of the turning points are drawn.
    """

    ledger: Ledger
    selection: Selection = COALITION_BASES
    lang: str = "en"
    title: str = ""
    plates: bool = True

    @property
    def now(self) -> dt.date:
        """The last day of knowledge: that of the last publication."""
        return dt.date.fromordinal(max(self.ledger.last_public, dt.date(1970, 1, 1).toordinal()))

    @property
    def heading(self) -> str:
        """The title of all pages."""
        return self.title or self.ledger.title or self.say("page-title")

    def say(self, key: str, **values: object) -> str:
        """Give a message in the edition's language."""
        return message(key, self.lang, **values)


def publish(edition: Edition, folder: str | Path) -> list[str]:
    """Write a folder that any web server can host, or bring it up to date.

    Parameters
    ----------
    edition
        What is published.
    folder
        The folder; made where it is missing.

    Returns
    -------
    The names of the files that were written or taken away.

    Raises
    ------
    CannotWrite
        When the folder holds something else, or cannot be written.
    """
    target = Path(folder)
    with refusals(target):
        before = _listed(target)  # first, for the drafts may be in the folder itself
        with _draft(target) as draft:
            _make(edition, draft)
            made = sorted(path.relative_to(draft).as_posix() for path in draft.rglob("*.*"))
            return _put(draft, target, made, before)


@contextlib.contextmanager
def _draft(target: Path) -> Iterator[Path]:
    """Give a folder for drafts; it is gone afterwards, and so is its name."""
    with drafts_for(target) as draft:
        try:
            yield draft
        except CannotWrite as error:
            raise CannotWrite(str(error).replace(str(draft), str(target))) from error


def _listed(target: Path) -> list[str]:
    """Give what an earlier run has written; a folder with anything else is not ours."""
    if not target.exists() or not _has_anything(target):
        return []
    try:
        named = json.loads((target / LIST).read_text("utf-8"))["files"]
        found = {name: Path(name) for name in named}
    except PermissionError:
        raise
    except (OSError, ValueError, KeyError, TypeError) as error:
        msg = (
            f"cannot write {plain(str(target), 500)}: it is no folder that `drawdown publish` "
            "has made, and it is not empty"
        )
        raise CannotWrite(msg) from error
    return [
        name
        for name, path in found.items()
        if path.parts and ".." not in path.parts and not path.is_absolute()
    ]


def _has_anything(target: Path) -> bool:
    # A run that was killed may have left a draft in it, and its user sees an empty folder.
    draft = hidden_prefix(target)
    return any(not path.name.startswith(draft) for path in target.iterdir())


def _put(draft: Path, target: Path, made: list[str], before: list[str]) -> list[str]:
    """Replace what has changed, all of it or nothing; give the names."""
    steps = [
        (name, new) for name, new in _steps(draft, made, before) if _differs(target / name, new)
    ]
    for _, new in steps:
        if new:
            new.chmod(0o644)
    exchange(target, steps)
    return [*dict.fromkeys(name for name, _ in steps)]


def _steps(draft: Path, made: list[str], before: list[str]) -> Iterator[Step]:
    """Give all files in their order, the page after all that it points to.

    The list comes first and names the old files as well: after a power cut the next run knows the
    folder for its own, and what it may take away.
    """
    gone = sorted({*before} - {*made})
    in_the_way = [name for name in gone if any(other.startswith(f"{name}/") for other in made)]
    yield LIST, _list(draft / ".both.json", {*made, *before})
    yield from ((name, None) for name in in_the_way)
    yield from (
        (name, draft / name) for name in sorted(made, key=lambda name: (name == INDEX, name))
    )
    yield from ((name, None) for name in gone if name not in in_the_way)
    if gone:
        yield LIST, _list(draft / LIST, made)


def _list(path: Path, names: Iterable[str]) -> Path:
    text = json.dumps({"files": sorted(names)}, indent=1)
    path.write_text(text + "\n", "utf-8")
    return path


def _differs(old: Path, new: Path | None) -> bool:
    if new is None:
        return os.path.lexists(old)
    return not (old.is_file() and old.read_bytes() == new.read_bytes())


# --- what is made ---------------------------------------------------------------------------------


def _make(edition: Edition, draft: Path) -> None:
    ledger, chosen = edition.ledger, edition.selection
    links: list[tuple[str, str]] = []

    def add(name: str, link: str, make: Callable[[Path], object]) -> None:
        path = draft / name
        path.parent.mkdir(parents=True, exist_ok=True)
        make(path)
        if link:
            links.append((link, name))

    for name, text in _layers(ledger).items():
        layer = _layer_name(edition, Path(name).stem)
        add(name, edition.say("publish-layer", name=layer), _writer(text))
    sheet = of_all_dates(ledger, edition.now, chosen)
    add("table.csv", edition.say("publish-table"), lambda path: save(sheet, path))
    add("changes.json", edition.say("publish-changes"), _writer(_changes_text(edition)))
    add(_SCHEMA, edition.say("publish-schema"), _writer(schema_text()))
    if edition.plates:
        add("plates/index.html", edition.say("publish-plates"), lambda path: _plates(edition, path))
    add("LICENCE.txt", edition.say("publish-licence"), _writer(_licence(edition)))
    page = time_page(
        ledger, lang=edition.lang, selection=chosen, title=edition.title or None, links=links
    )
    add(INDEX, "", _writer(page))


def _writer(text: str) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(text.encode())


def _layers(ledger: Ledger) -> dict[str, str]:
    found = data_texts(ledger)
    return {name: text for name, text in found.items() if name.startswith("layers/")}


def _layer_name(edition: Edition, layer: str) -> str:
    regions = [r for r in edition.ledger.regions.values() if r.layer == layer and r.shape]
    return words.name_of(regions[0], edition.lang) if regions else layer


def _changes_text(edition: Edition) -> str:
    """Give the changes as a JSON Feed, the newest first, each as known on its own day."""
    ledger, lang = edition.ledger, edition.lang
    whole = periods(ledger, edition.now)[-1]
    found = changes(ledger, whole.first, edition.now, None, edition.selection)
    items = [_item(edition, change) for change in reversed(found)]
    feed = {
        "version": _FEED,
        "title": edition.heading,
        "home_page_url": INDEX,
        "language": lang,
        "_drawdown": {"data": ledger.digest, "known": "then"},
        "items": items,
    }
    return json.dumps(feed, ensure_ascii=False, indent=1) + "\n"


def _item(edition: Edition, change: Change) -> dict[str, Any]:
    lang = edition.lang
    name = words.name_of(edition.ledger.sites[change.site], lang)
    day = change.day.isoformat()
    before, after = answers.state_text(change.before, lang), answers.state_text(change.after, lang)
    link = f"{INDEX}#on={day}&known=then&site={change.site}"
    told = edition.say("compare-step", before=before, after=after)
    return {
        "id": f"{change.site}/{day}",
        "url": link,
        "title": f"{name}: {after}",
        "content_text": f"{words.day_text(change.day, lang)}, {name}: {told}",
        "date_published": f"{day}T00:00:00Z",
        "_drawdown": {
            "site": change.site,
            "day": day,
            "before": [state.value for state in change.before.possible],
            "after": [state.value for state in change.after.possible],
            "claims": list(change.after.claims),
        },
    }


def _licence(edition: Edition) -> str:
    parts = (
        edition.heading,
        f"Data {edition.ledger.digest}. {edition.ledger.attribution}".strip(),
        _GROUND,
        "Made with Drawdown (MIT).",
        f"Leaflet, inside index.html:\n\n{leaflet.licence()}",
    )
    return "\n\n".join(parts) + "\n"


def _plates(edition: Edition, path: Path) -> None:
    """Draw the plates of the turning points, and a page that shows them."""
    told = list(_drawn(edition, path.parent))
    page = Environment(autoescape=True).from_string(_PLATES)
    text = page.render(
        lang=edition.lang,
        rtl=edition.lang in words.RIGHT_TO_LEFT,
        title=edition.heading,
        home=edition.say("publish-map"),
        plates_word=edition.say("publish-plates"),
        style=_PLATES_STYLE,
        hash=policy_hash(_PLATES_STYLE),
        plates=told,
    )
    path.write_bytes(text.encode())


def _drawn(edition: Edition, folder: Path) -> Iterator[dict[str, str]]:
    from geo import plate  # noqa: PLC0415 - matplotlib is slow to import

    ledger = graded(edition.ledger, edition.selection.min_grade)
    for day, what in turning_points(ledger, edition.lang).items():
        view = snapshot(edition.ledger, day, day, edition.selection)
        name = f"{day.isoformat()}.png"
        content = plate.plate_bytes(
            view, "png", 100, size="16x9", lang=edition.lang, title=edition.title or None
        )
        (folder / name).write_bytes(content)
        yield {
            "file": name,
            "heading": what,
            "day": words.day_text(day, edition.lang),
            "alt": plate.alt_text(view, edition.lang),
            "link": f"{INDEX}#on={day.isoformat()}&known={day.isoformat()}",
        }
