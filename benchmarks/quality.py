"""Our summaries, groups and names beside other people's methods, on the sets of tests/quality.

Usage, in the project's folder: python -m benchmarks.quality

The lead is always there; sumy's LexRank, TextRank and LSA, and a grouping in the manner of BERTopic (vectors, fewer
dimensions, HDBSCAN), are printed where `pip install sumy scikit-learn` was run. Nothing of that is needed to run us.
"""

import json
import sys
import tempfile
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from newsletter.model import Post
from newsletter.summaries import summarise_all
from newsletter.summaries.sentences import split
from newsletter.themes import Grouping, draw, group
from newsletter.themes.vectors import Encoder, open_encoder
from newsletter.themes.words import FUNCTION
from tests.quality.summaries.rouge import WORD, mean, rouge
from tests.quality.summaries.test_summaries_quality import labels as picks
from tests.quality.themes.measures import adjusted_rand, v_measure
from tests.quality.themes.replay import lasting, read_bulletins, replay
from tests.quality.themes.test_themes_quality import FIELDS, accepted, read_batch, read_sample
from tests.themes.builders import post

REFERENCES = Path(__file__).parent.parent / "tests" / "quality" / "summaries" / "references.json"
WORDS = 60
"""The budget of every summary."""

Summariser = Callable[[Post], str]
Batch = tuple[Sequence[Post], Sequence[Hashable]]
"""Posts, and the label of each; one that stands alone has its own id."""


def main() -> None:
    """Print all tables."""
    with tempfile.TemporaryDirectory() as folder:
        encoder = open_encoder(Path(folder))
        summaries(encoder)
        groups(encoder)
        names(encoder)


def summaries(encoder: Encoder) -> None:
    """Print ROUGE-1/2/L of each summariser on each set."""
    sets = {"own words": list(references()), "editor's picks": list(sample_picks())}
    print(f"\nSummaries, ROUGE-1/2/L, {WORDS} words\n")
    print("| system | " + " | ".join(f"{name} ({len(rows)})" for name, rows in sets.items()) + " |")
    for name, system in {"ours": ours(encoder), "lead": lead, **peers()}.items():
        scores = [mean(rouge(system(one), wanted) for one, wanted in rows) for rows in sets.values()]
        print(f"| {name} | " + " | ".join(map(str, scores)) + " |")


def references() -> Iterator[tuple[Post, str]]:
    """Posts with a summary in an editor's own words."""
    for one in json.loads(REFERENCES.read_text("utf-8"))["posts"]:
        yield post(one["title"], one["text"]), one["reference"]


def sample_picks() -> Iterator[tuple[Post, str]]:
    """Articles of the sample dump with the three to five sentences that an editor would choose from, in order."""
    wanted = picks()
    for one in read_sample().posts:
        if one.title in wanted:
            chosen = sorted(wanted[one.title].pick, key=" ".join(one.text.split()).find)
            yield one, " ".join(chosen)


def ours(encoder: Encoder) -> Summariser:
    """Our own summaries."""
    return lambda one: " ".join(part.text for part in summarise_all([one], encoder, words=WORDS)[0].sentences)


def lead(one: Post) -> str:
    """The first sentences."""
    sentences = [sentence.text for sentence in split(one.text)]
    return _within_budget(sentences, range(len(sentences)))


def peers() -> dict[str, Summariser]:
    """Give sumy's summarisers, with our sentences and words: its own need data from the network."""
    if find_spec("sumy") is None:
        print("sumy is not installed, so its rows are missing: pip install sumy", file=sys.stderr)
        return {}
    kinds = {"LexRank": "lex_rank", "TextRank": "text_rank", "Lsa": "lsa"}
    found = {name: import_module(f"sumy.summarizers.{module}") for name, module in kinds.items()}
    return {f"sumy {name}": _sumy(getattr(module, f"{name}Summarizer")()) for name, module in found.items()}


class _Tokenizer:
    """What sumy asks of a language."""

    def to_sentences(self, text: str) -> tuple[str, ...]:
        return tuple(" ".join(sentence.text.split()) for sentence in split(text))

    def to_words(self, sentence: str) -> tuple[str, ...]:
        return tuple(WORD.findall(sentence.lower()))


def _sumy(summariser: Any) -> Summariser:
    parser = import_module("sumy.parsers.plaintext").PlaintextParser
    summariser.stop_words = FUNCTION

    def summarise(one: Post) -> str:
        document = parser.from_string(one.text, _Tokenizer()).document
        sentences = [str(sentence) for sentence in document.sentences]
        places = {text: place for place, text in reversed(list(enumerate(sentences)))}
        return _within_budget(sentences, _by_rank(summariser, document, places))

    return summarise


def _by_rank(summariser: Any, document: object, places: dict[str, int]) -> list[int]:
    # It gives the best sentences in the order of the text; asking for one, two, three … tells their ranks.
    ranked: list[int] = []
    for count in range(1, len(places) + 1):
        chosen = {places[str(sentence)] for sentence in summariser(document, count)}
        ranked += sorted(chosen - set(ranked))
    return ranked


def _within_budget(sentences: Sequence[str], ranked: Iterable[int]) -> str:
    chosen: list[int] = []
    for place in ranked:
        if sum(len(sentences[each].split()) for each in (*chosen, place)) > WORDS:
            break
        chosen.append(place)
    return " ".join(sentences[place] for place in sorted(chosen))


def groups(encoder: Encoder) -> None:
    """Print how far each grouping agrees with an editor's."""
    fields = [_labelled(read_batch(field).posts, read_batch(field).labels) for field in FIELDS]
    weeks = [_labelled(week.posts, week.labels) for bulletin in read_bulletins() for week in bulletin]
    remembered = [found for bulletin in read_bulletins() for found in replay(bulletin, encoder)]
    print("\nGroups, ARI / V-measure\n")
    print(f"| system | six fields ({len(fields)}) | weeks of two bulletins ({len(weeks)}) |")
    alone = [[group(posts, encoder, period="") for posts, _ in batches] for batches in (fields, weeks)]
    print(f"| ours | {_agreement(fields, alone[0])} | {_agreement(weeks, alone[1])} |")
    print(f"| ours, with the weeks before in memory | | {_agreement(weeks, remembered)} |")
    if find_spec("sklearn") is not None:
        like = [[_bertopic_like(posts, encoder) for posts, _ in batches] for batches in (fields, weeks)]
        print(f"| BERTopic-like | {_scores(fields, like[0])} | {_scores(weeks, like[1])} |")
    fared = [lasting(bulletin, replay(bulletin, encoder)) for bulletin in read_bulletins()]
    kept, changed = sum(one.kept for one in fared), sum(len(one.changed) for one in fared)
    print(f"\nThemes that go on and keep id and name: {kept} of {kept + changed}")


def _labelled(posts: Sequence[Post], known: Mapping[str, str]) -> Batch:
    return posts, [known.get(one.id, one.id) for one in posts]


def _agreement(batches: Sequence[Batch], found: Sequence[Grouping]) -> str:
    ours_of = [{post_id: theme.id for theme in grouping.themes for post_id in theme.post_ids} for grouping in found]
    return _scores(
        batches, [[of.get(one.id, one.id) for one in posts] for (posts, _), of in zip(batches, ours_of, strict=True)]
    )


def _scores(batches: Sequence[Batch], found: Sequence[Sequence[Hashable]]) -> str:
    pairs = [(truth, given) for (_, truth), given in zip(batches, found, strict=True)]
    rand = sum(adjusted_rand(*pair) for pair in pairs) / len(pairs)
    return f"{100 * rand:.1f} / {100 * sum(v_measure(*pair) for pair in pairs) / len(pairs):.1f}"


def _bertopic_like(posts: Sequence[Post], encoder: Encoder) -> list[Hashable]:
    """Vectors, five dimensions (principal components, where BERTopic has UMAP), HDBSCAN; noise stands alone."""
    clusters, dimensions = import_module("sklearn.cluster"), import_module("sklearn.decomposition")
    vectors = draw(posts, encoder).vectors
    small = dimensions.PCA(n_components=min(5, len(posts) - 1), random_state=0).fit_transform(vectors)
    found = clusters.HDBSCAN(min_cluster_size=2, copy=True).fit_predict(small)
    return [one.id if label < 0 else int(label) for one, label in zip(posts, found, strict=True)]


def names(encoder: Encoder) -> None:
    """Print how many names an editor would let pass, and how many have two to four words."""
    batches = [*(read_batch(field) for field in FIELDS), read_sample()]
    found = [group(batch.posts, encoder, period="") for batch in batches]
    passed = [one for batch, grouping in zip(batches, found, strict=True) for one in accepted(batch, grouping)]
    lengths = [len(theme.name.split()) for grouping in found for theme in grouping.themes]
    fitting = sum(2 <= length <= 4 for length in lengths)
    print(f"\nNames that an editor would let pass: {sum(passed)} of {len(passed)}")
    print(f"Names of two to four words: {fitting} of {len(lengths)}")


if __name__ == "__main__":
    main()
