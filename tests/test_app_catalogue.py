"""No message of the page stands in its code: all are in the catalogue, and all are used."""

import ast
import re
from pathlib import Path

import pytest

from geo import words

# --- one catalogue ------------------------------------------------------------------------------

APP = Path(__file__).parents[1] / "geo" / "app"


def strings(path: Path) -> list[tuple[str, int]]:
    """Give the texts that a module hands to widgets, docstrings aside."""
    tree = ast.parse(path.read_text("utf-8"))
    found: list[tuple[str, int]] = []
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        called = ast.unparse(call.func)
        if not called.startswith("st.") or called.startswith(("st.session_state", "st.query_par")):
            continue
        named = [k.value for k in call.keywords if k.arg in {"help", "placeholder", "label"}]
        found += [
            (value.value, value.lineno)
            for value in (*call.args[:1], *named)
            if isinstance(value, ast.Constant) and isinstance(value.value, str)
        ]
    return found


@pytest.mark.parametrize("path", sorted(APP.rglob("*.py")), ids=lambda path: path.stem)
def test_no_message_stands_in_the_code(path: Path) -> None:
    assert [one for one in strings(path) if " " in one[0] or one[0].istitle()] == []


@pytest.mark.parametrize("path", sorted(APP.glob("templates/*.html")), ids=lambda path: path.stem)
def test_no_message_stands_in_a_template(path: Path) -> None:
    bare = re.sub(r"\{[%{#].*?[%}#]\}|<[^>]*>|&\w+;", " ", path.read_text("utf-8"), flags=re.DOTALL)
    assert re.findall(r"[A-Za-z]{2,}", bare) == []


def test_keys_in_the_code_are_in_the_catalogue_and_all_are_used() -> None:
    root = APP.parent
    files = [p for p in root.rglob("*") if p.suffix in {".py", ".html", ".js"}]
    code = "\n".join(path.read_text("utf-8") for path in files)
    keys = {key.partition("@")[0] for key in words.catalogue("en")}
    asked = set(re.findall(r"(?<!_)\bsay\(\s*['\"]([\w-]+)['\"]\s*[,)]", code))
    assert asked - keys == set()
    starts = set(re.findall(r"f?['\"`]([a-z][\w-]*-)(?:\{|\$\{|['\"])", code))
    unused = {
        key
        for key in keys
        if f'"{key}"' not in code and f"'{key}'" not in code and not key.startswith(tuple(starts))
    }
    assert {key for key in unused if not key.startswith("publish-")} == set()
