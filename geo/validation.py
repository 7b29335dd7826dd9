"""Records validated, and their faults in plain words: never those of the library behind it."""

import datetime as dt
import difflib
import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from geo.files import Findings, Spot, plain, shown
from geo.jsontext import NoNumber

_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_MARKUP = re.compile(r"<[A-Za-z/!?]")
_SCRIPT = re.compile(r"<\s*/?\s*script", re.IGNORECASE)
CLEAN = "text on one line, without control characters or marks that reorder it"

R = TypeVar("R", bound=BaseModel)
Near = Callable[[str, object], str]


def fail(allowed: str) -> PydanticCustomError:
    """Give the error by which a model's own check says what is allowed."""
    return PydanticCustomError("drawdown", "{allowed}", {"allowed": allowed})


def clean(text: str) -> str:
    """Refuse a text that could change what is read around it, and an empty one."""
    if _UNSAFE.search(text):
        raise fail(CLEAN)
    if not text.strip():
        msg = "some text"
        raise fail(msg)
    return text


def validate(
    model: type[R],
    raw: object,
    spot: Spot,
    findings: Findings,
    public: dt.date | None = None,
    near: Near | None = None,
) -> R | None:
    """Validate one record and note its faults.

    Parameters
    ----------
    model
        The model.
    raw
        What was read.
    spot
        Where it stands.
    findings
        Takes the faults.
    public
        For a claim, the day from which its source may be known.
    near
        Gives, by the field and what stands in it, a hint at what may have been meant.

    Returns
    -------
    The record, or None when it has faults.
    """
    try:
        record = model.model_validate(raw, context={"public": public})
    except ValidationError as error:
        faulty = note_faults(error, model, spot, findings, near)
        rest = raw if isinstance(raw, Mapping) else {}
        check_markup({k: v for k, v in rest.items() if k not in faulty}, spot, findings)
        return None
    told = len(findings.faults)
    check_markup(raw if isinstance(raw, Mapping) else {}, spot, findings)
    return None if any(not fault.warning for fault in findings.faults[told:]) else record


def note_faults(
    error: ValidationError,
    model: type[BaseModel],
    spot: Spot,
    findings: Findings,
    near: Near | None = None,
) -> set[str]:
    """Turn what pydantic found into faults: the field, what stands there, what may.

    Parameters
    ----------
    error
        What pydantic found.
    model
        The model that was tried.
    spot
        Where the record stands.
    findings
        Takes the faults.
    near
        Gives, by the field and what stands in it, a hint at what may have been meant.

    Returns
    -------
    The fields at fault.
    """
    details = error.errors(include_url=False)
    inside = {detail["loc"][0] for detail in details if len(detail["loc"]) > 1}
    for detail in details:
        if detail["type"] == "too_short" and detail["loc"][0] in inside:
            continue  # only because its items are at fault
        if isinstance(detail["input"], NoNumber):
            continue  # told when the file was read
        absent = detail["type"] == "missing" or detail["input"] is None
        found = "nothing" if absent else shown(detail["input"])
        allowed, hint = _allowed(detail, model)
        if near and not hint and detail["loc"]:
            hint = near(str(detail["loc"][0]), detail["input"])
        findings.add(spot, _path(detail["loc"]), found, allowed, hint, at=detail["loc"])
    return {str(detail["loc"][0]) for detail in details if detail["loc"]}


def _path(loc: tuple[int | str, ...]) -> str:
    text = ""
    for part in loc:
        text += f"[{part}]" if isinstance(part, int) else f".{part}"
    return text.removeprefix(".")


def _allowed(detail: ErrorDetails, model: type[BaseModel]) -> tuple[str, str]:
    if detail["type"] == "drawdown":
        return str(detail["ctx"]["allowed"]), ""
    if not detail["loc"]:
        return "a table of fields", ""
    name = str(detail["loc"][0])
    if detail["type"] == "extra_forbidden":
        close = difflib.get_close_matches(name, model.model_fields, n=1)
        return "no such field", f"did you mean {close[0]}?" if close else ""
    return str(model.model_fields[name].description), ""


def check_markup(raw: Mapping[Any, Any], spot: Spot, findings: Findings) -> None:
    """Refuse scripts in texts, and warn of other markup: it is shown as the text that it is."""
    for key, value in raw.items():
        for text in value if isinstance(value, list) else (value,):
            if not isinstance(text, str) or "<" not in text:
                continue
            if _SCRIPT.search(text):
                findings.add(spot, str(key), shown(text), "text without a script")
            elif _MARKUP.search(text):
                allowed = "any text; it is shown as text, never as markup"
                findings.warn(spot, str(key), shown(text), allowed)


def clean_text(value: object, spot: Spot, field: str, findings: Findings) -> str:
    """Give a text that stands alone, or "" when there is none or it has faults."""
    if value is None or value == "":
        return ""
    if not isinstance(value, str) or _UNSAFE.search(value):
        findings.add(spot, field, shown(value), CLEAN)
        return ""
    check_markup({field: value}, spot, findings)
    return value


def features_of(content: object, spot: Spot, findings: Findings) -> list[Any] | None:
    """Give the features of a GeoJSON FeatureCollection, or None when it is none."""
    head = content if isinstance(content, dict) else {}
    kind, found = head.get("type"), head.get("features")
    named = kind == "FeatureCollection"
    if named and isinstance(found, list):
        return found
    if (named or isinstance(kind, NoNumber)) and isinstance(found, list | NoNumber):
        return None  # told when the file was read
    findings.add(spot, "", shown(content), "a FeatureCollection with a list of features")
    return None


def label(noun: str, raw: object, number: int) -> str:
    """Name a record for a message: by its id, or by its number where it has none."""
    found = raw.get("id") if isinstance(raw, Mapping) else None
    return f"{noun} {plain(found) if isinstance(found, str) and found else number}"
