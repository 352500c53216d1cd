"""Newsletter mails: one post, or several headed ones, and nothing of what every mail has around them."""

import base64
import datetime as dt
import pathlib
from email.message import EmailMessage

import pytest

from newsletter.dumps import mail_furniture
from newsletter.dumps.findings import Contents
from newsletter.model import DateConfidence, Kind
from tests.dumps.build import form, html, page, prose, read_bytes, read_files, titles

HEAD = '<p><a href="https://mail.example.org/i/7">View this email in your browser</a></p>'
FOOT = (
    "<p>You are receiving this email because you signed up on our site.</p><p>The Post, 4 Fen Court, Ashby</p>"
    '<p><a href="https://x.example.org/u">Unsubscribe</a> |'
    ' <a href="https://x.example.org/p">Update your preferences</a></p>'
)
TEXT_FOOT = "You are receiving this because you signed up.\nUnsubscribe: https://x.example.org/u\nThe Post, 4 Fen Court"


def mail(
    subject: str, *, text: str = "", page: str = "", sender: str = "The Post <news@post.example.org>", **headers: str
) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "reader@example.com", subject
    message["Date"] = "Mon, 04 May 2026 00:30:00 +0100"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    if text or not page:
        message.set_content(text)
    if page and text:
        message.add_alternative(page, subtype="html")
    elif page:
        message.set_content(page, subtype="html")
    return message.as_bytes()


def letter(*parts: str) -> str:
    return f"<html><body><table><tr><td>{HEAD}{''.join(parts)}{FOOT}</td></tr></table></body></html>"


def item(at: int, words: int = 90, *, heading: str = "h2", more: bool = True) -> str:
    link = f'<p><a href="https://post.example.org/{at}">Read more</a></p>' if more else ""
    return f"<{heading}>Board report {at} is out</{heading}>{html(words, at)}{link}"


def clean_of_furniture(found: Contents) -> bool:
    told = "\n".join(draft.text for draft in found.drafts)
    return not any(
        word in told for word in ("nsubscribe", "browser", "Fen Court", "receiving", "Read more", "preferences")
    )


def test_mail_of_one_post_has_its_subject_date_and_page() -> None:
    """The date of a mail is evidence where the mail is the post; a page of its own is its address."""
    body = letter(f"<h1>Why the rota broke</h1>{html(120, 1)}<h2>What to do</h2>{html(60, 2)}")
    found = read_bytes(
        mail("Why the rota broke", page=body, text=prose(150, 1), sender="Ann Lee <ann@post.example.org>")
    )
    draft = found.drafts[0]
    assert (draft.title, draft.text) == ("Why the rota broke", page(prose(120, 1), "What to do", prose(60, 2)).strip())
    assert (draft.published, draft.date_confidence) == (dt.date(2026, 5, 4), DateConfidence.METADATA)
    assert (draft.author, draft.source, draft.url) == ("Ann Lee", "post.example.org", "https://mail.example.org/i/7")
    assert len(found.drafts) == 1


@pytest.mark.parametrize("heading", ["h1", "h2", "h3"])
def test_mail_of_headed_items_gives_several_posts_without_its_date(heading: str) -> None:
    """Each headed item is a post with the link below it; the day of the mail is not the day of its posts."""
    body = letter("<h1>The Post</h1><p>Welcome to issue 7.</p>", *(item(at, heading=heading) for at in (1, 2, 3)))
    found = read_bytes(mail("The Post, issue 7", page=body))
    assert [(draft.title, draft.text, draft.url, draft.published) for draft in found.drafts] == [
        (f"Board report {at} is out", prose(90, at), f"https://post.example.org/{at}", None) for at in (1, 2, 3)
    ]
    assert clean_of_furniture(found)


def test_short_items_with_a_link_are_teasers() -> None:
    """A line or two and a link only announce a post."""
    links = "".join(
        f'<h3><a href="https://p.example.org/{at}">Report {at} of all</a></h3>{html(30, at)}' for at in (1, 2)
    )
    found = read_bytes(mail("The Post", page=letter(links)))
    assert [(draft.kind, draft.url) for draft in found.drafts] == [
        (Kind.TEASER, "https://p.example.org/1"),
        (Kind.TEASER, "https://p.example.org/2"),
    ]


def test_headings_may_be_made_of_styles_in_tables() -> None:
    """Mail programs know few tags: a large or bold line alone in its cell is a heading."""
    row = '<tr><td style="font-size:22px">Board report {at} is out</td></tr><tr><td>{body}</td></tr>'
    bold = "<tr><td><p><b>Board report {at} is out</b></p>{body}</td></tr>"
    for shape in (row, bold):
        rows = "".join(shape.format(at=at, body=html(90, at)) for at in (1, 2))
        found = read_bytes(mail("The Post", page=letter(f"<table>{rows}</table>")))
        assert titles(found) == ["Board report 1 is out", "Board report 2 is out"]
        assert [draft.text for draft in found.drafts] == [prose(90, 1), prose(90, 2)]


def test_head_of_the_letter_is_no_title_and_its_farewell_no_text() -> None:
    """An issue whose subject is its name holds several posts, linked or not; the team's greetings belong to none."""
    parts = "".join(item(at, more=False) for at in (1, 2))
    body = letter(f"<h1>Ashby News</h1>{parts}<p>With best wishes</p><p>The Ashby team</p>")
    found = read_bytes(mail("Ashby News - May 2026", page=body))
    assert [(draft.title, draft.text) for draft in found.drafts] == [
        (f"Board report {at} is out", prose(90, at)) for at in (1, 2)
    ]


def test_lines_of_reading_programs_are_no_text() -> None:
    """The sender's name, the day and buttons above and below a letter are left out."""
    body = letter(
        "<h1><a href='https://ann.example.org/p/rota'>Why the rota broke</a></h1> <p>Ann Lee</p>",
        "<p>May 3</p><p>READ IN APP</p>",
        html(120, 1),
        "<p>Thanks for reading! Subscribe for free to receive new posts.</p><p><a href='r'>Restack</a></p>",
    )
    found = read_bytes(
        mail("Why the rota broke", page=body, sender="Ann Lee from Ashby Notes <ashby@letters.example.org>")
    )
    draft = found.drafts[0]
    assert (draft.text, draft.url, draft.author) == (prose(120, 1), "https://ann.example.org/p/rota", "Ann Lee")


def test_hidden_preview_text_is_left_out() -> None:
    """What a mail shows only in the list of mails is no text."""
    hidden = '<div style="display:none">A glance at the week</div>'
    found = read_bytes(mail("Why the rota broke", page=letter(hidden + html(120, 1))))
    assert [draft.text for draft in found.drafts] == [prose(120, 1)]


def test_html_that_only_wraps_a_picture_is_passed_over() -> None:
    """The plain part is read where the other one says nothing."""
    found = read_bytes(
        mail("Why the rota broke", text=prose(120, 1), page="<html><body><img src='a.png'>Hi</body></html>")
    )
    assert [draft.text for draft in found.drafts] == [prose(120, 1)]


def test_plain_mail_of_one_post() -> None:
    """Subject and text are the post; the signature, the footer and bare addresses are not."""
    body = page(
        "View this in your browser: https://x.example.org/7", prose(120, 1), "https://post.example.org/rota", TEXT_FOOT
    )
    found = read_bytes(mail("Fwd: [The Post] Why the rota broke", text=f"{body}\n-- \nAnn Lee\nThe Post\n"))
    assert [(draft.title, draft.text) for draft in found.drafts] == [("Why the rota broke", prose(120, 1))]
    assert found.drafts[0].url == "https://post.example.org/rota"


@pytest.mark.parametrize(
    "shape",
    [
        "Board report {at} is out\n========================\n\n{body}\n\nRead more: https://post.example.org/{at}\n",
        "------------------------\n\nBoard report {at} is out\n\n{body}\n\nRead more: https://post.example.org/{at}\n",
        "## Board report {at} is out\n\n{body}\n\n<https://post.example.org/{at}>\n",
        "BOARD REPORT {at} IS OUT\n\n{body}\n\nhttps://post.example.org/{at}\n",
        "{at}. Board report {at} is out\n\n{body}\n\nhttps://post.example.org/{at}\n",
        "Board report {at} is out\n\n{body}\n\nhttps://post.example.org/{at}\n",
    ],
)
def test_plain_mail_of_several_posts(shape: str) -> None:
    """Titles are told by their rules, marks or capitals; each post takes the address below it."""
    text = page(
        "Welcome to issue 7.",
        *(shape.format(at=at, body=prose(90, at)) for at in (1, 2, 3)),
        "All the best,\nAnn",
        TEXT_FOOT,
    )
    found = read_bytes(mail("The Post, issue 7", text=text))
    assert [title.lower() for title in titles(found)] == [f"board report {at} is out" for at in (1, 2, 3)]
    assert [draft.text for draft in found.drafts] == [prose(90, at) for at in (1, 2, 3)]
    assert [draft.url for draft in found.drafts] == [f"https://post.example.org/{at}" for at in (1, 2, 3)]


@pytest.mark.parametrize(
    "line",
    [
        "Patients can opt out of sharing their data until June.",
        "Join us on 4 May for the open day.",
        "Please update your details with the practice before the move.",
        "Letters can be read on the website from Monday.",
        "We sent the keys by post and you got it right.",
    ],
)
def test_sentences_of_posts_are_no_furniture(line: str) -> None:
    """Words that footers use stand in posts as well."""
    assert not mail_furniture.is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "Trouble reading this? View it in your browser",
        "View online",
        "Unsubscribe from this list",
        "You are receiving this email because you are a member.",
        "© 2026 The Post",
        "Manage your email preferences",
        "Forward to a friend",
        "Wenn Sie diese E-Mail nicht mehr erhalten möchten, können Sie den Newsletter hier abbestellen.",
        "Pour vous désinscrire, cliquez ici",
    ],
)
def test_lines_of_every_mail_are_furniture(line: str) -> None:
    """In whatever language."""
    assert mail_furniture.is_furniture(line)


@pytest.mark.parametrize("charset", ["utf-8", "cp1252", "no-such-charset"])
def test_charsets_and_encoded_words(charset: str) -> None:
    """What a mail says of its letters is taken where it fits."""
    text = "Café “visits” cost £4. " + prose(60)
    coded = base64.b64encode(text.encode("cp1252" if charset == "cp1252" else "utf-8")).decode()
    raw = (
        "From: =?utf-8?B?w4RubmUgTGVl?= <a@post.example.org>\r\nSubject: =?utf-8?Q?Caf=C3=A9?= =?x-none?Q?_visits?=\r\n"
        f"Date: 4 May 2026 10:00:00 +0000\r\nContent-Type: text/plain; charset={charset}\r\n"
        f"Content-Transfer-Encoding: base64\r\n\r\n{coded}\r\n"
    )
    draft = read_bytes(raw).drafts[0]
    assert (draft.title, draft.author) == ("Café visits", "Änne Lee")
    assert draft.text.startswith("Café “visits” cost £4.")


def test_mbox_gives_every_mail_its_own_source(tmp_path: pathlib.Path) -> None:
    """Mails of several senders in one file are posts of several sources; each line begins where it says."""
    first = mail("Why the rota broke", text=prose(90, 1).replace(". ", ".\n>From here on ", 1))
    second = mail("Closing time", text=prose(90, 2), sender="News <n@other.example.org>")
    lines = b"From a@b Mon May  4 00:30:00 2026\n%s\nFrom a@b Mon May  4 00:31:00 2026\n%s\n"
    box = lines % (first.replace(b"\r\n", b"\n"), second.replace(b"\r\n", b"\n"))
    assert form(box) == "application/mbox"
    posts = read_files(tmp_path, {"x/box": box}).posts
    assert [(post.title, post.source) for post in posts] == [
        ("Why the rota broke", "post.example.org"),
        ("Closing time", "other.example.org"),
    ]
    assert "From here on" in posts[0].text


def test_hostile_mails_cost_themselves_alone() -> None:
    """Parts in parts without end and headers of megabytes neither crash nor stall."""
    deep = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (at, at) for at in range(3000))
    bad = b"From: a@b.example.org\nSubject: " + b"=?utf-8?Q?x?= " * 100_000 + b"\n" + deep + b"\ntext\n"
    good = mail("Closing time", text=prose(90, 2)).replace(b"\r\n", b"\n")
    mark = b"From a@b Mon May  4 00:30:00 2026\n"
    assert titles(read_bytes(mark + bad + b"\n" + mark + good))[-1] == "Closing time"


def test_forms_are_told_by_content() -> None:
    """A letter quoted in a post is no mail."""
    assert form(mail("A", text="b")) == "message/rfc822"
    assert form(page("From: the board", prose(60))) == "text/plain"
