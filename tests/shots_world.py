"""What the pictures show: runs, packs, a file of examples and the answers of both sides, in two languages.

Nothing here is compared. The recorded run is English; its Chinese twin differs in its texts only.
"""

from __future__ import annotations

import dataclasses
import json
import os
import time
from pathlib import Path
from typing import Any

import numpy as np

NAMES = {
    "en": ("Customer messages", "Hotel comments", "Polite shop replies", "Product reviews", "Film reviews"),
    "zh": ("客户留言分类", "酒店点评", "礼貌的店铺回复", "商品评论", "影评"),
}
ABOUT = {
    "en": (
        "Sorts shop messages into delivery, refund, product and praise.",
        "Tells good from bad hotel comments, also short ones.",
        "Answers a complaint in three calm sentences and a next step.",
        "Tells praise from blame in product reviews.",
    ),
    "zh": (
        "把店铺留言分成物流、退款、商品和表扬。",
        "分辨酒店点评的好坏，短句也行。",
        "用三句平和的话回复投诉，并给出下一步。",
        "分辨商品评论的褒贬。",
    ),
}
LABELS = {"en": ("Delivery", "Refund", "Product", "Praise"), "zh": ("物流", "退款", "商品", "表扬")}
CHINESE = {
    **dict(zip(LABELS["en"], LABELS["zh"], strict=True)),
    "Tracking has not moved since Tuesday. Is my parcel lost?": "物流从周二起就没动过，是丢了吗？",
    "I sent the lamp back two weeks ago and still have no money.": "台灯两周前就寄回去了，钱到现在还没退。",
    "The zip broke the second time I used the bag.": "包用到第二次拉链就坏了。",
    "Third order from you and always perfect. Thank you!": "第三次下单了，一直很满意，谢谢！",
    "Courier left the box in the rain, everything is soaked.": "快递把箱子放在雨里，东西全湿了。",
    "Charged twice for one order, please check.": "一个订单扣了两次钱，请查一下。",
    "Nice colour but the shoes run two sizes small.": "颜色好看，但鞋子小了两码。",
    "Great service, only the invoice was missing.": "服务很好，就是少了一张发票。",
    "The parcel was open and one cup was missing.": "包裹是拆开的，还少了一个杯子。",
    "Delivered to a neighbour who says the lid is cracked.": "送到了邻居家，邻居说盖子裂了。",
    "I returned the kettle because it leaks. When do I get my money?": "水壶漏水，我已经退回去了，什么时候退钱？",
    "The jacket arrived torn, I would like my money back.": "外套送来就是破的，我想退款。",
}
MODELS = {"en": ("starter:minilm-l6", "MiniLM L6"), "zh": ("starter:smollm2-135m", "SmolLM2 135M Instruct")}
QUESTION = {
    "en": "I sent the lamp back two weeks ago and still have no money. What is going on?",
    "zh": "台灯两周前就退回去了，钱到现在还没退，怎么回事？",
}
REPLIES = {
    "en": (
        "I am sorry to hear that. There are many possible reasons why a refund can be delayed. First, you should "
        "contact the store and ask about the status of the return. Second, you can check your bank account, because "
        "some banks take longer than others. Third, it is important to keep the receipt and the",
        "Thank you for letting us know, and I am sorry about the wait. I have passed your return to our payments team "
        "today. Refunds usually arrive within 3 working days. If you do not see it by then, reply here and we will "
        "call you.",
    ),
    "zh": (
        "退款延迟可能有很多原因。首先，你可以联系店铺，询问退货的状态。其次，你可以查看银行账户，因为有些银行处理得比较慢。再次，保留收据和",
        "谢谢告知，让你久等了，很抱歉。我今天已把这笔退货转给付款团队，"
        "一般 3 个工作日内到账。到时如果还没收到，直接回复这条消息，我们会给你打电话。",
    ),
}

# what `look` says of two prompts of other programs: one that writes, one with a head
FOREIGN: dict[str, dict[str, Any]] = {
    "peft": {
        **{"format": "peft", "kind": "PREFIX_TUNING", "is_deep": True, "tokens": 20, "width": 11520, "outputs": None},
        **{"task": "CAUSAL_LM", "made_for": "HuggingFaceTB/SmolLM2-135M-Instruct", "name": "", "author": ""},
        "description": "",
    },
    "head": {
        **{"format": "peft", "kind": "PROMPT_TUNING", "is_deep": False, "tokens": 16, "width": 768, "outputs": 4},
        **{"task": "SEQ_CLS", "made_for": "bert-base-uncased", "name": "", "author": "", "description": ""},
    },
}


def recorded(path: Path, code: str) -> list[dict[str, Any]]:
    """The events of the recorded run, in English or Chinese."""
    events = [json.loads(line) for line in path.open(encoding="utf-8")]
    for event in events:
        if event["type"] == "done":
            event["backbone_name"] = MODELS[code][1]
    return [_said(event) for event in events] if code == "zh" else events


def _said(thing: Any) -> Any:
    if isinstance(thing, dict):
        return {key: _said(value) for key, value in thing.items()}
    if isinstance(thing, list):
        return [_said(value) for value in thing]
    return CHINESE.get(thing, thing) if isinstance(thing, str) else thing


def make_runs(home: Path, code: str, events: list[dict[str, Any]]) -> None:
    """Five runs: three whole, one broken off, one stopped by an error."""
    from engine.errors import EngineError
    from engine.runs import Run, RunConfig

    whole = [event for event in events if event["type"] in ("step", "evaluation", "checkpoint", "done")]
    for number, name in reversed(list(enumerate(NAMES[code]))):
        config = RunConfig().replace(
            name=name,
            backbone={"source": MODELS[code][0]},
            task={"kind": "classification"},
            data={"train": f"/data/{name.lower().replace(' ', '_')}.csv"},
            method={"kind": "p_tuning_v2" if number % 2 == 0 else "prompt_tuning"},
        )
        run = Run.create(home / "runs" / f"2030010{5 - number}-{number}", config)
        kept = whole if number not in (1, 4) else whole[: len(whole) // 2]
        lines = [json.dumps({**event, "t": time.time() - 90_000 * number - 3600}) for event in kept]
        if number == 4:
            lines.append(json.dumps({**EngineError("loss_exploded", step=170).to_event(), "t": time.time() - 400_000}))
        (run.folder / "events.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        os.utime(run.folder / "config.json", (time.time(), time.time() - 100 * number))


def make_packs(home: Path, code: str, backbones: list[dict[str, Any]]) -> None:
    """Four packs: one for each model here, one for a model of the same shape, and one that cannot fit."""
    from engine.packs import Fingerprint, Manifest, write_pack

    (home / "packs").mkdir(exist_ok=True)
    reader, writer = (
        Fingerprint.from_json(next(each["fingerprint"] for each in backbones if each["source"] == source))
        for source, _name in MODELS.values()
    )
    others = (
        reader,
        dataclasses.replace(reader, weights_hash="f" * 64),
        writer,
        dataclasses.replace(reader, hidden=768, embedding=768, name="GPT-2 small"),
    )
    for number, (name, fingerprint) in reversed(list(enumerate(zip(NAMES[code], others, strict=False)))):
        writes = number == 2
        manifest = Manifest(
            name=name,
            description=ABOUT[code][number],
            author="Ada",
            licence="CC-BY-4.0",
            languages=[code],
            method={"kind": "prompt_tuning" if writes else "p_tuning_v2", "options": {"length": 16}},
            task={"kind": "generation", "output": "text", "max_tokens": 128}
            if writes
            else {"kind": "classification", "output": "head", "max_tokens": 128, "pooling": "mean"},
            template="{soft}{text}{answer}" if writes else "{soft}{text}",
            backbone=fingerprint,
            position={"soft": "front", "positions": "shifted"},
            training_dtype="float32",
            metrics={
                "metrics": {"rouge_l": 0.41, "n": 86}
                if writes
                else {"accuracy": 0.89 - 0.04 * number, "n": 120, "low": 0.82, "high": 0.93},
                "baseline": {"rouge_l": 0.24} if writes else {"accuracy": 0.61},
                "head_alone": None if writes else {"accuracy": 0.8},
                "seed": 0,
            },
            data={"name": "reviews.csv", "sha256": None, "rows": 1204, "kept_aside": 120},
            labels=[] if writes else list(LABELS[code]),
            created=f"2030-01-0{4 - number}T12:00:00Z",
        )
        rng = np.random.default_rng(number)
        shapes: dict[str, tuple[int, ...]] = {"embeddings": (16, fingerprint.embedding)}
        if not writes:
            shapes |= {"head.weight": (4, fingerprint.hidden), "head.bias": (4,)}
        tensors = {key: rng.normal(size=shape).astype(np.float32) for key, shape in shapes.items()}
        write_pack(home / "packs" / f"{number}.promptpack", manifest, tensors)


def make_table(home: Path, code: str) -> Path:
    """The sample's rows, with some that need a look; the Chinese one as spreadsheets there save it."""
    import resources

    rows = resources.sample_path(f"product_reviews_{code}.csv").read_text(encoding="utf-8").splitlines()
    bad = (
        ("Arrived late, box open, one part missing,negative", "Lovely")
        if code == "en"
        else ("到货晚,盒子破了,少零件,负面", "好看")
    )
    rows[40:40], rows[200:200] = [bad[0]], [bad[1]]
    path = home / ("customer_messages.csv" if code == "en" else "客户留言.csv")
    path.write_text("\n".join(rows) + "\n", encoding="utf-8" if code == "en" else "gb18030")
    return path


def label_answers(code: str) -> list[dict[str, Any]]:
    """What the engine sends for a pack that sorts: the base model has no head and cannot say."""
    labels = LABELS[code]
    scores = [{"label": label, "p": p} for label, p in zip(labels, (0.04, 0.91, 0.04, 0.01), strict=True)]
    return [
        {"type": "answer", "side": "base", "label": None, "scores": None, "text": None, "stopped": False},
        {"type": "answer", "side": "tuned", "label": labels[1], "scores": scores, "text": None, "stopped": False},
        {"type": "finished"},
    ]


def text_answers(code: str) -> list[dict[str, Any]]:
    """What the engine sends for a pack that writes: one side is done, the other still at it."""
    base, tuned = REPLIES[code]
    return [
        {"type": "answer_part", "side": "base", "text": base},
        {"type": "answer_part", "side": "tuned", "text": tuned},
        {
            **{"type": "answer", "side": "tuned", "label": None, "scores": None, "text": tuned},
            **{"tokens": 49, "tokens_per_second": 37.2, "stopped": False},
        },
    ]
