"""A project of one's own: begun, and changed by the program as a whole or not at all."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geo.build import data_changes
from geo.claims import PLANS
from geo.difference import Difference, differences
from geo.errors import CannotRead, CannotWrite, Fault, InputFault, NoSuchThing
from geo.exchange import write_together
from geo.files import Findings, Spot, plain, read_text, read_toml, shown
from geo.gather import check_published
from geo.ledger import Ledger
from geo.records import is_when
from geo.seeds import read_seeds
from geo.seedtext import claim_text, table_text
from geo.slugs import slug
from geo.writing import alone, refusals

_STARTER = Path(__file__).parent / "starter"
_DAY = re.compile(r"\d{4}(-\d{2}){0,2}")


@dataclass(frozen=True)
class Outcome:
    """What a change has done.

    Attributes
    ----------
    written
        The files that have changed, seeds first.
    before
        The ledger before; None when it had faults or was not there.
    """

    written: tuple[Path, ...]
    before: Ledger | None
    after: Ledger

    def differences(self, known: dt.date) -> tuple[Difference, ...]:
        """List the days and the sites whose answer is another now."""
        return differences(self.before, self.after, known)


@dataclass
class Edit:
    """A change of seeds, thought out on what stood there, and refused if that has changed.

    Attributes
    ----------
    project
        The folder that holds ``seeds/``.
    """

    project: Path
    found: dict[Path, bytes | None] = field(default_factory=dict)
    drafts: dict[Path, str] = field(default_factory=dict)

    @property
    def seeds(self) -> Path:
        """The folder of the seeds."""
        return self.project / "seeds"

    def text(self, path: Path) -> str:
        """Give the text of a file as it would be now; "" when there is none."""
        if path in self.drafts:
            return self.drafts[path]
        if path not in self.found:
            try:
                self.found[path] = path.read_bytes() if path.is_file() else None
            except OSError as error:
                msg = f"cannot read {plain(str(path), 500)}: {(error.strerror or '').lower()}"
                raise CannotRead(msg) from error
        if self.found[path] is None:
            return ""
        findings = Findings()
        text = read_text(path, Spot(str(path)), findings)
        if text is None:
            raise InputFault(findings.faults)
        return text

    def put(self, path: Path, text: str) -> None:
        """Draft a text for a file that has been looked at, or for a new one."""
        self.text(path)
        self.drafts[path] = text

    def read(self) -> Ledger:
        """Give the ledger as it would be.

        Raises
        ------
        InputFault
            When it would have faults.
        """
        findings = Findings()
        ledger = read_seeds(self.project, findings, self.drafts)
        if ledger is None:
            raise InputFault(fault for fault in findings.faults if not fault.warning)
        return ledger

    def apply(self) -> Outcome:
        """Write the drafts and the data made of them, when all is sound: all of it or nothing.

        Raises
        ------
        InputFault
            When there would be faults; nothing is written.
        CannotWrite
            When somebody else has changed a file in the meantime, or one cannot be written;
            nothing has changed.
        """
        # All seeds are read under the lock: the data hold what other commands have added until now.
        with alone(self.seeds):
            before = None
            if (self.seeds / "places.geojson").is_file():
                before = read_seeds(self.project, Findings())
            after = self.read()
            texts = self._texts(after)
            self._check_unchanged()  # last, for an editor knows no lock
            written = write_together(self.project, texts)
        return Outcome(tuple(written), before, after)

    def _check_unchanged(self) -> None:
        for path in self.drafts:
            with refusals(path):
                now = path.read_bytes() if path.is_file() else None
            if now != self.found[path]:
                name = plain(str(path), 500)
                msg = f"cannot write {name}: somebody else has changed it; try again"
                raise CannotWrite(msg)

    def _texts(self, after: Ledger) -> dict[str, str | None]:
        """Give the texts of all files by their names in the project, the seeds first."""
        seeds = {
            path.relative_to(self.project).as_posix(): text for path, text in self.drafts.items()
        }
        data = data_changes(after, self.project / "data")
        return seeds | {f"data/{name}": text for name, text in data.items()}


def begin(folder: Path) -> list[Path]:
    """Write a small, commented, valid project that runs at once.

    Parameters
    ----------
    folder
        Where; it must be new or empty.

    Returns
    -------
    The files that were written.

    Raises
    ------
    CannotWrite
        When the folder holds anything, or cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        reason = "it is not empty" if folder.is_dir() else "it is a file"
        msg = f"cannot write {plain(str(folder), 500)}: {reason}"
        raise CannotWrite(msg)
    edit = Edit(folder)
    for path in sorted(path for path in _STARTER.rglob("*") if path.is_file()):
        edit.put(folder / path.relative_to(_STARTER), path.read_text("utf-8"))
    return [*edit.apply().written]


def open_project(folder: Path) -> Edit:
    """Begin a change of a project.

    Parameters
    ----------
    folder
        The folder that holds ``seeds/``.

    Raises
    ------
    CannotRead
        When there are no seeds in it.
    """
    if not (folder / "seeds").is_dir():
        name = plain(str(folder), 500)
        msg = f"cannot read {name}: no seeds/ in it; `drawdown init {name}` begins a project"
        raise CannotRead(msg)
    return Edit(folder)


def add_source(edit: Edit, fields: Mapping[str, object]) -> str:
    """Draft the file of a source; claims come later.

    Parameters
    ----------
    edit
        The change.
    fields
        Its fields; an id is made of day, producer and title when there is none.

    Returns
    -------
    Its id.

    Raises
    ------
    InputFault
        When there is such a source, or it is published on a day to come.
    """
    published = str(fields.get("published", ""))
    findings = Findings()
    if is_when(published):
        check_published(published, Spot(""), findings)
    if findings.broken:
        raise InputFault(findings.faults)
    day = _DAY.match(published)
    parts = (day[0] if day else "", fields.get("producer", ""), fields.get("title", ""))
    made = slug(" ".join(map(str, parts)))[:80].strip("-")
    key = str(fields.get("id") or made or "source")
    path = edit.seeds / "sources" / f"{slug(key) or 'source'}.toml"
    _check_new(edit, key, path)
    edit.put(path, table_text({"id": key} | {**fields, "id": key}))
    return key


def add_claim(edit: Edit, source: str, fields: Mapping[str, object]) -> str:
    """Draft a claim, at the end of its source's file.

    Parameters
    ----------
    edit
        The change.
    source
        The id of its source.
    fields
        Its fields; an id is made when there is none.

    Returns
    -------
    Its id.

    Raises
    ------
    NoSuchThing
        When there is no such source.
    """
    path, ids = _file_of(edit, source)
    key = str(
        fields.get("id") or next(k for k in map("C-{}".format, range(1, 10**6)) if k not in ids)
    )
    text = edit.text(path)
    edit.put(path, text.rstrip("\n") + "\n" + claim_text({"id": key} | {**fields, "id": key}))
    return key


def _check_new(edit: Edit, key: str, path: Path) -> None:
    """See to it that neither a source of this id exists nor the file that it would have."""
    known = _ids(edit)[0]
    other = next((name for name, file in known.items() if file == path), "")
    if key in known:
        found = f"{shown(key)}, a source that exists already in {plain(str(known[key]), 500)}"
        add = f"drawdown add-claim --data {plain(str(edit.project), 500)} --source {plain(key)}"
        allowed = f"an id that is new, or `{add}` to add to it"
    elif edit.text(path):
        holds = f", which holds the source {shown(other)}" if other else ""
        found = f"{shown(key)}, whose file exists already: {plain(str(path), 500)}{holds}"
        allowed = "an id that gives another name of a file"
    else:
        return
    raise InputFault([Fault("", "", "id", found, allowed)])


def _file_of(edit: Edit, source: str) -> tuple[Path, set[str]]:
    """Find the file of a source, and the ids of all claims."""
    known, ids = _ids(edit)
    if source not in known:
        listed = ", ".join(sorted(known)[-5:])
        msg = f"no source {plain(source)!r}; the last ones are {listed or 'none'}"
        raise NoSuchThing(msg)
    return known[source], ids


def _ids(edit: Edit) -> tuple[dict[str, Path], set[str]]:
    """Give the ids of all sources with their files, and those of all claims."""
    known: dict[str, Path] = {}
    ids: set[str] = set()
    drafts = {path for path in edit.drafts if path.suffix == ".toml"}
    for path in sorted(drafts.union((edit.seeds / "sources").glob("*.toml"))):
        content: dict[str, Any] = read_toml(path, Findings(), drafts=edit.drafts) or {}
        known.setdefault(str(content.get("id")), path)
        claims = content.get("claim")
        for claim in claims if isinstance(claims, list) else ():
            ids.add(str(claim.get("id")) if isinstance(claim, dict) else "")
    return known, ids


def is_plan(kind: str) -> bool:
    """Tell whether a kind of claim, by its name, is a plan."""
    return kind in set(PLANS)
