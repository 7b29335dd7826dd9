"""The time map as a page: widgets, the choice they make, its snapshot, and what shows it."""

import streamlit as st

from geo.app import below, controls, data, hints, livemap, page, panel, sync, upload
from geo.app.tongue import Tongue
from geo.clock import present

tongue = Tongue(sync.language())
page.start_page(tongue)
top = st.container(horizontal=True, vertical_alignment="center", key="top")
with top:
    ledger = upload.upload_part(tongue) or data.open_ledger(tongue)
now = present(ledger)
choice = sync.read_choice(ledger, now)
tongue = choice.tongue
view = choice.snapshot(ledger)
selection = choice.selection(ledger)

with top:
    controls.choose_language()
with st.container():  # what comes and goes has a place of its own, or the map would be put anew
    sync.show_problems()
page.show_sentence(view, now, tongue)
with st.container():
    hints.show_hints(ledger, choice)
controls.choose_knowledge(ledger, choice)
controls.choose_date(ledger, choice, data.change_days(ledger, choice.span, selection))

with st.container(key="wire"):
    livemap.tell_state(
        date=choice.on.isoformat(),
        site=choice.site,
        show=choice.layers,
        table=below.table_above(ledger, choice),
        picked=controls.pick,
    )
map_column, panel_column = st.columns([2, 1], gap="medium")
with map_column:
    livemap.draw_page(data.map_page(ledger, choice.lang), tongue.say("map-label"))
with panel_column, st.container(key="panel"):
    controls.choose_site(ledger, choice)
    panel.show_panel(ledger, view, choice.site, tongue)

controls.choose_layers(ledger, choice)
below.show_below(ledger, view, choice)
below.show_foot(ledger, choice)
sync.write_address(ledger, choice)
