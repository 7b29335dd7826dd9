"""Start the page's server with the slow libraries already in memory.

Run as ``python -m geo.app.serve``, with the arguments of ``streamlit``. The first visitor would
otherwise wait about a second for Folium, pandas and the page's own parts.
"""

import sys

import folium
import pandas as pd
from streamlit.web import cli

from geo.app import below, controls, hints, livemap, panel, sync, upload

WARM = (folium, pd, below, controls, hints, livemap, panel, sync, upload)


def main() -> None:
    """Hand over to Streamlit."""
    cli.main(sys.argv[1:], prog_name="streamlit")


if __name__ == "__main__":
    main()
