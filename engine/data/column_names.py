"""Names that columns often have, and what they say about a column's role."""

from __future__ import annotations

# Lower rank is surer; a tie at the best rank is for the person to settle.
LABEL_NAMES = (
    {"label", "labels", "标签"},
    {
        *("answer", "class", "category", "sentiment", "target", "output", "tag", "tags", "intent", "rating", "topic"),
        *("emotion", "polarity", "verdict", "类别", "分类", "情感", "答案", "输出", "情绪", "倾向"),
    },
)
TEXT_NAMES = (
    {"text", "文本"},
    {
        *("sentence", "review", "content", "comment", "input", "tweet", "message", "body", "document", "article"),
        *("utterance", "query", "question", "prompt", "tokens", "内容", "评论", "句子", "输入", "正文", "问题"),
    },
)
PAIRS = (
    ("premise", "hypothesis"),
    ("passage", "question"),
    ("context", "question"),
    ("paragraph", "question"),
    ("sentence1", "sentence2"),
    ("sentence_1", "sentence_2"),
    ("question1", "question2"),
    ("text1", "text2"),
    ("text_a", "text_b"),
    ("question", "sentence"),
    ("前提", "假设"),
    ("文章", "问题"),
)
WRITTEN = (  # input, text to be written
    ("input", "output"),
    ("source", "target"),
    ("dialogue", "summary"),
    ("document", "summary"),
    ("article", "summary"),
    ("article", "highlights"),
    ("mr", "text"),
    ("word", "phonemes"),
    ("question", "answer"),
    ("instruction", "response"),
    ("prompt", "completion"),
)
ID_NAMES = {"id", "idx", "index", "uuid", "guid", "编号", "序号"}
