"""The command line as people and pipelines use it: what it prints where, and how it ends."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from newsletter.cli import main
from tests.conftest import SAMPLE

LIST = "email,name\nada@example.org,Ada\nnot an address,Ben\ncay@example.org,Cay\n"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def newsletter(*words: str, stdin: str = "") -> Result:
    return CliRunner().invoke(main, words, input=stdin)


def rows(result: Result) -> list[dict[str, object]]:
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture(scope="module")
def sample_posts() -> str:
    result = newsletter("posts", str(SAMPLE), "--json")
    assert result.exit_code == 0, result.stderr
    return result.stdout


def test_posts_prints_one_post_a_line_with_the_agreed_fields(sample_posts: str) -> None:
    """A program can read the posts; what could not be read is told beside them, not among them."""
    posts = [json.loads(line) for line in sample_posts.splitlines()]
    fields = {"id", "file", "title", "text", "published", "author", "url", "kind", "status"}
    assert all(set(post) == fields for post in posts)
    assert all((SAMPLE / post["file"]).is_file() for post in posts)
    assert {post["kind"] for post in posts} == {"article", "teaser"}
    assert {post["status"] for post in posts} == {"new"}
    assert len({post["id"] for post in posts}) == len(posts)


def test_posts_tells_people_what_was_left_out_and_why(desk: Path) -> None:
    """Nothing vanishes without a word: duplicates, furniture and files that are no text are listed with reasons."""
    told = newsletter("posts", str(SAMPLE)).stdout
    for word in ("Duplicates", "Left out", "pagination", "Not read: 2026-11-09/courier-logo.txt"):
        assert word in told


def test_summaries_point_into_the_source(desk: Path, sample_posts: str) -> None:
    """Every sentence of a summary stands in the post, at the place that is given."""
    for post in rows(newsletter("summarise", "--json", stdin=sample_posts)):
        sentences = post["sentences"]
        assert isinstance(sentences, list)
        assert sentences
        for sentence in sentences:
            assert str(post["text"])[sentence["start"] : sentence["end"]] == sentence["text"]
        starts = [sentence["start"] for sentence in sentences]
        assert starts == sorted(starts)
        assert sorted(sentence["rank"] for sentence in sentences) == list(range(1, len(sentences) + 1))


def test_a_budget_of_words_is_kept(desk: Path, sample_posts: str) -> None:
    """`--words` buys whole sentences and is not overdrawn."""
    few, many = (
        rows(newsletter("summarise", "--json", "--words", budget, stdin=sample_posts)) for budget in ("45", "120")
    )
    counts = [[len(str(post["summary"]).replace("[…]", "").split()) for post in posts] for posts in (few, many)]
    assert max(counts[0]) <= 45
    assert max(counts[1]) <= 120
    assert sum(counts[0]) < sum(counts[1])


def test_filters_compose_and_keep_what_they_do_not_know(desk: Path, sample_posts: str) -> None:
    """Each filter adds its own fields and hands the others on, those of strangers too."""
    lines = [json.loads(line) | {"mark": number} for number, line in enumerate(sample_posts.splitlines())]
    given = "".join(json.dumps(line) + "\n" for line in lines)
    summarised = newsletter("summarise", "--json", stdin=given).stdout
    themed = rows(newsletter("themes", "--json", stdin=summarised))
    assert [post["mark"] for post in themed] == list(range(len(lines)))
    assert all({"summary", "sentences", "theme", "theme_name"} <= set(post) for post in themed)
    names = {post["theme"]: post["theme_name"] for post in themed}
    assert names.pop(None) is None
    assert len(names) >= 3
    assert len(set(names.values())) == len(names)


def test_one_bad_line_does_not_stop_the_rest(desk: Path, sample_posts: str) -> None:
    """A line that is no post is named by number; all others come through."""
    good = sample_posts.splitlines()[:2]
    bad = ["{broken", "[]", '{"id": "x"}', json.dumps(json.loads(good[0]) | {"published": "soon"})]
    result = newsletter("summarise", "--json", stdin="\n".join([good[0], *bad, good[1]]))
    assert len(rows(result)) == 2
    assert [word for word in ("line 2", "line 3", "line 4", "line 5") if word in result.stderr] == [
        "line 2",
        "line 3",
        "line 4",
        "line 5",
    ]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["posts", "nowhere"], "nowhere"),
        (["posts"], "dump"),
        (["run", "--period", "2026-W99"], "2026-W99"),
        (["preview", "--period", "soon", "--no-browser"], "soon"),
        (["who", "2026-W01"], "2026-W01"),
        (["subscribers", "check"], "subscribers.csv"),
    ],
)
def test_a_mistake_is_one_line_and_exit_code_1(desk: Path, words: list[str], told: str) -> None:
    """No traceback for what a person can mend."""
    result = newsletter(*words)
    assert result.exit_code == 1
    assert told in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("words", [["sing"], ["posts", "a", "b"], ["summarise", "--words", "0"], ["who"]])
def test_wrong_usage_is_exit_code_2(desk: Path, words: list[str]) -> None:
    """A script can tell a typing error from a mistake in the folder."""
    assert newsletter(*words).exit_code == 2


def test_an_empty_folder_is_no_mistake(desk: Path) -> None:
    """A crawler may have found nothing yet."""
    (desk / "dump").mkdir()
    result = newsletter("posts")
    assert result.exit_code == 0
    assert "0 posts" in result.stdout


def test_the_list_is_checked_row_by_row(desk: Path) -> None:
    """Every bad row is named by its line; the exit code says that there is one."""
    (desk / "list.csv").write_text(LIST, encoding="utf-8")
    result = newsletter("subscribers", "check", "list.csv")
    assert (result.exit_code, "line 3" in result.stdout, "2 good rows" in result.stdout) == (1, True, True)
    (desk / "list.csv").write_text(LIST.replace("not an address", "ben@example.org"), encoding="utf-8")
    assert newsletter("subscribers", "check", "list.csv").exit_code == 0


def test_status_before_the_first_run(desk: Path) -> None:
    """It says what to do next and makes no file."""
    assert "rehearsal" in newsletter("status").stdout
    assert list(desk.iterdir()) == []


def test_output_in_a_pipe_survives_any_title(desk: Path) -> None:
    """A terminal that knows ASCII only, or a title with control characters, breaks nothing."""
    (desk / "dump").mkdir()
    (desk / "dump" / "page.txt").write_text(
        "Caf\u00e9 – “open”\x1b[31m again\n\nThe caf\u00e9 on the square reopens in March. It will seat ninety.\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, "-m", "newsletter", "posts"],
        cwd=desk,
        env={**os.environ, "PYTHONIOENCODING": "ascii:backslashreplace"},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, b"\x1b" in done.stdout) == (0, False)
