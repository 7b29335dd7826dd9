"""Parts of the page as HTML, from templates that escape every text."""

from functools import lru_cache

import streamlit as st
from jinja2 import Environment, PackageLoader, Template

from geo.app.tongue import Tongue


def render(name: str, tongue: Tongue, /, **values: object) -> str:
    """Give a part as HTML; whatever stands in the values is escaped.

    Parameters
    ----------
    name
        The template's name.
    tongue
        The language.
    values
        What the template names.
    """
    way = "rtl" if tongue.mirrored else "ltr"
    return _template(name).render(lang=tongue.lang, way=way, say=tongue.say, **values)


def show(name: str, tongue: Tongue, /, **values: object) -> None:
    """Show a part; see `render`.

    Parameters
    ----------
    name, tongue, values
        As for `render`.
    """
    st.html(render(name, tongue, **values))


@lru_cache(maxsize=16)
def _template(name: str) -> Template:
    loader = PackageLoader("geo.app")
    found = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return found.get_template(name)
