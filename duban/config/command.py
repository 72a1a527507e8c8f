"""The `duban` command. Heavy imports happen inside each command; `duban read` starts without this one, in `duban/__main__.py`."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="Duban (督办): supervise and see it done.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def setup_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duban.config.settings")
    import django

    from duban.config.loading import loading

    with loading():
        django.setup()


def listen_on(host: str, port: int) -> None:
    """Links lead here, those of the job worker too, as long as `DUBAN_URL` names no other address. Before the settings."""
    host = "127.0.0.1" if host in ("0.0.0.0", "::") else f"[{host}]" if ":" in host else host
    os.environ["DUBAN_LISTENS_AT"] = f"http://{host}:{port}"


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option(envvar="DUBAN_WORKERS", help="Web processes.")] = 2,
    threads: Annotated[int, typer.Option(envvar="DUBAN_THREADS", help="Threads in each web process.")] = 4,
    no_worker: Annotated[bool, typer.Option(help="Do not start a job worker beside the server.")] = False,
) -> None:
    """Set up what is missing and serve."""
    listen_on(host, port)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duban.config.settings")
    from duban.config import serve as serving

    serving.refuse_a_taken_port(host, port)
    serving.serve(host, port, workers, threads, with_worker=not no_worker)


@app.command()
def worker(
    until_empty: Annotated[bool, typer.Option(help="Stop when no job is left.")] = False,
    parent: Annotated[int, typer.Option(hidden=True)] = 0,
) -> None:
    """Run jobs (another one beside `serve`, or on another host)."""
    setup_django()
    from duban.config.worker import work

    work(until_empty=until_empty, parent=parent or None)


@app.command()
def demo(
    tasks: Annotated[int, typer.Option(help="Fill the ledger with this many tasks, for measuring.")] = 0,
    serve_it: Annotated[bool, typer.Option("--serve", help="Serve it afterwards.")] = False,
    host: Annotated[str, typer.Option()] = "127.0.0.1",
    port: Annotated[int, typer.Option()] = 8000,
) -> None:
    """Build an invented port group with a year of life (into an empty database)."""
    os.environ["DUBAN_DEMO"] = "1"
    listen_on(host, port)
    setup_django()
    from duban.config.demo import build
    from duban.config.serve import prepare, refuse_a_taken_port
    from duban.config.serve import serve as serve_now

    if serve_it:
        refuse_a_taken_port(host, port)  # told now, not after the minutes that building takes
    prepare()
    build(tasks=tasks)
    if serve_it:
        serve_now(host, port, 2, 4)


@app.command()
def seal() -> None:
    """Seal the journal now."""
    setup_django()
    from duban.journal.command import seal as run

    run()


@app.command()
def verify(
    checkpoint: Annotated[str, typer.Option(help="The twelve words of a printed checkpoint.")] = "",
) -> None:
    """Verify the whole journal; exit code 1 names the first entry that does not fit."""
    setup_django()
    from duban.journal.command import verify as run

    raise typer.Exit(run(checkpoint))


@app.command()
def backup(target: Annotated[Path, typer.Argument(help="A new .tar file.")]) -> None:
    """Save database, evidence and secrets into one file, while people work."""
    setup_django()
    from duban.config.backup import BackupError, save

    try:
        save(target)
    except BackupError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None


@app.command()
def restore(source: Annotated[Path, typer.Argument(help="A file made by `duban backup`.")]) -> None:
    """Bring a backup back, into an empty data folder and an empty database."""
    setup_django()
    from duban.config.backup import BackupError, bring_back

    try:
        bring_back(source)
    except BackupError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None


@app.command("import-org")
def import_org(
    path: Annotated[Path, typer.Argument(help="The filled-in template (.xlsx).")],
    save: Annotated[bool, typer.Option(help="Save; without it, only report.")] = False,
) -> None:
    """Check, and with --save import, units, people and appointments from Excel."""
    setup_django()
    from duban.org.command import import_org as run

    raise typer.Exit(run(path, save=save))


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def manage(context: typer.Context) -> None:
    """Any Django management command."""
    setup_django()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["duban manage", *context.args])


def main() -> None:
    try:
        app()
    except OSError as error:
        from duban.config.folders import data_folder

        sys.exit(f"duban: {error}. Is {data_folder()} writable, and is there room on the disk?")
    except Exception as error:
        # Only the operator's own trouble is put in a sentence; anything else is ours and keeps its traceback.
        if type(error).__name__ in {"Misconfigured", "ImproperlyConfigured"}:
            sys.exit(f"duban: {error}.")
        if type(error).__name__ != "OperationalError":
            raise
        sys.exit(f"duban: the database does not answer: {error}")


@app.command(name="read", context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
def read(context: typer.Context) -> None:
    """Read minutes: restored text and directives, as JSON lines. See `duban read --help`."""
    from duban.reading.command import main as reads

    sys.exit(reads(context.args))


if __name__ == "__main__":
    main()
