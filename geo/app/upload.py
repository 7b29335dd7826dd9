"""The part of the page that takes a file of one's own, for this visit only."""

import contextlib

import streamlit as st
from streamlit.errors import StreamlitAPIException

from geo.app.data import own
from geo.app.plaintext import as_text
from geo.app.tongue import Tongue
from geo.intake.columns import NONE
from geo.intake.days import DMY, MDY
from geo.intake.opening import Asked
from geo.intake.reading import ENDINGS
from geo.intake.shaping import Members
from geo.ledger import Ledger
from geo.uploads import MAX_BYTES, Upload, key_of, open_upload

_FILE, _KEPT, _SHOWN = "upload-file", "upload-kept", "upload-shown"
_CHOSEN = ("name", "lat", "lon", "until", "since", "deadline", "layer")
_BY_NAME, _NO_COLUMN = "upload-by-name", "upload-no-column"
_ORDERS = {"": "upload-order-file", DMY: "upload-order-dmy", MDY: "upload-order-mdy"}
_GRADES = ("A1", "B2", "C3", "D4", "F6")
_ENGLISH = Tongue()
_REMEMBERED = ("hints-open", "language-spoken", "widgets-seen")  # by `sync`, of any ledger
_MOST = 30  # lines that are shown


def upload_part(tongue: Tongue = _ENGLISH) -> Ledger | None:
    """Show the part, and give the ledger of the reader's file once it is sound.

    It must run before the parts that show a ledger. When another ledger is shown than in the
    run before, what the widgets and the address hold of the old one is forgotten.

    Parameters
    ----------
    tongue
        The language.

    Returns
    -------
    The ledger, kept in this session alone; None when no file, or a faulty one, is there.
    """
    with st.popover(tongue.say("upload-title")):
        file = st.file_uploader(
            tongue.say("upload-file"),
            [ending.removeprefix(".") for ending in ENDINGS],
            key=_FILE,
            max_upload_size=MAX_BYTES // 1_000_000,
            help=tongue.say("upload-file-help"),
        )
        if file is None:
            st.session_state.pop(_KEPT, None)
            _show_anew("")
            return None
        made = _opened(file.name, file.getvalue())
        _show(made, tongue)
    if made.ledger is None:
        _show_anew("")
        return None
    _show_anew(made.ledger.digest)
    return own(made.ledger)


def _opened(name: str, content: bytes) -> Upload:
    """Read the file with the answers given so far, once for each set of answers."""
    asked = _asked()
    key = key_of(name, content, asked)
    kept: tuple[str, Upload] | None = st.session_state.get(_KEPT)
    if kept is None or kept[0] != key:
        kept = (key, open_upload(name, content, asked))
        st.session_state[_KEPT] = kept
    return kept[1]


def _asked() -> Asked:
    state = st.session_state
    answers = {role: state.get(f"upload-{role}", _BY_NAME) for role in _CHOSEN}
    columns = {
        role: NONE if column == _NO_COLUMN else column
        for role, column in answers.items()
        if column != _BY_NAME
    }
    published = state.get("upload-published")
    members = Members(
        grade=state.get("upload-grade", "B2"),
        published=published.isoformat() if published else None,
        order=state.get("upload-order", ""),
    )
    return Asked(columns, members)


def _show(made: Upload, tongue: Tongue) -> None:
    """Show the questions of a plain file, its faults, and what was taken for granted."""
    if made.table is not None:
        _ask(made, tongue)
    if made.faults:
        st.error(tongue.say("upload-faults", n=len(made.faults)))
    for line in made.faults[:_MOST]:
        st.text(line)
    if made.ambiguous:
        st.warning(tongue.say("upload-ambiguous"))
    if made.ledger is not None:
        st.success(
            tongue.say("upload-sound", n=len(made.ledger.sites), claims=len(made.ledger.claims))
        )
    for line in made.notes[:_MOST]:
        st.text(line)


def _ask(made: Upload, tongue: Tongue) -> None:
    located = made.table.located if made.table else False
    columns = made.table.columns if made.table else ()
    say = tongue.say
    offered = (_BY_NAME, _NO_COLUMN)
    options = [*offered, *columns]
    for role in _CHOSEN:
        if located and role in {"lat", "lon"}:
            continue
        if st.session_state.get(f"upload-{role}") not in options:
            st.session_state[f"upload-{role}"] = _BY_NAME
        found = made.columns.by_role.get(role) if made.columns else None
        told = say(f"upload-{role}")
        st.selectbox(
            as_text(f"{told}: {found}" if found else told),
            options,
            key=f"upload-{role}",
            format_func=lambda column: say(column) if column in offered else as_text(column),
        )
    st.selectbox(say("upload-grade"), _GRADES, index=1, key="upload-grade")
    st.date_input(say("upload-published"), value=None, key="upload-published", format="YYYY-MM-DD")
    st.selectbox(
        say("upload-order"),
        list(_ORDERS),
        key="upload-order",
        format_func=lambda order: say(_ORDERS[order]),
    )


def _show_anew(digest: str) -> None:
    """Forget what the widgets and the address hold of another ledger."""
    state = st.session_state
    before = state.get(_SHOWN, "")
    state[_SHOWN] = digest
    if digest == before:
        return
    # The reader's own and no ledger's. The usual tab is not in the address: it may be another.
    staying = {"lang": state.get("lang"), "tab": st.query_params.get("tab")}
    for key in list(state):
        if not str(key).startswith("upload-") and key not in _REMEMBERED:
            del state[key]
    for key in st.query_params.to_dict():
        with contextlib.suppress(StreamlitAPIException):  # one is bound to a widget: the date
            del st.query_params[key]
    for key, value in staying.items():
        if value:
            st.query_params[key] = value
    # As if the reader had come with another address: `sync` reads it, and no widget.
    state["widgets-seen"] = tuple(None for _ in state.get("widgets-seen", ()))
    state["address-written"] = {"data": before}
    state["address-mended"] = []  # nobody asked the new ledger for the old one's date
    st.rerun()
