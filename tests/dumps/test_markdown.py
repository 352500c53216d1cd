"""Markdown with front matter: Jekyll, Hugo, Pelican."""

import datetime as dt
import pathlib

import pytest

from newsletter.errors import DumpError
from newsletter.model import DateConfidence
from tests.dumps.build import form, prose, read_bytes, read_files, titles

LIST = "* Count the *keys*\n* Close [the door](https://a.example.org)"
BODY = f"{prose(60, 1)}\n\n## What to do\n\n{LIST}\n\n{prose(60, 2)}\n"
TEXT = f"{prose(60, 1)}\n\nWhat to do\n\n• Count the keys\n• Close the door\n\n{prose(60, 2)}"
YAML = '---\ntitle: "Why the rota broke"\ndate: 2026-05-04 00:30:00 +0100\nauthor: Ann Lee\ntags: [a, b]\n---\n'
TOML = (
    '+++\ntitle = "Why the rota broke"\ndate = 2026-05-04T00:30:00+01:00\nauthors = ["Ann Lee"]\n[params]\nx = 1\n+++\n'
)
JSON = '{\n  "title": "Why the rota broke",\n  "date": "2026-05-04",\n  "author": {"name": "Ann Lee"}\n}\n\n'
PELICAN = "Title: Why the rota broke\nDate: 2026-05-04 00:30\nCategory: News\nAuthors: Ann Lee\n\n"


@pytest.mark.parametrize("front", [YAML, TOML, JSON, PELICAN])
def test_front_matter_of_every_kind_gives_the_same_post(front: str) -> None:
    """Title, date and author come from the fields, the text from the Markdown."""
    assert form(front + BODY) == "text/markdown"
    draft = read_bytes(front + BODY).drafts[0]
    assert (draft.title, draft.author, draft.text) == ("Why the rota broke", "Ann Lee", TEXT)
    assert (draft.published, draft.date_confidence) == (dt.date(2026, 5, 4), DateConfidence.METADATA)


def test_templates_notes_and_repeated_title_are_no_text() -> None:
    """What a site's templates would fill in says nothing here."""
    body = (
        f"# Why the rota broke\n\n{{{{< figure src='a.png' >}}}}\n\n{{% include x.html %}}\n\n<!--more-->\n\n"
        f"{prose(60, 1)}[^1]\n{{: .lead}}\n\n![A door](door.png)\n"
    )
    assert read_bytes(YAML + body).drafts[0].text == prose(60, 1)


def test_title_may_stand_in_the_heading_or_the_name(tmp_path: pathlib.Path) -> None:
    """A post without a title field takes its first heading, else the words of its file's name, as Jekyll does."""
    front = "---\nlayout: post\n---\n"
    assert titles(read_bytes(f"{front}\n# Why *it* broke\n\n{prose(60)}")) == ["Why it broke"]
    post = read_files(tmp_path, {"_posts/2026-05-04-why-the-rota-broke.md": front + prose(60)}).posts[0]
    assert (post.title, post.published) == ("Why the rota broke", dt.date(2026, 5, 4))
    assert post.date_confidence is DateConfidence.FILE_NAME


@pytest.mark.parametrize(
    "front",
    [
        "---\ntitle: A\ndraft: true\n---\n",
        "---\ntitle: A\npublished: false\n---\n",
        "Title: A\nStatus: draft\nDate: 2026-05-04\n\n",
    ],
)
def test_drafts_are_left_out(front: str) -> None:
    """What its author did not publish is not published here."""
    found = read_bytes(front + BODY)
    assert found.drafts == ()
    assert [rest.reason for rest in found.rest] == ["marked as a draft"]


def test_broken_yaml_is_read_line_by_line() -> None:
    """A colon too many costs neither the post nor its date."""
    found = read_bytes(f"---\ntitle: Rotas: why they broke\ndate: 2026-05-04\n---\n{BODY}")
    assert [(draft.title, str(draft.published)) for draft in found.drafts] == [("Rotas: why they broke", "2026-05-04")]
    assert "broken YAML" in found.broken[0].reason


def test_yaml_tags_run_nothing(tmp_path: pathlib.Path) -> None:
    """A tag is no more than a word beside a text."""
    mark = tmp_path / "ran"
    tags = f"x: !!python/object/apply:os.system ['touch {mark}']\ny: !ruby/object:Gem z\n"
    front = f"---\ntitle: Why the rota broke\n{tags}---\n"
    assert titles(read_bytes(front + BODY)) == ["Why the rota broke"]
    assert not mark.exists()


def test_yaml_bombs_and_depth_are_refused_or_passed_over() -> None:
    """Aliases of aliases are not followed; a thousand brackets cost the fields, not the post."""
    bomb = "".join(f"k{at}: &a{at} [{', '.join([f'*a{at - 1}'] * 9)}]\n" for at in range(1, 9))
    with pytest.raises(DumpError, match="aliases"):
        read_bytes(f"---\ntitle: A\nk0: &a0 ha\n{bomb}---\n{BODY}")
    deep = read_bytes(f"---\ntitle: Why the rota broke\nx: {'[' * 5000}\n---\n{BODY}")
    assert titles(deep) == ["Why the rota broke"]
    assert deep.broken


def test_rules_in_prose_are_no_front_matter() -> None:
    """A line of hyphens may open a text of any kind."""
    assert form(f"---\n\n{prose(60)}\n\n---\n\n{prose(60)}") == "text/plain"
    assert form(f"Title of it all\n\n{prose(60)}") == "text/plain"
