"""The words of preset templates, in English and Chinese, and the names and answers by which one is chosen."""

from __future__ import annotations

SENTIMENT = {
    *("positive", "negative", "neutral", "pos", "neg", "mixed", "good", "bad", "great", "terrible", "happy", "unhappy"),
    *("very positive", "very negative", "praise", "complaint", "satisfied", "dissatisfied", "liked", "disliked"),
    *(
        "好评",
        "差评",
        "中评",
        "正面",
        "负面",
        "中性",
        "积极",
        "消极",
        "满意",
        "不满意",
        "好",
        "坏",
        "差",
        "正向",
        "负向",
    ),
}
YES_NO = {"yes", "no", "true", "false", "maybe", "是", "否", "对", "错", "不是", "能", "不能"}
ENTAILMENT = {"entailment", "contradiction", "neutral", "not_entailment", "蕴含", "矛盾", "中立", "不蕴含"}
PARAPHRASE = {"paraphrase", "equivalent", "duplicate", "same", "同义", "相同", "相似"}
PARAPHRASE |= {"not_paraphrase", "not_equivalent", "not_duplicate", "different", "不同义", "不同", "不相似"}
QUESTION_NAMES = ("question", "问题", "query")
HYPOTHESIS_NAMES = ("hypothesis", "假设")

# frame -> language -> template; %0 and %1 are the places of the columns
FRAMES = {
    "sentiment": {"en": "{soft}Review: %0 Sentiment: {answer}", "zh": "{soft}评论：%0 情感：{answer}"},
    "topic": {"en": "{soft}%0 Topic: {answer}", "zh": "{soft}%0 类别：{answer}"},
    "yes_no": {"en": "{soft}%0 Yes or no? {answer}", "zh": "{soft}%0 是还是否？{answer}"},
    "label": {"en": "{soft}%0 Label: {answer}", "zh": "{soft}%0 标签：{answer}"},
    "question": {"en": "{soft}%0 Question: %1 Answer: {answer}", "zh": "{soft}%0 问题：%1 答案：{answer}"},
    "entailment": {
        "en": "{soft}%0 Statement: %1 Relation: {answer}",
        "zh": "{soft}%0 陈述：%1 关系：{answer}",
    },
    "pair": {"en": "{soft}First: %0 Second: %1 Label: {answer}", "zh": "{soft}第一句：%0 第二句：%1 标签：{answer}"},
    "paraphrase": {
        "en": "{soft}First: %0 Second: %1 Same meaning? {answer}",
        "zh": "{soft}第一句：%0 第二句：%1 意思相同吗？{answer}",
    },
    # writing
    "text": {"en": "{soft}%0 Answer: {answer}", "zh": "{soft}%0 回答：{answer}"},
    "summary": {"en": "{soft}%0 Summary: {answer}", "zh": "{soft}%0 摘要：{answer}"},
    "table": {"en": "{soft}%0 Description: {answer}", "zh": "{soft}%0 描述：{answer}"},
    "asked": {"en": "{soft}Question: %0 Answer: {answer}", "zh": "{soft}问题：%0 答案：{answer}"},
    "in_out": {"en": "{soft}Input: %0 Output: {answer}", "zh": "{soft}输入：%0 输出：{answer}"},
    "bare": {"en": "{soft}%0 {answer}", "zh": "{soft}%0{answer}"},
}

SINGLE_FRAMES = ("sentiment", "topic", "yes_no", "label", "bare")
PAIR_FRAMES = ("question", "entailment", "paraphrase", "pair", "bare")
WRITING_FRAMES = ("text", "summary", "table", "asked", "in_out", "bare")
CHOOSING_FRAMES = ("bare", "asked", "text")

UNTOLD = ("label", "labels", "class", "answer", "object", "target", "y", "标签", "答案")  # names that say nothing
ALSO_UNTOLD = ("obj", "tail", "output", "text", "response", "completion", "输出", "文本")  # of a text to be written
SUMMARY_NAMES = ("summary", "highlights", "abstract", "title", "headline", "摘要", "总结", "标题")
TABLE_NAMES = ("mr", "table", "data", "triples", "meaning_representation", "表格", "数据")
WORD_NAMES = ("word", "term", "lemma", "grapheme", "graphemes", "单词", "词", "词语")
IN_NAMES, OUT_NAMES = ("input", "输入"), ("output", "输出")
