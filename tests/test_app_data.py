"""What the page remembers: for all readers, or for one visit."""

from dataclasses import replace

import pytest
import streamlit as st
from streamlit.runtime.caching.cache_resource_api import clear_session_cache
from streamlit.testing.v1 import AppTest

from geo.app import data
from geo.ledger import Ledger


@pytest.mark.parametrize(("own", "calls"), [(False, 1), (True, 2)])
def test_what_is_made_of_a_reader_s_own_file_is_made_anew_for_another(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, *, own: bool, calls: int
) -> None:
    made: list[str] = []

    @data.remembered(4)
    def work(of: Ledger) -> str:
        made.append(of.digest)
        return of.digest

    fresh = replace(ledger, title=f"own {own}", memory={})
    monkeypatch.setattr(data, "asked", data.own(fresh) if own else fresh, raising=False)
    monkeypatch.setattr(data, "work", work, raising=False)

    def page() -> None:
        from geo.app import data as here  # noqa: PLC0415 - it runs on its own

        here.work(here.asked)  # type: ignore[attr-defined]

    for _ in range(2):  # two visitors, two looks each
        visit = AppTest.from_function(page)
        visit.run()
        visit.run()
        assert not visit.exception
        # What Streamlit does at the end of a visit; every test run is of this one session.
        clear_session_cache("test session id")
    assert len(made) == calls
    st.cache_resource.clear()
