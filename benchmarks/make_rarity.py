"""Make `newsletter/summaries/rarity/en.tsv.gz`, the table of how common English words are.

Run it where wordfreq 3.1.1 can be installed for the occasion; the product itself does not need it:

    uv run --with wordfreq==3.1.1 --no-project python benchmarks/make_rarity.py

The same version of wordfreq gives the same bytes.
"""

import gzip
from pathlib import Path

WORDS = 25_000
TABLE = Path(__file__).parents[1] / "newsletter" / "summaries" / "rarity" / "en.tsv.gz"
HUNDREDTHS_PER_BILLION = 900
"""A word of frequency 1 has Zipf value 9: the base-10 logarithm of its frequency per billion words."""


def table(buckets: list[list[str]], words: int) -> str:
    """One line a word, the most frequent first: the word, a tab, its Zipf value in hundredths.

    `buckets[n]` holds the words of frequency 10 ** (-n / 100), which is how wordfreq stores them.
    """
    lines = [
        f"{word}\t{HUNDREDTHS_PER_BILLION - hundredths}"
        for hundredths, bucket in enumerate(buckets)
        for word in sorted(bucket)
        if word.replace("'", "").isalpha() and word.isascii()
    ]
    return "\n".join(lines[:words]) + "\n"


def main() -> None:
    import wordfreq  # type: ignore[import-not-found]

    text = table(wordfreq.get_frequency_list("en", "large"), WORDS)
    TABLE.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{TABLE}: {len(text.splitlines())} words, {TABLE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
