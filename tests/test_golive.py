"""The end of the rehearsal: asked once, written down readably, and nothing is mailed by accident."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from newsletter import stages
from newsletter.cli import main
from newsletter.installation import open_installation

PAGE = "A Roof That Leaks\n\nThe health centre lost a third of its rooms to a leaking roof. Repairs take until March.\n"
ANSWERS = {
    "--sender-name": "Practice Weekly",
    "--sender-address": "weekly@example.org",
    "--postal-address": "1 Mill Lane, Leeds",
    "--transport": "outbox",
}


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "dump").mkdir()
    (tmp_path / "dump" / "page.txt").write_text(PAGE, encoding="utf-8")
    return tmp_path


def go_live(*words: str, stdin: str = "", **changes: str) -> Result:
    answers = {**ANSWERS, **{f"--{key.replace('_', '-')}": value for key, value in changes.items()}}
    options = [word for option, value in answers.items() if value for word in (option, value)]
    return CliRunner().invoke(main, ["go-live", *options, *words], input=stdin)


def unused(desk: Path) -> int:
    return len(stages.find_posts(open_installation(desk)).unused)


def test_answers_are_written_and_comments_survive(desk: Path) -> None:
    """The settings stay the editor's own file."""
    file = desk / "newsletter.toml"
    file.write_text("# ours\n[newsletter.weekly]\ntitle = 'Practice Weekly'  # since 2019\n", encoding="utf-8")
    assert go_live("--no-backlog").exit_code == 0
    text = file.read_text(encoding="utf-8")
    assert "# ours" in text
    assert "# since 2019" in text
    weekly = open_installation(desk).newsletter
    assert (weekly.live, weekly.sender_address, weekly.title) == (True, "weekly@example.org", "Practice Weekly")


def test_posts_already_there_can_stay_out_of_the_first_issue(desk: Path) -> None:
    """Years of old posts must not flood readers on the first Monday; what comes later is new."""
    assert go_live("--backlog").exit_code == 0
    assert unused(desk) == 0
    (desk / "dump" / "later.txt").write_text(PAGE.replace("Roof", "Boiler").replace("roof", "boiler"), encoding="utf-8")
    assert unused(desk) == 1


def test_or_go_into_it(desk: Path) -> None:
    """An editor who starts with a fresh folder wants it all."""
    assert go_live("--no-backlog").exit_code == 0
    assert unused(desk) == 1


def test_what_was_rehearsed_uses_nothing_up(desk: Path) -> None:
    """The live ledger starts empty, whatever was tried before."""
    rehearsal = open_installation(desk)
    rehearsal.open_database().dispose()
    assert go_live("--no-backlog").exit_code == 0
    live = open_installation(desk)
    assert live.database_file != rehearsal.database_file
    assert live.outbox != rehearsal.outbox


def test_questions_are_asked_for_what_was_not_given(desk: Path) -> None:
    """`newsletter go-live` alone asks for everything it needs."""
    typed = "Practice Weekly\nweekly@example.org\n1 Mill Lane, Leeds\nsmtp\ny\n"
    result = CliRunner().invoke(main, ["go-live"], input=typed)
    assert result.exit_code == 0, result.output
    assert open_installation(desk).newsletter.transport == "smtp"


@pytest.mark.parametrize("changes", [{"sender_address": "nobody"}, {"sender_address": "digest@example.org"}])
def test_a_wrong_answer_changes_nothing(desk: Path, changes: dict[str, str]) -> None:
    """A newsletter goes live whole or not at all."""
    result = go_live("--no-backlog", **changes)
    assert result.exit_code == 1
    assert "newsletter.toml" in result.stderr or "sender_address" in result.stderr
    assert sorted(path.name for path in desk.iterdir()) == ["dump"]


def test_twice_is_refused(desk: Path) -> None:
    """A second go-live would ask again whether posts are backlog, and mean something else by it."""
    assert go_live("--no-backlog").exit_code == 0
    result = go_live("--backlog")
    assert result.exit_code == 1
    assert "live already" in result.stderr
