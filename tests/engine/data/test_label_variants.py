"""Label variants: other spellings, abbreviations and slips are offered, labels that really differ are left alone."""

from __future__ import annotations

import pytest

from engine.data.label_variants import label_variants


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({"positive": 90, "Positive ": 3, "negative": 80}, [("label_spelling", "positive", ["Positive "])]),
        (
            {"positive": 90, "pos": 8, "negative": 80, "neg": 9},
            [("label_similar", "positive", ["pos"]), ("label_similar", "negative", ["neg"])],
        ),
        ({"positive": 90, "postive": 2, "negative": 80}, [("label_similar", "positive", ["postive"])]),
        (
            {"not good": 5, "Not_Good": 1, "ｎｏｔ ｇｏｏｄ": 1},
            [("label_spelling", "not good", ["Not_Good", "ｎｏｔ ｇｏｏｄ"])],
        ),
        ({"negative ": 5, "negative": 2}, [("label_spelling", "negative", ["negative "])]),  # the tidy one is meant
        ({"car": 80, "cargo": 90}, []),
        ({"entailment": 90, "not_entailment": 30}, []),
        ({"positive": 90, "negative": 3}, []),
        ({"class 1": 90, "class 2": 2}, []),
        ({"support": 90, "supports": 2}, []),
        ({"C": 9, "C++": 2, "C#": 2}, []),
        ({"好评": 90, "好评 ": 2, "差评": 3}, [("label_spelling", "好评", ["好评 "])]),
        ({"news_story": 90, "news_stock": 9, "news_sports": 9}, []),
        ({"pro": 3, "product": 80, "process": 90}, []),  # could be either
    ],
)
def test_what_may_be_one_label(counts: dict[str, int], expected: list[tuple[str, str, list[str]]]) -> None:
    assert list(label_variants(counts)) == expected
