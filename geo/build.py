"""Seeds compiled into layers: offline, deterministic, all or nothing."""

from pathlib import Path

from geo.files import write_all
from geo.layers import data_texts
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
    # All texts are made before the first is written: a broken seed changes nothing.
    texts = data_texts(load_seeds(project))
    return write_all((folder / name, text) for name, text in texts.items())
