"""The time map as a page: widgets, the choice they make, its snapshot, and what shows it."""

import datetime as dt

import streamlit as st

from geo.app import below, controls, data, livemap, page, panel, sync
from geo.webmap import Span

page.start_page()
ledger = data.open_ledger()
now = data.present(ledger, dt.datetime.now(tz=dt.UTC).astimezone().date())
choice = sync.read_choice(ledger, now)
view = choice.snapshot(ledger)
selection = choice.selection(ledger)
span = Span(choice.period.first, choice.period.last, choice.fixed, now)

sync.show_problems()
page.show_sentence(view, now)
controls.choose_knowledge(ledger, choice)
controls.choose_date(ledger, choice, data.change_days(ledger, span, selection))

with st.container(key="wire"):
    livemap.tell_state(
        date=choice.on.isoformat(),
        site=choice.site,
        show=choice.layers,
        table=data.table(ledger, span, selection),
        picked=controls.pick,
    )
map_column, panel_column = st.columns([2, 1], gap="medium")
with map_column:
    livemap.draw_page(data.map_page(ledger))
with panel_column, st.container(key="panel"):
    controls.choose_site(ledger, choice)
    panel.show_panel(view, choice.site)

controls.choose_layers(ledger)
below.show_below(ledger, view, choice)
below.show_foot(ledger)
sync.write_address(ledger, choice)
