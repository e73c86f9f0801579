"""Words for common sets of labels, in English and Chinese, which a person may start from: great and terrible rather
than positive and negative, as the papers have them (Gao et al. 2021, table 1)."""

from __future__ import annotations

from collections.abc import Sequence

# language -> sets of label (lower case) -> word; all labels of a task must be in one set
WORDS: dict[str, tuple[dict[str, str], ...]] = {
    "en": (
        {
            **{"very positive": "excellent", "positive": "great", "neutral": "okay", "negative": "terrible"},
            **{"very negative": "awful", "pos": "great", "neg": "terrible", "neu": "okay", "mixed": "mixed"},
            **{"好评": "great", "中评": "okay", "差评": "terrible", "praise": "great", "complaint": "terrible"},
        },
        {"yes": "Yes", "no": "No", "maybe": "Maybe", "unknown": "Maybe"},
        {"true": "Yes", "false": "No"},
        {"entailment": "Yes", "neutral": "Maybe", "contradiction": "No"},
        {"entailment": "Yes", "not_entailment": "No", "not entailment": "No"},
        {"world": "World", "sports": "Sports", "business": "Business", "sci/tech": "Tech", "scitech": "Tech"},
        {"equivalent": "Yes", "not_equivalent": "No", "duplicate": "Yes", "not_duplicate": "No"},
    ),
    "zh": (
        {
            **{
                "positive": "好",
                "neutral": "一般",
                "negative": "差",
                "pos": "好",
                "neg": "差",
                "好评": "好",
                "中评": "一般",
            },
            **{
                "差评": "差",
                "正面": "好",
                "中性": "一般",
                "负面": "差",
                "积极": "好",
                "消极": "差",
                "正向": "好",
                "负向": "差",
            },
            **{"praise": "好", "complaint": "差", "满意": "好", "不满意": "差"},
        },
        {"yes": "是", "no": "否", "是": "是", "否": "否", "不是": "否", "maybe": "或许"},
        {"true": "对", "false": "错", "对": "对", "错": "错"},
        {"entailment": "是", "neutral": "或许", "contradiction": "否", "蕴含": "是", "中立": "或许", "矛盾": "否"},
        {"entailment": "是", "not_entailment": "否", "蕴含": "是", "不蕴含": "否"},
        {"world": "国际", "sports": "体育", "business": "财经", "sci/tech": "科技"},
        {
            **{"news_story": "故事", "news_culture": "文化", "news_entertainment": "娱乐", "news_sports": "体育"},
            **{
                "news_finance": "财经",
                "news_house": "房产",
                "news_car": "汽车",
                "news_edu": "教育",
                "news_tech": "科技",
            },
            **{"news_military": "军事", "news_travel": "旅游", "news_world": "国际", "news_stock": "股票"},
            **{"news_agriculture": "农业", "news_game": "游戏"},
        },
    ),
}


def label_words(labels: Sequence[str], language: str) -> dict[str, list[str]] | None:
    """The `data.verbalizer` of a recipe for labels that are known all together; None for others, for words that would
    be the same for two labels, and where the words are the labels themselves."""
    words = WORDS["zh" if language.lower().startswith("zh") else "en"]
    for known in words:
        found = {label: [known.get(label.strip().lower(), "")] for label in labels}
        words_of = [word for (word,) in found.values()]
        if len(found) > 1 and all(words_of) and len(set(words_of)) == len(words_of):
            return found if words_of != list(found) else None
    return None
