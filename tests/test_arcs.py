"""Themes from issue to issue: what the ledger remembers, and what an editor can do about it."""

import datetime as dt
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from newsletter import stages
from newsletter.cli import main
from newsletter.installation import open_installation
from newsletter.issue import file
from newsletter.issue.period import parse_period
from newsletter.model import Issue, Section
from newsletter.proof import pull_proof
from tests.conftest import ROOT

BULLETIN = json.loads((ROOT / "tests" / "quality" / "themes" / "weeks.json").read_text("utf-8"))["bulletins"][0]
NOW = dt.datetime(2026, 11, 9, 7, tzinfo=dt.UTC)

Week = Callable[[str], Issue]


@pytest.fixture(scope="module")
def vectors(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache for all tests of this file: encoding costs seconds."""
    return tmp_path_factory.mktemp("vectors")


@pytest.fixture
def week(tmp_path: Path, vectors: Path, monkeypatch: pytest.MonkeyPatch) -> Week:
    """Publish one week of a bulletin; the crawler keeps what it found before."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".newsletter").mkdir()
    (tmp_path / ".newsletter" / "cache").symlink_to(vectors)
    (tmp_path / "subscribers").mkdir()
    (tmp_path / "subscribers" / "subscribers.csv").write_text("email,name\nada@example.org,Ada\n")

    def publish(period: str) -> Issue:
        arrive(period, tmp_path)
        installation = open_installation(tmp_path)
        edition = stages.edition(installation, parse_period(period))
        found = stages.find_posts(installation)
        selection = stages.select(found, edition)
        encoder = stages.encoder(installation)
        grouping = stages.group(selection, encoder, edition)
        issue = stages.compose(selection, stages.summarise(selection, encoder), grouping, edition)
        compiled = stages.render(installation, issue)
        roll = stages.read_subscribers(installation)
        stages.freeze(installation, found, issue, compiled, roll, run_id="r", now=NOW)
        return issue

    return publish


def arrive(period: str, folder: Path) -> None:
    (posts,) = [week["posts"] for week in BULLETIN["weeks"] if week["week"] == period]
    lines = [
        json.dumps({"title": one["title"], "text": one["text"], "url": f"https://a.example.org/{one['id']}"})
        for one in posts
    ]
    (folder / "dump").mkdir(exist_ok=True)
    (folder / "dump" / f"{period}.jsonl").write_text("\n".join(lines), encoding="utf-8")


def themes(issue: Issue) -> tuple[Section, ...]:
    return tuple(section for section in issue.sections if section.theme_id)


def run(*words: str, code: int = 0) -> str:
    done = CliRunner().invoke(main, ["theme", *words])
    assert done.exit_code == code, done.output
    return done.output


def going_on(issues: Sequence[Issue]) -> list[Section]:
    return [section for section in themes(issues[-1]) if section.continues]


def test_a_theme_goes_on_under_its_id_and_name(week: Week) -> None:
    """What readers met last week they find again, and the issue file says where it stood before."""
    issues = [week("2026-W41"), week("2026-W42")]
    earlier = {section.theme_id: section.name for section in themes(issues[0])}
    assert going_on(issues)
    assert all(earlier[section.theme_id] == section.name for section in going_on(issues))
    assert {section.continues for section in going_on(issues)} == {"weekly/2026-W41"}
    assert file.from_toml(file.to_toml(issues[1]), "issue") == issues[1]


def test_the_preview_of_the_next_week_agrees_with_its_run(week: Week, tmp_path: Path) -> None:
    """Looking writes nothing down, yet shows the themes that the run will record."""
    week("2026-W41")
    arrive("2026-W42", tmp_path)
    before = (tmp_path / ".newsletter" / "rehearsal.db").read_bytes()
    proof = pull_proof(open_installation(tmp_path), "2026-W42")
    assert (tmp_path / ".newsletter" / "rehearsal.db").read_bytes() == before
    assert week("2026-W42") == proof.issue


def test_an_editors_name_stays(week: Week) -> None:
    """A rename is done once, not every week."""
    week("2026-W41")
    known = [json.loads(line) for line in run("list", "--json").splitlines()]
    for place, one in enumerate(known):
        run("rename", one["id"], f"Our {place}")
    names = [section.name for section in going_on([week("2026-W42")])]
    assert names
    assert all(name.startswith("Our ") for name in names)


def test_a_pinned_theme_stands_first(week: Week) -> None:
    """Whatever its size."""
    last = themes(week("2026-W42"))[-1]
    for name in [section["name"] for section in map(json.loads, run("list", "--json").splitlines())]:
        run("pin", name)
        assert run("list").splitlines()[0].count("pinned") == 1
    for name in [
        one["name"] for one in map(json.loads, run("list", "--json").splitlines()) if one["id"] != last.theme_id
    ]:
        run("pin", "--off", name)
    assert run("list").count("pinned") == 1


def test_merged_themes_are_one_from_then_on(week: Week) -> None:
    """The posts of both stand under the name of the one that stayed."""
    first = themes(week("2026-W41"))
    stays, *others = first
    for other in others:
        run("merge", other.theme_id or "", stays.theme_id or "")
    assert f"part of {stays.name}" in run("list")
    assert {section.theme_id for section in going_on([week("2026-W42")])} == {stays.theme_id}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("rename", "no such theme", "x"), "newsletter theme list"),
        (("rename", "FIRST", ""), "1 to 60 characters"),
        (("rename", "FIRST", "SECOND"), "newsletter theme merge"),
        (("merge", "FIRST", "FIRST"), "one theme already"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(week: Week, words: tuple[str, ...], told: str) -> None:
    """With what to do instead."""
    first, second, *_ = themes(week("2026-W41"))
    names = {"FIRST": first.name, "SECOND": second.name}
    output = run(*(names.get(word, word) for word in words), code=1)
    assert told in output
    assert len(output.splitlines()) == 1


def test_without_an_issue_there_is_no_theme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new user is told what to do first."""
    monkeypatch.chdir(tmp_path)
    assert "newsletter run" in run("list")
