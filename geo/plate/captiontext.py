"""The form of a caption: title, lists and sources, as plain text or as Markdown."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from geo import words
from geo.plate.prose import printed
from geo.plate.remarks import legend_of_grades
from geo.plate.roster import Cited


@dataclass(frozen=True, slots=True)
class Part:
    """A list of a caption.

    Attributes
    ----------
    title
        Its heading.
    texts
        Its items; without any, the whole part is left out.
    """

    title: str
    texts: Sequence[str]


class CaptionText:
    """Puts a caption together.

    Parameters
    ----------
    lang
        The language.
    form
        ``text`` or ``markdown``.
    """

    def __init__(self, lang: str, form: str) -> None:
        self.lang, self.form = lang, form
        self.mark: Callable[[str], str] = _escaped if form == "markdown" else printed

    def write(
        self,
        head: Sequence[str],
        parts: Sequence[Part],
        cited: Sequence[Cited],
        notes: Sequence[str],
    ) -> str:
        """Give the whole.

        Parameters
        ----------
        head
            The title, then paragraphs.
        parts
            The lists.
        cited
            The sources.
        notes
            The sentences at the end.
        """
        title, *texts = head
        blocks = [self._heading(title, 1), *(self.mark(text) for text in texts)]
        for part in parts:
            if part.texts:
                listed = "\n".join(f"- {self.mark(text)}" for text in part.texts)
                blocks += [self._heading(part.title, 2), listed]
        blocks += self._sources(cited)
        blocks.append(self.mark(" ".join(notes)))
        return "\n\n".join(blocks) + "\n"

    def _heading(self, text: str, level: int) -> str:
        if self.form == "markdown":
            return f"{'#' * level} {self.mark(text)}"
        return self.mark(text) if level == 1 else f"{self.mark(text)}:"

    def _sources(self, cited: Sequence[Cited]) -> list[str]:
        title = self._heading(words.say("plate-sources", self.lang), 2)
        if not cited:
            return [title, self.mark(words.say("plate-no-sources", self.lang))]
        lines = [_source_line(item, self.lang, self.form, self.mark) for item in cited]
        return [title, "\n".join(lines), self.mark(legend_of_grades(cited, self.lang))]


def _source_line(item: Cited, lang: str, form: str, mark: Callable[[str], str]) -> str:
    source = item.source
    day = words.date_text(source.published_text, lang)
    text = words.say("caption-source", lang, producer=source.producer, title=source.title, day=day)
    told = words.grades_text(item.grades, source, lang)
    grades = words.say("caption-grade", lang, grades=told)
    line = f"{item.number}. {mark(text)} ({mark(grades)})"
    url = _safe_url(source.url)
    if url:
        line += f" <{url}>" if form == "markdown" else f" {url}"
    return line


def _safe_url(url: str | None) -> str:
    if url and re.fullmatch(r"https?://[^\s<>\"`\\]+", url):
        return url
    return ""


def _escaped(text: str) -> str:
    """Give a text that Markdown shows as it is: data may hold what looks like an image."""
    return re.sub(r"([\\`*_{}\[\]<>#+!|~$&])", r"\\\1", printed(text))
