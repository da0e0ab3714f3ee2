"""`aseankg --help` against importing pydantic (goal 7): CPU of a process of its own, start of Python included."""

import resource
import subprocess
import sys

from bench.harness import Result


def run(count: int, rounds: int) -> list[Result]:
    """Start each in turn."""
    programs = {
        "import pydantic": "import pydantic; pydantic.BaseModel",
        "aseankg --help": "from aseankg.cli import main; main(['--help'], standalone_mode=False)",
        "Python alone": "",
    }
    seconds: dict[str, list[float]] = {name: [] for name in programs}
    for _ in range(rounds):
        for name, code in programs.items():
            seconds[name].append(_taken(code))
    return [Result("start of a command", seconds)]


def _taken(code: str) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)
