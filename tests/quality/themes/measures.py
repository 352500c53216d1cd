"""How far a grouping agrees with an editor's. Posts that stand alone count as groups of one."""

import math
from collections import Counter
from collections.abc import Hashable, Sequence


def adjusted_rand(truth: Sequence[Hashable], found: Sequence[Hashable]) -> float:
    """Adjusted Rand index (Hubert and Arabie 1985): 1 is the same grouping, 0 what chance gives."""
    both = _pairs(Counter(zip(truth, found, strict=True)))
    left, right = _pairs(Counter(truth)), _pairs(Counter(found))
    expected = left * right / math.comb(len(truth), 2)
    best = (left + right) / 2
    return 1.0 if best == expected else (both - expected) / (best - expected)


def v_measure(truth: Sequence[Hashable], found: Sequence[Hashable]) -> float:
    """V-measure (Rosenberg and Hirschberg 2007): the harmonic mean of homogeneity and completeness."""
    of_truth, of_found = _entropy(truth), _entropy(found)
    shared = of_truth + of_found - _entropy(list(zip(truth, found, strict=True)))
    homogeneity = shared / of_truth if of_truth else 1.0
    completeness = shared / of_found if of_found else 1.0
    total = homogeneity + completeness
    return 2 * homogeneity * completeness / total if total else 0.0


def _pairs(sizes: Counter[Hashable]) -> int:
    return sum(math.comb(size, 2) for size in sizes.values())


def _entropy(labels: Sequence[Hashable]) -> float:
    return -sum(size / len(labels) * math.log(size / len(labels)) for size in Counter(labels).values())
