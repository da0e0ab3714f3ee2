"""The story on one page: read, check, convert, resolve, name, write, swap.

A build is a folder: `graph.nq` (sorted canonical N-Quads), `site/`, and `build.json` (what went in, what came
out). It is made beside the old one and takes its place in one move, so a failed or killed build leaves the last
good one. Nothing in it depends on the clock: the same records give the same bytes.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import version
from importlib.resources import as_file, files
from pathlib import Path

import platformdirs
from filelock import FileLock, Timeout

from aseankg.graph.clocks import weigh
from aseankg.graph.store.embedded import EmbeddedStore
from aseankg.graph.views.language import ENGLISH
from aseankg.graph.views.site import write_site
from aseankg.loaders.check import check, kinds_by_slug
from aseankg.loaders.problems import RecordsInvalidError
from aseankg.loaders.quads import quads
from aseankg.loaders.read import Records, read
from aseankg.ontology import iris

GRAPH_FILE = "graph.nq"
SITE_FOLDER = "site"
MANIFEST = "build.json"

Progress = Callable[[str], None]


class BuildError(RuntimeError):
    """The build could not be made or put in place; the last good one stands."""


@dataclass(frozen=True, slots=True)
class Build:
    """What a build was made from and what it holds."""

    inputs: str
    sources: int
    statements: int
    quads: int
    disagreements: int
    pages: int
    language: str = ENGLISH


def records_folder() -> Path:
    """Return the records that ship with the package."""
    with as_file(files("aseankg") / "records") as folder:
        return folder.resolve()


def default_folder(records: Path) -> Path:
    """Return where a build of these records lives when nobody says: beside a checkout's records, else in the cache."""
    if (records.parent / "pyproject.toml").is_file():
        return records.parent / "build"
    digest = hashlib.blake2b(str(records).encode(), digest_size=6).hexdigest()
    return platformdirs.user_cache_path("aseankg") / digest


def validate(root: Path) -> Records:
    """Read and check records. Raises RecordsInvalidError with every problem of the run."""
    records = read(root)
    check(records)
    if records.problems:
        raise RecordsInvalidError(records.problems)
    return records


def build(
    root: Path,
    out: Path,
    progress: Progress = lambda _: None,
    *,
    force: bool = False,
    language: str | None = None,
) -> Build:
    """Build a folder from records, unless the one that is there was made from the same ones.

    Pages speak the language asked for, else that of the build that is there, else English.

    Raises RecordsInvalidError if the records do not hold and BuildError if the folder cannot be written; the
    last good build stays in both cases.
    """
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{out}.lock", timeout=300):
            _heal(out)
            last = _manifest(out)
            language = language or (last.language if last else ENGLISH)
            inputs = _digest(root, language)
            if last is not None and last.inputs == inputs and not force:
                return last
            return _build(root, out, inputs, progress, language)
    except Timeout as error:
        raise BuildError(f"another build of {out} is under way; expected it to end within 300 s") from error
    except OSError as error:
        raise BuildError(f"cannot write {error.filename or out}: {error.strerror or error}") from error


def assemble(records: Records) -> tuple[EmbeddedStore, int]:
    """Return the store of checked records, weighed as `clocks.weigh` says, and the number of disagreements."""
    store = EmbeddedStore()
    for file in vocabulary():
        store.add_turtle(file, iris.VOCABULARY)
    store.add(quads(records, kinds_by_slug(records)))
    return store, weigh(store)


def vocabulary() -> Iterator[Path]:
    """Yield the Turtle files of the ontology and its code lists."""
    with as_file(files("aseankg.ontology")) as folder:
        yield folder / "aseankg.ttl"
        yield from sorted((folder / "codes").glob("*.ttl"))


def _build(root: Path, out: Path, inputs: str, progress: Progress, language: str) -> Build:
    progress("reading and checking records")
    records = validate(root)
    new = out.with_name(f"{out.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    progress("resolving sources")
    store, disagreements = assemble(records)
    count = store.dump(new / GRAPH_FILE)
    progress("writing pages")
    pages = write_site(store, new / SITE_FOLDER, language)
    made = Build(
        inputs=inputs,
        sources=len(records.documents),
        statements=sum(len(document.statements) for document in records.documents),
        quads=count,
        disagreements=disagreements,
        pages=pages,
        language=language,
    )
    (new / MANIFEST).write_text(json.dumps(asdict(made), indent=2) + "\n", "utf-8")
    _swap(new, out)
    return made


def _swap(new: Path, out: Path) -> None:
    """Put the new build in the place of the old one; a kill between the two moves is healed by the next run."""
    old = out.with_name(f"{out.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if out.exists():
        os.replace(out, old)
    os.replace(new, out)
    shutil.rmtree(old, ignore_errors=True)


def _heal(out: Path) -> None:
    """Bring back the last good build if a run was killed between the two moves of a swap; clear what it left."""
    old = out.with_name(f"{out.name}.old")
    if old.exists() and not out.exists():
        os.replace(old, out)
    shutil.rmtree(old, ignore_errors=True)
    shutil.rmtree(out.with_name(f"{out.name}.new"), ignore_errors=True)


def _manifest(out: Path) -> Build | None:
    try:
        return Build(**json.loads((out / MANIFEST).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _digest(root: Path, language: str) -> str:
    """Return a digest of everything that a build depends on: records, code, vocabulary, templates."""
    digest = hashlib.blake2b(f"pages in {language}\n".encode(), digest_size=16)
    for package in ("networkx", "pyoxigraph", "pyvis"):
        digest.update(f"{package} {version(package)}\n".encode())
    with as_file(files("aseankg")) as package_folder:
        folders = [root, *(package_folder / name for name in ("graph", "loaders", "ontology"))]
        for folder in folders:
            for file in sorted(path for path in folder.rglob("*") if path.is_file()):
                if "__pycache__" not in file.parts:
                    digest.update(file.relative_to(folder).as_posix().encode())
                    digest.update(hashlib.blake2b(file.read_bytes()).digest())
    return digest.hexdigest()
