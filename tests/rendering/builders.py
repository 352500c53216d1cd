"""Issues to render: a realistic one of fourteen posts, and small ones with defaults."""

import datetime as dt
from typing import Any

from newsletter.model import Entry, Issue, Kind, Section, Sentence, Summary
from newsletter.rendering import Masthead

MASTHEAD = Masthead(
    sender_name="Primary Care Exchange",
    postal_address="12 Example Street\nLeeds LS1 1AA",
    home_url="https://exchange.example/",
)


def summary(post_id: str, *texts: str, method: str = "extractive") -> Summary:
    """Sentences that stand one after another; an empty text stands for a paragraph left out."""
    sentences: list[Sentence] = []
    place = 0
    for text in texts:
        if text:
            sentences.append(Sentence(text=text, start=place, end=place + len(text), rank=len(sentences) + 1))
        place += len(text) + 1 if text else 200
    return Summary(post_id=post_id, sentences=tuple(sentences), method=method)


def entry(title: str, *texts: str, **changes: Any) -> Entry:
    """A dated post with a link; the title decides its address."""
    post_id = changes.pop("post_id", "p-" + "".join(letter for letter in title.lower() if letter.isalnum())[:24])
    values: dict[str, Any] = {
        "post_id": post_id,
        "title": title,
        "kind": Kind.ARTICLE,
        "source": "practice-notes.example",
        "summary": summary(post_id, *(texts or ("One sentence says it all.",))),
        "url": f"https://practice-notes.example/{post_id}",
        "published": dt.date(2026, 11, 12),
        "reading_minutes": 4,
    }
    return Entry(**(values | changes))


def issue(*sections: Section, **changes: Any) -> Issue:
    """An issue with the sections given."""
    values: dict[str, Any] = {
        "id": "weekly/2026-W47",
        "period": "2026-W47",
        "number": 47,
        "date": dt.date(2026, 11, 16),
        "newsletter": "Primary Care Weekly",
        "subject": "Locum budgets, shared triage, one voice (16 November, no. 47)",
        "preheader": "Ten articles in three themes, four in brief.",
        "intro": "",
        "sections": sections,
    }
    return Issue(**(values | changes))


def one_post(title: str = "A title", *texts: str, **changes: Any) -> Issue:
    """An issue of one post."""
    return issue(Section(name="A theme", theme_id="t1", entries=(entry(title, *texts, **changes),)))


def many_posts(count: int) -> Issue:
    """An issue of posts as long as real ones: three sentences, about 70 words."""
    text = "Practices in the pilot moved two in five of their routine appointments to the shared hub within six weeks."
    posts = tuple(
        entry(f"A title of about as many words as real ones have, {n}", text, "", text, text) for n in range(count)
    )
    return issue(Section(name="Everything", theme_id="t1", entries=posts))


def realistic() -> Issue:
    """Fourteen posts: three themes, one leftover, four teasers; some without link, date, author."""
    return issue(
        _money(), _voice(), _together(), _more(), _brief(),
        intro="Ten articles and four announcements. Seven of the articles are opinion: the views are their authors’, "
        "and the words are too.",
    )  # fmt: skip


def _money() -> Section:
    return Section(
        name="Budgets and the contract",
        theme_id="t-money",
        entries=(
            entry(
                "What the locum budget is telling you",
                "Locum spending rose by 18% in the first half of the year, while the sessions covered hardly changed.",
                "",
                "Three of the nine practices in our network now pay more for cover than for their whole nursing team.",
                "That is a signal about retention, not about rates.",
                author="Helen Marsh",
                reading_minutes=6,
            ),
            entry(
                "Can a network carry its own underspend?",
                "A network may carry over up to 5% of its staffing budget if the plan was agreed by September.",
                "Most networks that we asked had no such plan.",
                source="Network Finance Review",
                published=dt.date(2026, 11, 10),
                note="We asked the regional team: plans agreed by e-mail count.",
            ),
            entry(
                "The case against another quality scheme",
                "Every new indicator costs a practice about four hours of coding a month before it improves anything.",
                "",
                "If a scheme cannot say what a practice should stop doing, it is asking for overtime.",
                url=None,
                published=None,
                author="Dr Omar Siddiqui",
                source="unknown",
                reading_minutes=3,
            ),
        ),
    )


def _voice() -> Section:
    return Section(
        name="One local voice",
        theme_id="t-voice",
        entries=(
            entry(
                "Who speaks for forty-one practices?",
                "A board that cannot say no on behalf of its members is a mailing list.",
                "",
                "We gave our three leads a written mandate of one page, and meetings became shorter within a month.",
                author="Priya Nair",
                reading_minutes=5,
            ),
            entry(
                "Mandates, minutes and mistrust: what went wrong in the spring",
                "The minutes of the March meeting reached practices in June.",
                "By then two of the decisions had been carried out, and one had been reversed.",
                url=None,
                published=None,
                source="Federation Diaries",
                reading_minutes=4,
            ),
            entry(
                "Elections need more than one candidate",
                "Turnout doubled, to 62%, in the year in which a second name stood on the ballot paper.",
                source="Network Finance Review",
                published=dt.date(2026, 11, 9),
                reading_minutes=2,
            ),
        ),
    )


def _together() -> Section:
    return Section(
        name="Working across practices",
        theme_id="t-together",
        entries=(
            entry(
                "Shared triage, six months on",
                "Practices in the pilot moved two in five of their routine appointments to the shared hub.",
                "",
                "Patients over 75 were the least likely to be offered a choice, because the script asked them last.",
                "The hub has since changed the order of its questions.",
                author="Jo Lister",
                reading_minutes=7,
            ),
            entry(
                "Why our pharmacists stopped travelling",
                "A pharmacist who serves five practices spends a day a week in the car.",
                "",
                "Reviews by telephone took eight minutes longer each, and still saved eleven hours a month.",
                published=dt.date(2026, 11, 11),
                author="Tom Adeyemi",
                reading_minutes=4,
            ),
            entry(
                "A rota that survives half-term",
                "The trick is to agree in May who is away in October.",
                published=None,
                source="Federation Diaries",
                url="https://federation-diaries.example/rota",
                reading_minutes=2,
            ),
        ),
    )


def _more() -> Section:
    return Section(
        name="More this week",
        entries=(
            entry(
                "The waiting room that nobody waits in",
                "The room was emptied of chairs in 2021 and has been a store for leaflets since.",
                "",
                "Turning it into two consulting rooms cost less than a year of the rent for the annexe.",
                source="Estates Bulletin",
                published=dt.date(2026, 11, 13),
                reading_minutes=3,
            ),
        ),
    )


def _brief() -> Section:
    announced = (
        ("New list of approved telephone systems", "The list now names nine suppliers.", 13),
        ("Winter vaccination figures published", "Uptake among carers is two points above last year’s.", 12),
        ("Consultation on premises costs opens", "Replies are wanted by 8 January.", 11),
        ("Nurse fellowship takes applications", "Twenty places, from April, for nurses in their first two years.", 10),
    )
    return Section(
        name="In brief",
        entries=tuple(
            entry(title, text, kind=Kind.TEASER, source="Primary Care Bulletin", published=dt.date(2026, 11, day))
            for title, text, day in announced
        ),
    )


def hostile() -> Issue:
    """Texts of the kind that breaks MJML, templates, terminals or trust."""
    titles = (
        "Résumé > CV",
        "<script>alert(1)</script> & <b>bold",
        "{{ 7*7 }} {% raw %} %recipient.name%",
        "Invoice \u202egpj.exe\u202c and a\u200bzero\u200bwidth",
        "word " * 100,
        "x" * 500,
        "👩🏽‍⚕️ 🏴󠁧󠁢󠁷󠁬󠁳󠁿 日本 > x — > y “quoted” > z",
        "",
        "a < b, I <3 x, <!-- a -- b -->, \x00\x0b\r\n]]>",
    )
    odd = tuple(
        entry(title, title or "No title.", "", title or "None.", post_id=f"p{n}") for n, title in enumerate(titles)
    )
    links = (
        "javascript:alert(1)",
        "//evil.example/x",
        "data:text/html,x",
        "https://",
        "https://ok.example/?a=1&b=<\"'>",
    )
    linked = tuple(entry(f"Link {n}", url=url, author="A > é", note="é > b") for n, url in enumerate(links))
    return issue(
        Section(name="é > <mj-raw>", theme_id="t1", entries=odd),
        Section(name="More this week", entries=linked),
        subject="Subject\r\nBcc: everybody@example.org",
        preheader="“Read more” > <b>",
        intro="é > b\n\n<script>",
    )
