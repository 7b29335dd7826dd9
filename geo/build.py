"""Seeds compiled into layers: offline, deterministic, all or nothing."""

from pathlib import Path

from geo.exchange import write_together
from geo.files import Findings
from geo.jsontext import read_json
from geo.layers import data_texts
from geo.ledger import Ledger
from geo.seeds import load_seeds


def build(
    project: str | Path, data: str | Path | None = None, findings: Findings | None = None
) -> list[Path]:
    """Compile the seeds of a project into its data.

    Parameters
    ----------
    project
        The folder that holds ``seeds/``.
    data
        Where the layers and the schema go; ``data/`` in the project when None.
    findings
        Takes the warnings, for those who want them.

    Returns
    -------
    The files that have changed or are gone; none when the data were up to date.

    Raises
    ------
    InputFault
        With all faults of the seeds; then nothing is written.
    CannotWrite
        When a file cannot be written or taken away; then nothing has changed.
    """
    folder = Path(project) / "data" if data is None else Path(data)
    # All is read before the first file is written: a broken seed changes nothing.
    return write_together(folder, data_changes(load_seeds(project, findings), folder))


def data_changes(ledger: Ledger, folder: Path) -> dict[str, str | None]:
    """Give what makes a folder the data of a ledger, by names in the folder.

    Parameters
    ----------
    ledger
        The ledger.
    folder
        Where the layers and the schema go.

    Returns
    -------
    The text of each file; None for the layers of ours that the ledger no longer has.
    """
    texts: dict[str, str | None] = {**data_texts(ledger)}
    for file in sorted((folder / "layers").glob("*.geojson")):
        if f"layers/{file.name}" not in texts and _is_ours(file):
            texts[f"layers/{file.name}"] = None
    return texts


def _is_ours(file: Path) -> bool:
    """Tell whether a layer was written by this program, and by nobody's hand."""
    content = read_json(file, Findings())
    return isinstance(content, dict) and "drawdown" in content
