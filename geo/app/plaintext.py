"""Text from data in widgets that read Markdown."""

import string

_ESCAPES = {ord(sign): f"\\{sign}" for sign in string.punctuation}
# A line break would end a heading or begin a list; a tab would begin a code block.
_ESCAPES.update({ord(sign): " " for sign in "\n\r\t\v\f\u0085\u2028\u2029"})


def as_text(text: str) -> str:
    """Escape a text, so that a widget that reads Markdown shows it letter by letter.

    Every sign that Markdown, its extensions or Streamlit's directives could take as an order
    is escaped; a picture or a link in the data is read, and never fetched.

    Parameters
    ----------
    text
        Any text.
    """
    return text.translate(_ESCAPES).strip()
