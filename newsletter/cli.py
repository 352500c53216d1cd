"""The command `newsletter`: the outer shell.

What each command needs is imported when it runs, so that help is instant.
"""

import io
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from newsletter.filters import Line
    from newsletter.installation import Installation

JSON_OPTION = click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line.")
DUMP_OPTION = click.option(
    "--dump", type=click.Path(path_type=Path), help="The dump directory; default: as in newsletter.toml."
)
PERIOD_OPTION = click.option("--period", default="", metavar="WEEK", help="Such as 2026-W47; default: this week.")


class _Commands(click.Group):
    """The group of commands, which turns the project's errors into one line and exit code 1."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; whoever wrote it raises what went wrong."""
        from newsletter.errors import NewsletterError
        from subscribers import SubscriberError

        try:
            return super().invoke(ctx)
        except (NewsletterError, SubscriberError) as error:
            raise click.ClickException(" ".join(str(error).split())) from error


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="newsletter-digest", message="%(version)s")
def main() -> None:
    """The weekly digest you can prove: from a folder of dumped pages to one e-mail."""


@main.command()
@PERIOD_OPTION
@DUMP_OPTION
@click.option(
    "--subscribers", type=click.Path(path_type=Path), help="A CSV of email,name; default: as in newsletter.toml."
)
@click.option("--dry-run", is_flag=True, help="Compose and render, but send nothing and write nothing down.")
def run(period: str, dump: Path | None, subscribers: Path | None, dry_run: bool) -> None:
    """Run the whole week: find, summarise, group, compose, send.

    A second run of the same week sends nothing; a run that was killed goes on where it stopped.
    """
    from flows.here import run_here

    week = _checked(period)
    _installation(dump=dump, subscribers=subscribers)
    _talk("Starting Prefect's temporary server; this takes some seconds.")
    report = run_here(period=week, dump=str(dump or ""), subscribers=str(subscribers or ""), dry_run=dry_run)
    _print(report.lines)


@main.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@JSON_OPTION
@click.option("--why", metavar="FILE", help="Print one dump of it with each line's verdict beside the line.")
def posts(folder: Path | None, as_json: bool, why: str | None) -> None:
    """List what lies in FOLDER (default: the dump directory): posts, duplicates, what was left out, and why."""
    from newsletter import filters, listing, stages, wellbeing
    from newsletter.database import now

    installation = _installation(dump=folder)
    with _progress("Reading") as on_progress:
        found = stages.find_posts(installation, on_progress=on_progress)
    if why:
        _print(listing.why(found, installation.dump, why))
    elif as_json:
        _print(filters.post_line(known) for known in found.known)
        for line in listing.unreadable(found):
            _talk(line)
    else:
        _print(listing.posts(found))
        _print(wellbeing.told(stages.health(installation, found, now=now())))


@main.command()
@JSON_OPTION
@click.option(
    "--words", type=click.IntRange(min=1), help="Budget of words for whole sentences; default: two to three sentences."
)
def summarise(as_json: bool, words: int | None) -> None:
    """Summarise the posts on standard input: `newsletter posts --json | newsletter summarise`."""
    from newsletter import filters, stages
    from newsletter.summaries import summarise_all

    lines = _lines()
    summaries = summarise_all([line.post for line in lines], stages.encoder(_installation()), words=words)
    for line, summary in zip(lines, summaries, strict=True):
        click.echo(
            filters.summary_line(line, summary) if as_json else f"{line.post.title}\n  {filters.printed(summary)}\n"
        )


@main.command()
@JSON_OPTION
def themes(as_json: bool) -> None:
    """Group the posts on standard input by theme: `newsletter posts --json | newsletter themes`."""
    from newsletter import filters, listing, stages
    from newsletter.themes import group

    lines = _lines()
    grouping = group([line.post for line in lines], stages.encoder(_installation()), period="")
    theme_of = {post_id: theme for theme in grouping.themes for post_id in theme.post_ids}
    if as_json:
        _print(filters.theme_line(line, theme_of.get(line.post.id)) for line in lines)
    else:
        _print(listing.themes(grouping, {line.post.id: line.post.title for line in lines}))


@main.command()
@PERIOD_OPTION
@DUMP_OPTION
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port on this machine; default: any free one.")
@click.option("--no-browser", is_flag=True, help="Print the address only.")
def preview(period: str, dump: Path | None, port: int, no_browser: bool) -> None:
    """Show the e-mail as it would be sent now, on a page of this machine. Writes nothing but caches."""
    from newsletter.preview import serve
    from newsletter.proof import pull_proof

    installation = _installation(dump=dump)
    period = _checked(period)
    serve(lambda: pull_proof(installation, period), port=port, open_browser=not no_browser, announce=_talk)


@main.command()
@JSON_OPTION
def status(as_json: bool) -> None:
    """Tell the state of each issue and who must act next."""
    from newsletter import standing

    installation = _installation()
    _print(standing.as_json(installation) if as_json else standing.as_text(installation))


@main.command()
@click.argument("issue")
@JSON_OPTION
def who(issue: str, as_json: bool) -> None:
    """Tell who got ISSUE (such as weekly/2026-W47, or the week alone), who did not, and why."""
    from newsletter import standing

    _print(standing.recipients(_installation(), issue, as_json=as_json))


@main.command("go-live")
@click.option("--sender-name", help="Who the mail is from, as readers see it.")
@click.option("--sender-address", help="The address in From.")
@click.option("--postal-address", help="Printed in the footer of every mail; the law asks for it.")
@click.option("--transport", type=click.Choice(["smtp", "outbox"]), help="What hands messages over.")
@click.option(
    "--backlog/--no-backlog", default=None, help="Whether the posts already there stay out of the first issue."
)
def go_live(**answers: Any) -> None:
    """End the rehearsal: ask what every mail must say, write it to newsletter.toml, start the real ledger."""
    from newsletter import golive

    installation = _installation()
    golive.refuse_if_live(installation)
    given = {question: answers[question] for question in golive.QUESTIONS if answers[question] is not None}
    for question, (prompt, default) in golive.QUESTIONS.items():
        if question not in given:
            given[question] = _ask(prompt, default(installation), question)
    _print(golive.go_live(installation, **given))


@main.group()
def subscribers() -> None:
    """Look after the list of subscribers."""


@subscribers.command("check")
@click.argument("file", required=False, type=click.Path(path_type=Path))
def check(file: Path | None) -> None:
    """Read FILE (default: the list in newsletter.toml) and name every bad row; exit with 1 where there is one."""
    from newsletter import listing
    from subscribers import read_roll

    installation = _installation(subscribers=file)
    roll = read_roll(installation.roll)
    _print(listing.roll(roll))
    if roll.bad_rows:
        sys.exit(1)


@main.group()
def theme() -> None:
    """Follow the themes from issue to issue, and mend them."""


@theme.command("list")
@JSON_OPTION
def theme_list(as_json: bool) -> None:
    """List every theme with its id, its issues, and what became of it."""
    from newsletter import arcs

    _print(arcs.listed(_installation(), as_json=as_json))


@theme.command("rename")
@click.argument("theme")
@click.argument("name")
def theme_rename(theme: str, name: str) -> None:
    """Call THEME (an id or a name) NAME from the next issue on."""
    from newsletter import arcs

    _print(arcs.rename(_installation(), theme, name))


@theme.command("merge")
@click.argument("theme")
@click.argument("into")
def theme_merge(theme: str, into: str) -> None:
    """Let THEME be part of INTO from the next issue on."""
    from newsletter import arcs

    _print(arcs.merge(_installation(), theme, into))


@theme.command("pin")
@click.argument("theme")
@click.option("--off", is_flag=True, help="Undo it.")
def theme_pin(theme: str, off: bool) -> None:
    """Put THEME first in every issue that it is in."""
    from newsletter import arcs

    _print(arcs.pin(_installation(), theme, off=off))


def _installation(**places: Path | None) -> "Installation":
    from newsletter.installation import open_installation

    return open_installation(Path.cwd(), **places)


def _checked(period: str) -> str:
    from newsletter.issue.period import parse_period

    return str(parse_period(period)) if period else ""


def _lines() -> "list[Line]":
    from newsletter import filters

    if sys.stdin.isatty():
        raise click.UsageError("reads posts from standard input: newsletter posts --json | newsletter …")
    text = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace")
    return list(filters.read_lines(text, on_bad=_talk))


def _ask(prompt: str, default: str, question: str) -> object:
    if question == "backlog":
        return click.confirm(prompt, default=True)
    kind = click.Choice(["smtp", "outbox"]) if question == "transport" else str
    return click.prompt(prompt, default=default or None, type=kind)


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)


@contextmanager
def _progress(label: str) -> Iterator[Callable[[int, int | None], None] | None]:
    """A bar on the terminal while something long is done; nothing where it is short, or nobody looks."""
    if not sys.stderr.isatty():
        yield None
        return
    with ExitStack() as stack:
        bars: list[Any] = []

        def on_progress(done: int, total: int | None) -> None:
            if not bars and total and done < total:
                bars.append(stack.enter_context(click.progressbar(length=total, label=label, file=sys.stderr)))
            for bar in bars:
                bar.update(done - bar.pos)

        yield on_progress


def _talk(line: str) -> None:
    click.echo(line, err=True)
