"""Merged cells of a spreadsheet: a file keeps their value in the first one only."""

import re
from collections.abc import Iterable, Iterator, Sequence

from geo.intake.table import MAX_COLUMNS

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})"')
_MOST = 5  # that a note names
_LETTERS = 26


class Merged:
    """The merged cells of one sheet that reach over several rows.

    Parameters
    ----------
    content
        The XML of the sheet.
    """

    def __init__(self, content: bytes) -> None:
        self._begun: dict[int, list[tuple[int, int, str]]] = {}
        self._used: dict[str, None] = {}
        for match in _MERGED.finditer(content):
            letters, first, last = match[1].decode(), int(match[2]), int(match[3])
            column = _column(letters)
            if first < last and column < MAX_COLUMNS:
                name = f"{letters}{first}:{letters}{last}"
                self._begun.setdefault(first, []).append((column, last, name))

    def fill(self, rows: Iterable[Sequence[object]]) -> Iterator[list[object]]:
        """Give the rows with each value in all rows of its cell; the row of names keeps its own.

        Parameters
        ----------
        rows
            All rows of the sheet, from the first on.
        """
        held: dict[int, tuple[object, int, str]] = {}
        named = False
        for number, row in enumerate(rows, 1):
            cells = list(row)
            # A row in which nothing else stands is no record.
            if any(map(_holds, cells)):
                held = {column: each for column, each in held.items() if each[1] >= number}
                self._put(cells, held)
                for column, last, name in self._begun.get(number, ()) if named else ():
                    if column < len(cells) and _holds(cells[column]):
                        held[column] = (cells[column], last, name)
                named = True
            yield cells

    def _put(self, cells: list[object], held: dict[int, tuple[object, int, str]]) -> None:
        for column, (value, _, name) in held.items():
            cells += [None] * (column + 1 - len(cells))
            if not _holds(cells[column]):
                cells[column] = value
                self._used[name] = None

    @property
    def notes(self) -> tuple[str, ...]:
        """What was filled in, once the rows have been read."""
        if not self._used:
            return ()
        listed = ", ".join([*self._used][:_MOST])
        more = f" and {len(self._used) - _MOST} more" if len(self._used) > _MOST else ""
        return (f"merged cells count for each of their rows: {listed}{more}",)


def _holds(cell: object) -> bool:
    return cell is not None and cell != ""


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return number - 1
