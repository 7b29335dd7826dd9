"""Layers: GeoJSON files with their deadlines and reports, read into a ledger and written."""

from pathlib import Path

from geo.agreement import to_ledger
from geo.attached import Reading, holds_claims, put_claims, read_attached
from geo.collector import many_objects
from geo.errors import CannotRead, InputFault
from geo.exchange import write_together
from geo.files import Findings, Spot, plain
from geo.gather import Parts
from geo.geojson import layer_texts
from geo.jsontext import UNREAD, read_json
from geo.ledger import Ledger
from geo.plain import read_plain
from geo.shapes import has_other_crs
from geo.validation import features_of

_OTHERS = (".gpkg", ".csv", ".xlsx", ".kml", ".kmz")


def default_data() -> Path:
    """Give the folder of the data that come with the program."""
    package = Path(__file__).parent
    inside = package / "_data"
    return inside if inside.is_dir() else package.parent / "data"


def load_ledger(path: str | Path | None = None, findings: Findings | None = None) -> Ledger:
    """Read a ledger from layers.

    Parameters
    ----------
    path
        A project, a folder of GeoJSON layers, one layer file or one GeoPackage; the data that
        come with the program when None.
    findings
        Takes the warnings, for those who want them.

    Raises
    ------
    InputFault
        With all faults, when there are any; nothing is loaded half.
    CannotRead
        When there is no such file or folder, or no layer in it.
    """
    findings = findings or Findings()
    ledger = read_layers(path, findings)
    if ledger is None:
        raise InputFault(fault for fault in findings.faults if not fault.warning)
    return ledger


def layer_files(path: str | Path | None = None) -> list[Path]:
    """Give the layer files that a path means, in the order of their names.

    Parameters
    ----------
    path
        As for `load_ledger`.

    Raises
    ------
    CannotRead
        When there are none.
    """
    start = default_data() if path is None else Path(path)
    if not start.exists():
        msg = f"cannot read {plain(str(start), 500)}: no such file or folder"
        raise CannotRead(msg)
    if not start.is_dir():
        return [start]
    for folder in (start / "data" / "layers", start / "layers", start):
        found = sorted(folder.glob("*.geojson"))
        if found:
            return found
    hint = "; `drawdown build` makes them of seeds/" if (start / "seeds").is_dir() else ""
    msg = f"cannot read {plain(str(start), 500)}: no layers (*.geojson) in it{hint}"
    raise CannotRead(msg)


def read_layers(
    path: str | Path | None, findings: Findings, content: object = UNREAD
) -> Ledger | None:
    """Read layers and note their faults.

    Parameters
    ----------
    path
        As for `load_ledger`.
    findings
        Takes the faults.
    content
        The content of the one file that is meant, when it has been read already.

    Returns
    -------
    The ledger, or None when anything is at fault.
    """
    # A folder holds all that its layers name; one layer alone may be a part of a whole.
    alone = path is not None and not Path(path).is_dir()
    reading = Reading(Parts(findings, whole=not alone))
    with many_objects():
        for file in layer_files(path):
            _read_file(file, reading, content)
        put_claims(reading)
        return to_ledger(reading.parts)


def data_texts(ledger: Ledger) -> dict[str, str]:
    """Give the text of each file that a ledger makes, by its name in ``data/``.

    Parameters
    ----------
    ledger
        The ledger.
    """
    from geo.schema import schema_text  # noqa: PLC0415 - reading needs none of its models

    texts = {f"layers/{layer}.geojson": text for layer, text in layer_texts(ledger).items()}
    return texts | {"schema/layer.schema.json": schema_text()}


def dump_layers(ledger: Ledger, folder: str | Path) -> list[Path]:
    """Write a ledger as layers, one file each; a file that would not change is left alone.

    Parameters
    ----------
    ledger
        The ledger.
    folder
        Where the files go.

    Returns
    -------
    The files that have changed.

    Raises
    ------
    CannotWrite
        When one cannot be written; then none has changed.
    """
    texts = layer_texts(ledger)
    return write_together(Path(folder), {f"{layer}.geojson": text for layer, text in texts.items()})


def _read_file(path: Path, reading: Reading, content: object) -> None:
    findings = reading.parts.findings
    if path.suffix.lower() in _OTHERS:
        _read_other(path, reading)
        return
    content = read_json(path, findings) if content is UNREAD else content
    spot = Spot(str(path))
    features = None if content is UNREAD else features_of(content, spot, findings)
    if features is None or not isinstance(content, dict):
        for noun in ("place", "claim"):  # what others name may stand in this one
            reading.parts.lose(noun)
        return
    has_other_crs(content, spot, findings)
    if holds_claims(content):
        read_attached(content, features, path, reading)
    else:
        read_plain(content, features, str(path), reading.parts)


def _read_other(path: Path, reading: Reading) -> None:
    """Read a GeoPackage as the plain layer that its columns give."""
    findings, name = reading.parts.findings, str(path)
    if path.suffix.lower() != ".gpkg":
        hint = "`drawdown import` makes a project of it"
        findings.add(Spot(name), "", plain(path.suffix), "a .geojson or a .gpkg file", hint)
        return
    from geo.intake.opening import open_plain  # noqa: PLC0415 - hardly ever needed

    shaped = open_plain(path, findings)
    if shaped:
        features = shaped.content["features"]
        read_plain(shaped.content, features, name, reading.parts, shaped.naming)
