"""The bibliography of a view, in the forms that reference managers read.

BibTeX is written by pybtex and RIS by rispy, which come with ``drawdown[share]``; CSL-JSON and
Markdown need nothing.
"""

import datetime as dt
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geo.claims import Source
from geo.errors import Fault, InputFault, printable
from geo.intake.extras import need
from geo.ledger import Ledger
from geo.snapshot import Snapshot
from geo.status import Status

_TEX = {
    "\\": r"{\textbackslash}",
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    **{mark: f"\\{mark}" for mark in "&%$#_"},
}
_URL = re.compile(r"https?://[^\s<>\"`\\{}|^]+")


@dataclass(frozen=True, slots=True)
class Citation:
    """A source with what is cited of it.

    Attributes
    ----------
    grades
        The grades of its claims that are cited, each once.
    claims
        Ids of those claims.
    """

    source: Source
    grades: tuple[str, ...]
    claims: tuple[str, ...]


def cited(view: Snapshot) -> tuple[Citation, ...]:
    """Give the sources of the claims that a view cites.

    Those are the claims that decide an answer, speak against one or set a deadline.

    Parameters
    ----------
    view
        What is shown.

    Returns
    -------
    In the order of publication.
    """
    keys = {key for row in view.rows for key in _keys(row.status)}
    pairs = ((view.sources[view.claims[key].source], key) for key in sorted(keys))
    return _citations(pairs, {key: view.claims[key].grade for key in keys})


def _keys(status: Status) -> tuple[str, ...]:
    deadlines = (status.deadline, status.reduce_deadline, status.missed)
    return (*status.claims, *status.against, *(one.claim for one in deadlines if one))


def all_known(ledger: Ledger, known: dt.date) -> tuple[Citation, ...]:
    """Give all sources with a claim that is known on a day, in the order of publication.

    Parameters
    ----------
    ledger
        The ledger.
    known
        The day.
    """
    seen = [c for c in ledger.claims.values() if c.public <= known.toordinal()]
    pairs = [(ledger.sources[claim.source], claim.id) for claim in seen]
    return _citations(pairs, {claim.id: claim.grade for claim in seen})


def _citations(
    pairs: Iterable[tuple[Source, str]], grades: Mapping[str, str]
) -> tuple[Citation, ...]:
    grouped: dict[str, tuple[Source, list[str]]] = {}
    for source, key in pairs:
        grouped.setdefault(source.id, (source, []))[1].append(key)
    found = [
        Citation(source, tuple(sorted({grades[key] for key in keys})), tuple(sorted(keys)))
        for source, keys in grouped.values()
    ]
    return tuple(sorted(found, key=lambda one: (_published(one.source), one.source.id)))


def _published(source: Source) -> dt.date:
    return source.published.latest or dt.date.max


def bibliography(citations: Sequence[Citation], form: str) -> str:
    """Write a bibliography.

    Parameters
    ----------
    citations
        What is cited.
    form
        ``csl``, ``bibtex``, ``ris`` or ``md``.

    Raises
    ------
    InputFault
        When there is no such form, or the library that writes it is not installed.
    """
    if form not in FORMS:
        raise InputFault([Fault("", "", "form", printable(form), ", ".join(FORMS))])
    return FORMS[form](citations)


def _csl(citations: Sequence[Citation]) -> str:
    """Write CSL-JSON, the form that Zotero, Pandoc and citation styles read."""
    return json.dumps([_csl_item(one) for one in citations], ensure_ascii=False, indent=2) + "\n"


def _csl_item(one: Citation) -> dict[str, Any]:
    source = one.source
    first, last = source.published.earliest, source.published.latest
    item: dict[str, Any] = {
        "id": source.id,
        "type": "webpage" if source.url else "document",
        "title": _line(source.title),
        "author": [{"literal": _line(source.producer)}],
        "issued": _issued(source, first, last),
        "note": _note(one),
    }
    if _address(source):
        item["URL"] = _address(source)
    if source.language:
        item["language"] = source.language
    return item


def _issued(source: Source, first: dt.date | None, last: dt.date | None) -> dict[str, Any]:
    text = source.published_text
    days = re.fullmatch(r"(\d{4})-(\d\d)(?:-(\d\d))?~?", text)
    if days:
        parts = [[int(part) for part in days.groups() if part]]
    else:
        ends = dict.fromkeys(day for day in (first, last) if day)
        parts = [[day.year, day.month, day.day] for day in ends]
    issued: dict[str, Any] = {"date-parts": parts}
    if text.endswith("~"):
        issued["circa"] = True
    return issued


def _bibtex(citations: Sequence[Citation]) -> str:
    """Write BibTeX; in biblatex the entries are ``@online`` with an EDTF date."""
    database = need("pybtex.database", "BibTeX")
    output = need("pybtex.database.output.bibtex", "BibTeX")
    writer = type("_Writer", (output.Writer,), {"_encode": _as_it_is})("UTF-8")
    entries = {one.source.id: database.Entry("online", _bibtex_fields(one)) for one in citations}
    text: str = writer.to_string(database.BibliographyData(entries=entries))
    return text


def _as_it_is(_: object, text: str) -> str:
    # pybtex would escape addresses too, and leaves backslashes in titles as they are.
    return text


def _bibtex_fields(one: Citation) -> list[tuple[str, str]]:
    source = one.source
    fields = [
        # The inner braces keep an organisation's name whole and a title's capitals.
        ("author", f"{{{_tex(source.producer)}}}"),
        ("title", f"{{{_tex(source.title)}}}"),
        ("date", _tex_date(source)),
        ("year", f"{_published(source):%Y}"),
        ("note", _tex(_note(one))),
    ]
    if _address(source):
        fields.append(("url", _address(source)))
    if source.language:
        fields.append(("language", _tex(source.language)))
    return fields


def _tex(text: str) -> str:
    return "".join(_TEX.get(letter, letter) for letter in _line(text))


def _tex_date(source: Source) -> str:
    """Give the date if biblatex reads it, else the last day that it allows."""
    text = source.published_text
    day = r"\d{4}(?:-\d\d){0,2}[~?%]?"
    plain = re.fullmatch(f"{day}(?:/{day})?", text)
    return text if plain else _published(source).isoformat()


def _ris(citations: Sequence[Citation]) -> str:
    """Write RIS, the form that EndNote and most databases read."""
    library = need("rispy", "RIS")
    entries = []
    for one in citations:
        source = one.source
        last = _published(source)
        entry: dict[str, Any] = {
            "type_of_reference": "ELEC" if source.url else "GEN",
            "id": source.id,
            "authors": [_line(source.producer)],
            "title": _line(source.title),
            "year": f"{last:%Y}",
            "date": f"{last:%Y/%m/%d}/",
            "notes": [_note(one)],
        }
        if _address(source):
            entry["urls"] = [_address(source)]
        if source.language:
            entry["language"] = source.language
        entries.append(entry)
    text: str = library.dumps(entries)
    return text


def _markdown(citations: Sequence[Citation]) -> str:
    """Write a numbered list; what stands in data is shown as it is and is never markup."""
    lines = []
    for number, one in enumerate(citations, 1):
        source = one.source
        address = f" <{_address(source)}>" if _address(source) else ""
        lines.append(
            f"{number}. {_plain(source.producer)} ({_plain(source.published_text)}). "
            f"*{_plain(source.title)}*.{address} {_plain(_note(one))}"
        )
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]()<>#+!|~$&])", r"\\\1", _line(text))


def _note(one: Citation) -> str:
    """Say how a source is graded and which claims are cited of it."""
    relayed = "; known through a relay" if one.source.relayed else ""
    return f"Grade {', '.join(one.grades)}{relayed}. Claims {', '.join(one.claims)}."


def _address(source: Source) -> str:
    """Give the address where it is one that can do no harm in a reference manager."""
    return source.url if source.url and _URL.fullmatch(source.url) else ""


def _line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


FORMS: Mapping[str, Callable[[Sequence[Citation]], str]] = {
    "csl": _csl,
    "bibtex": _bibtex,
    "ris": _ris,
    "md": _markdown,
}
