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

# tagging
TOKEN_NAMES = ({"tokens", "words"}, {"text", "sentence", "sentences", "词", "词语", "句子", "文本"})
TAG_NAMES = (
    {"tags", "ner_tags", "ner", "标注"},
    {
        "labels",
        "label",
        "tag",
        "pos",
        "pos_tags",
        "chunk_tags",
        "bio",
        "iob",
        "entities",
        "slots",
        "标签",
        "实体",
        "词性",
    },
)

# a question about a text
CONTEXT_NAMES = (
    {"context", "passage", "paragraph"},
    {"text", "document", "article", "content", "文章", "段落", "上下文", "文本"},
)
QUESTION_NAMES = ({"question"}, {"query", "q", "问题", "提问"})
ANSWER_NAMES = ({"answer", "answer_text"}, {"label", "answers", "span", "答案", "回答"})
START_NAMES = ({"answer_start", "start"}, {"offset", "start_position", "position", "char_start", "begin", "起始位置"})

# filling in a blank
PATTERN_NAMES = ({"pattern", "template"}, {"masked_sentence", "模板", "句式"})
SUBJECT_NAMES = ({"subject"}, {"sub", "subj", "sub_label", "head", "x", "text", "entity", "主语", "主体", "头实体"})
OBJECT_NAMES = (
    {"object"},
    {"obj", "obj_label", "tail", "y", "label", "answer", "target", "宾语", "客体", "尾实体", "答案"},
)

# choosing among candidates: the names before a number or a letter
CANDIDATE_STEMS = {
    *("choice", "option", "alternative", "candidate", "ending", "answer", "sol", "solution", "opt", "mc", "reply"),
    *("选项", "候选", "答案", ""),
}
RIGHT_NAMES = (
    {"label", "answer", "correct", "答案", "标签"},
    {"gold", "correct_answer", "answer_key", "answerkey", "right", "target", "most_plausible", "solution", "正确答案"},
)
ASKED_NAMES = {
    *("premise", "question", "context", "passage", "paragraph", "sentence", "goal", "ctx", "story", "article", "text"),
    *("dialogue", "prompt", "query", "前提", "问题", "文章", "句子", "题目", "文本", "asks_for", "asks-for"),
}
