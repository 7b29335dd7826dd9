"""Seeds compiled into layers: offline, deterministic, all or nothing."""

from pathlib import Path

from geo.files import write_all
from geo.geojson import layer_texts
from geo.schema import schema_text
from geo.seeds import load_seeds


def build(project: str | Path, data: str | Path | None = None) -> list[Path]:
    """Compile the seeds of a project into its data.

    Parameters
    ----------
    project
        The folder that holds ``seeds/``.
    data
        Where the layers and the schema go; ``data/`` in the project when None.

    Returns
    -------
    The files that have changed; none when the data were up to date.

    Raises
    ------
    InputFault
        With all faults of the seeds; then nothing is written.
    CannotWrite
        When a file cannot be written.
    """
    folder = Path(project) / "data" if data is None else Path(data)
    return write_all((folder / name, text) for name, text in data_texts(project).items())


def data_texts(project: str | Path) -> dict[str, str]:
    """Give the text of each file that the seeds of a project make, by its name in ``data/``.

    Parameters
    ----------
    project
        The folder that holds ``seeds/``.
    """
    ledger = load_seeds(project)
    texts = {f"layers/{layer}.geojson": text for layer, text in layer_texts(ledger).items()}
    return texts | {"schema/layer.schema.json": schema_text()}
