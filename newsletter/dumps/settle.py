"""What follows from all files together: furniture that repeats, shared addresses, ids, copies, and the lists."""

from newsletter.dumps.catalogue import Catalogue
from newsletter.dumps.copies import sort_out_copies
from newsletter.dumps.identity import ShingleIndex
from newsletter.dumps.keys import name_row
from newsletter.dumps.repeats import find_blurbs, find_repeats
from newsletter.dumps.rows import post_of

_FILES = "dumps.path, dumps.folder, dumps.name"
_OF_POSTS = "posts JOIN dumps ON dumps.number = posts.dump"
_LISTS = {
    "dumps": ("dumps.number", "dumps WHERE record IS NOT NULL", _FILES),
    "posts": ("posts.number", f"{_OF_POSTS} WHERE original IS NULL AND NOT blurb", f"{_FILES}, place"),
    "duplicates": ("posts.number", f"{_OF_POSTS} WHERE original IS NOT NULL AND NOT blurb", f"{_FILES}, place"),
    "left_out": (
        "rests.number",
        "rests JOIN dumps ON dumps.number = rests.dump LEFT JOIN posts ON posts.number = post WHERE NOT broken",
        f"{_FILES}, post IS NOT NULL, place, rests.number",
    ),
    "unreadable": (
        "number",
        """(SELECT 3 * number AS number, path, 0 AS line, folder, number AS turn FROM refused
        UNION ALL SELECT 3 * number + 1, path, 0, folder, 0 FROM dumps WHERE error IS NOT NULL
        UNION ALL SELECT 3 * rests.number + 2, path, coalesce(first, 0), folder, rests.number
        FROM rests JOIN dumps ON dumps.number = rests.dump WHERE broken)""",
        "path, line, folder, turn",
    ),
    "linked": (
        "links.number",
        "links JOIN posts ON posts.number = one JOIN dumps ON dumps.number = posts.dump",
        f"{_FILES}, place, links.number",
    ),
    "vanished": ("number", "vanished", "path, title, id"),
}
"""Of each list: its rows, where they are, and their order."""


def settle(catalogue: Catalogue) -> None:
    """Draw the conclusions from what the files hold, and make the lists."""
    with catalogue.transaction():
        if not catalogue.fact("sorted"):
            _sort_out(catalogue)
            catalogue.note("sorted", 1)
        catalogue.execute("DELETE FROM listed")
        for name, (number, rows, order) in _LISTS.items():
            listed = f"SELECT ?, row_number() OVER (ORDER BY {order}) - 1, {number} FROM {rows}"  # noqa: S608
            count = catalogue.execute(f"INSERT INTO listed {listed}", (name,)).rowcount
            catalogue.note(f"count of {name}", count)
        catalogue.note("settled", 1)


def _sort_out(catalogue: Catalogue) -> None:
    """Tell furniture, copies and what is gone from the posts of a folder."""
    find_repeats(catalogue)
    _part_shared_addresses(catalogue)
    _name_posts(catalogue)
    # Where one copy is gone and another is left, the post is still there.
    catalogue.execute("DELETE FROM vanished WHERE post IN (SELECT original FROM posts)")
    find_blurbs(catalogue)
    sort_out_copies(catalogue)
    _clear_vanished(catalogue)


def _part_shared_addresses(catalogue: Catalogue) -> None:
    """Take the address from posts where several different ones claim it: it is the page's, not the post's."""
    claimed = catalogue.all(
        "SELECT url FROM posts WHERE url IS NOT NULL GROUP BY url HAVING count(DISTINCT title) > 1 OR max(bare)"
    )
    for (url,) in claimed:
        bare = int(_are_different(catalogue, url))
        catalogue.execute("UPDATE posts SET bare = ?, stale = 1 WHERE url = ? AND bare <> ?", (bare, url, bare))


def _are_different(catalogue: Catalogue, url: str) -> bool:
    """Whether two of the posts at an address differ in title and text alike."""
    claimants = catalogue.execute(
        f"""SELECT title, coalesce(cut, text) FROM posts JOIN texts ON post = posts.number
        JOIN dumps ON dumps.number = dump WHERE url = ? ORDER BY {_FILES}, place""",  # noqa: S608
        (url,),
    ).fetchall()
    (first, text), *others = claimants
    index = ShingleIndex()
    index.add("", text)
    return any(title != first and index.closest(other) is None for title, other in others)


def _name_posts(catalogue: Catalogue) -> None:
    """Give every post whose text or address is another one now its id and what it is looked up by."""
    last = 0
    while True:
        rows = catalogue.all(
            """SELECT posts.number, id, posts.record, dumps.path, coalesce(cut, text), bare FROM posts
            JOIN dumps ON dumps.number = dump JOIN texts ON post = posts.number
            WHERE stale AND posts.number > ? ORDER BY posts.number LIMIT 200""",
            (last,),
        )
        for number, _, record, path, text, bare in rows:
            columns = "id = ?, sha256 = ?, print = ?, second_print = ?, keys = ?, stale = 0"
            told = name_row(post_of("", record, path, text, bare))
            catalogue.execute(f"UPDATE posts SET {columns} WHERE number = ?", (*told, number))  # noqa: S608
        if not rows:
            return
        last = rows[-1][0]


def _clear_vanished(catalogue: Catalogue) -> None:
    """Posts whose file went or changed are still there in another file, or under another text."""
    catalogue.execute(
        """DELETE FROM vanished WHERE id IN (SELECT id FROM posts) OR EXISTS
        (SELECT 1 FROM posts WHERE posts.title = vanished.title AND source = json_extract(vanished.record, '$[2]'))"""
    )
