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
from concurrent.futures import BrokenExecutor
from dataclasses import asdict, dataclass
from importlib.metadata import version
from importlib.resources import as_file, files
from pathlib import Path

import platformdirs
from filelock import FileLock, Timeout

from aseankg.graph.clocks import weigh
from aseankg.graph.store.embedded import EmbeddedStore
from aseankg.graph.views.language import ENGLISH
from aseankg.loaders.check import check, kinds_by_slug
from aseankg.loaders.drafts import check_drafts, drafts, published
from aseankg.loaders.problems import RecordsInvalidError
from aseankg.loaders.quads import quads
from aseankg.loaders.read import Records, Watch, read
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
    private: bool = False
    """Whether unpublished records went in."""
    drafts: int = 0
    """Documents that were left out, since nobody has accepted them yet."""
    language: str = ENGLISH
    """The language that the pages speak."""


def records_folder() -> Path:
    """Return the records that ship with the package."""
    with as_file(files("aseankg") / "records") as folder:
        return folder.resolve()


def default_folder(records: Path, overlay: Path | None = None) -> Path:
    """Return where a build of these records lives when nobody says: beside a checkout's records, else in the cache.

    A build with private records never stands beside a checkout, where it might be handed on with it.
    """
    if overlay is not None:
        both = f"{records}\n{overlay.resolve()}"
        digest = hashlib.blake2b(both.encode(), digest_size=6).hexdigest()
        return platformdirs.user_cache_path("aseankg") / f"private-{digest}"
    if (records.parent / "pyproject.toml").is_file():
        return records.parent / "build"
    digest = hashlib.blake2b(str(records).encode(), digest_size=6).hexdigest()
    return platformdirs.user_cache_path("aseankg") / digest


def validate(root: Path, overlay: Path | None = None, watch: Watch = iter) -> Records:
    """Read and check records, drafts among them, and an office's own on top.

    Raises RecordsInvalidError with every problem of the run.
    """
    records = read(root, overlay, watch)
    check(records)
    check_drafts(records)
    if records.problems:
        raise RecordsInvalidError(records.problems)
    return records


def build(
    root: Path,
    out: Path,
    progress: Progress = lambda _: None,
    *,
    force: bool = False,
    overlay: Path | None = None,
    language: str | None = None,
    watch: Watch = iter,
) -> Build:
    """Build a folder from records, unless the one that is there was made from the same ones.

    Pages speak the language asked for, else that of the build that is there, else English.

    With an `overlay`, a folder of unpublished records, the build is private: it says so, and takes no public one's place.

    Raises RecordsInvalidError if the records do not hold and BuildError if the folder cannot be written; the
    last good build stays in both cases.
    """
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{out}.lock", timeout=300):
            _heal(out)
            last = _manifest(out)
            language = language or (last.language if last else ENGLISH)
            inputs = _digest(root, overlay, language)
            if last is not None and overlay is not None and not last.private:
                raise BuildError(
                    f"{out} holds a public build; expected another folder for one with private records"
                )
            if last is not None and last.inputs == inputs and not force:
                return last
            return _build(root, out, inputs, progress, overlay, language, watch)
    except Timeout as error:
        raise BuildError(f"another build of {out} is under way; expected it to end within 300 s") from error
    except BrokenExecutor as error:
        raise BuildError(
            "the system ended a process that wrote pages; expected it to have memory enough"
        ) from error
    except OSError as error:
        raise BuildError(f"cannot write {error.filename or out}: {error.strerror or error}") from error


def assemble(records: Records) -> tuple[EmbeddedStore, int]:
    """Return the store of checked records without drafts, weighed as `clocks.weigh` says, and the number of disagreements."""
    records = published(records)
    store = EmbeddedStore()
    for file in vocabulary():
        store.add_turtle(file, iris.VOCABULARY)
    store.add(quads(records, kinds_by_slug(records)))
    return store, weigh(store)


def vocabulary() -> Iterator[Path]:
    """Yield the Turtle files of the ontology and its code lists."""
    with as_file(files("aseankg.ontology")) as folder:
        yield folder / "aseankg.ttl"
        yield folder / "foreign.ttl"
        yield from sorted((folder / "codes").glob("*.ttl"))


def _build(
    root: Path,
    out: Path,
    inputs: str,
    progress: Progress,
    overlay: Path | None,
    language: str,
    watch: Watch,
) -> Build:
    from aseankg.graph.views import site  # whoever opens a build that is there draws nothing

    progress("reading and checking records")
    records = validate(root, overlay, watch)
    new = out.with_name(f"{out.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    progress("resolving sources")
    store, disagreements = assemble(records)
    count = store.dump(new / GRAPH_FILE)
    store.settle()
    kept = published(records)
    waiting = len(drafts(records))
    pages = site.write_site(
        store, new / SITE_FOLDER, language, _files(records), waiting, progress=progress, watch=watch
    )
    made = Build(
        inputs=inputs,
        sources=len(kept.documents),
        statements=sum(len(document.statements) for document in kept.documents),
        quads=count,
        disagreements=disagreements,
        pages=pages,
        private=overlay is not None,
        drafts=waiting,
        language=language,
    )
    (new / MANIFEST).write_text(json.dumps(asdict(made), indent=2) + "\n", "utf-8")
    _swap(new, out)
    return made


def _files(records: Records) -> dict[str, Path]:
    """Return the files of the records by their name below their folder, drafts left out."""
    waiting = {document.file for document in drafts(records)}
    found = (file for file in sorted(records.root.rglob("*.yaml")) if file not in waiting)
    return {file.relative_to(records.root).as_posix(): file for file in found}


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
    except (OSError, ValueError, TypeError, RecursionError):
        return None


def _digest(root: Path, overlay: Path | None, language: str) -> str:
    """Return a digest of everything that a build depends on: records, code, vocabulary, templates."""
    digest = hashlib.blake2b(f"pages in {language}\n".encode(), digest_size=16)
    for package in ("networkx", "pyoxigraph", "pyvis"):
        digest.update(f"{package} {version(package)}\n".encode())
    with as_file(files("aseankg")) as package_folder:
        folders = [root, *(package_folder / name for name in ("graph", "loaders", "ontology"))]
        if overlay is not None:
            digest.update(b"overlay\n")
            folders.append(overlay)
        for folder in folders:
            for file in sorted(path for path in folder.rglob("*") if path.is_file()):
                if "__pycache__" not in file.parts:
                    digest.update(file.relative_to(folder).as_posix().encode())
                    digest.update(hashlib.blake2b(file.read_bytes()).digest())
    return digest.hexdigest()
