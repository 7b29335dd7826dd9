"""Libraries that not everybody needs: one clean line says which extra brings them."""

import importlib
from typing import Any

from geo.errors import NoSuchThing


class ExtraMissing(NoSuchThing):
    """A library of an extra is not installed."""


def need(module: str, purpose: str) -> Any:  # noqa: ANN401 - a module
    """Import a library of the extra ``share``.

    Parameters
    ----------
    module
        The module's name.
    purpose
        What it is needed for, such as ``XLSX``.

    Raises
    ------
    ExtraMissing
        When it is not installed.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        library = module.partition(".")[0]
        msg = f"{purpose} needs {library}; install it by: pip install 'drawdown[share]'"
        raise ExtraMissing(msg) from error
