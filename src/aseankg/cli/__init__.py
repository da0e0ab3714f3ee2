"""The command line: thin. A table on a terminal, JSON when piped; exit code 1 for a fault, 2 for a wrong call."""

from importlib import import_module
from typing import Any

import click

COMMANDS = {
    "explore": "building",
    "build": "building",
    "check": "building",
    "serve": "building",
    "query": "asking",
    "explain": "asking",
    "diff": "asking",
    "export": "asking",
    "rank": "analysing",
    "communities": "analysing",
    "brokerage": "analysing",
    "series": "analysing",
    "show": "analysing",
    "figures": "reporting",
    "silence": "reporting",
    "issues": "reporting",
    "report": "reporting",
    "matrix": "monitoring",
    "register": "monitoring",
    "propose": "monitoring",
}
"""Every command, and the module in which it stands: a module is read when one of its commands is called."""


class _Commands(click.Group):
    """Finds commands by name; shows our own errors as one line each, never as a stack trace."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by name; a wrong name gets near ones."""
        if cmd_name not in COMMANDS:
            from aseankg.loaders.problems import nearest

            ctx.fail(f"no command {cmd_name!r}{nearest(cmd_name, list(COMMANDS))}")
        module = import_module(f"aseankg.cli.{COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        from aseankg.loaders.problems import RecordsInvalidError

        try:
            return super().invoke(ctx)
        except RecordsInvalidError as error:
            for problem in error.problems:
                click.echo(str(problem), err=True)
            built = ctx.invoked_subcommand != "check"
            told = f"{error}; nothing was built, the last good build stands" if built else str(error)
            raise click.ClickException(told) from error
        except UnicodeDecodeError as error:
            raise click.ClickException(
                f"expected UTF-8 text: {error.reason} at byte {error.start}"
            ) from error
        except (ValueError, RuntimeError, OSError) as error:
            if type(error).__module__.startswith("aseankg.") or isinstance(error, OSError):
                raise click.ClickException(_told(error)) from error
            raise


def _told(error: Exception) -> str:
    """Return what a person needs to know of an error: of a file, its name and what is the matter with it."""
    if isinstance(error, OSError) and error.filename is not None and error.strerror:
        return f"{error.filename}: {error.strerror}"
    return str(error)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="aseankg")
def main() -> None:
    """Explore ASEAN's partnerships and commitments; every answer leads to its source."""
