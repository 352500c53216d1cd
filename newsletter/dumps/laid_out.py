"""Posts that come from anywhere, laid out as a catalogue lays out those of a folder."""

import os
from collections.abc import Iterable

from newsletter.dumps.catalogue import temporary
from newsletter.dumps.keys import name_row
from newsletter.dumps.rows import Rows, post_of, post_row
from newsletter.model import Kind, Post


def lay_out(posts: Iterable[Post]) -> Rows[Post]:
    """The posts in their order and under their own ids, as a list that can be joined and counted."""
    catalogue = temporary("")
    with catalogue.transaction():
        count = 0
        for position, post in enumerate(posts):
            execute, path = catalogue.execute, post.span.file
            execute(
                "INSERT OR IGNORE INTO dumps (folder, name, path) VALUES (x'', ?, ?)",
                (os.fsencode(path), path),
            )
            dump = catalogue.one("SELECT number FROM dumps WHERE path = ?", (path,))
            columns = "number, dump, record, article, id, sha256, print, second_print, keys"
            execute(
                f"INSERT INTO posts ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
                (position, dump, post_row(post), int(post.kind is Kind.ARTICLE), post.id, *name_row(post)[1:]),
            )
            execute("INSERT INTO texts (post, text) VALUES (?, ?)", (position, post.text))
            execute("INSERT INTO listed VALUES ('posts', ?, ?)", (position, position))
            count = position + 1
        catalogue.note("count of posts", count)
    return Rows(catalogue, "posts", post_of)
