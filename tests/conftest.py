"""Fixtures that many tests share: the ledger that comes along on a still day, and projects."""

import os
import shutil
from pathlib import Path

import pytest

import geo
from geo.build import build
from geo.clock import VARIABLE
from geo.ledger import Ledger
from geo.project import begin

# Also for the processes that tests start; a suite that follows the calendar fails one morning.
os.environ.setdefault(VARIABLE, "2026-11-24")


@pytest.fixture(scope="session")
def ledger() -> Ledger:
    """The Iraq ledger, read from data/ once."""
    return geo.load()


@pytest.fixture
def no_other_data(monkeypatch: pytest.MonkeyPatch) -> None:
    """No data named for the page but those that come along."""
    monkeypatch.delenv("DRAWDOWN_DATA", raising=False)
    monkeypatch.setattr("sys.argv", ["streamlit"])


@pytest.fixture
def clean_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The clean project of ``tests/faulty``, built, as the folder ``p`` of the working folder."""
    shutil.copytree(Path(__file__).parent / "faulty" / "clean", tmp_path / "p")
    monkeypatch.chdir(tmp_path)
    build("p")
    return Path("p")


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project that ``drawdown init`` begins; for copies alone."""
    folder = tmp_path_factory.mktemp("begun") / "p"
    begin(folder)
    return folder


@pytest.fixture
def begun_project(begun: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the project just begun, as the folder ``p`` of the working folder."""
    shutil.copytree(begun, tmp_path / "p")
    monkeypatch.chdir(tmp_path)
    return Path("p")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project just begun."""
    begin(tmp_path / "my")
    return tmp_path / "my"
