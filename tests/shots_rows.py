"""Pictures of a person's rows on Teach: found, sorted, looked at, mended, read in another way, kept aside."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tests import shots_world as world

if TYPE_CHECKING:
    from tests.shots import Shots

FIND = {"en": "lamp", "zh": "台灯"}
SPELLED = {"en": ("Praise", "praise"), "zh": ("表 扬", "表扬")}
HEADS = {"en": ("message", "topic", "order_id"), "zh": ("留言", "类别", "订单号")}
BARE = {"en": "Great quality, fast delivery, would buy again", "zh": "质量很好,发货快,下次还来"}


def make_table(home: Path, code: str) -> Path:
    """Shop messages, some with a bare comma, without an answer, with an answer spelled otherwise, or there twice."""
    texts = list(world.CHINESE.items())[4:]
    english = dict(zip(world.LABELS["zh"], world.LABELS["en"], strict=True))
    lines = [",".join(HEADS[code])]
    for number in range(180):
        pair = texts[number % len(texts)]
        text = pair[code == "zh"].replace(",", "")
        label = world.LABELS["zh"][number % 4]
        answer = label if code == "zh" else english[label].lower()
        if answer == SPELLED[code][1] and number % 3 == 0:
            answer = SPELLED[code][0]
        text = f"{text} {number // 12}" if number >= len(texts) and number % 29 else text
        lines.append(
            f"{BARE[code] if number in (18, 76) else text},{'' if number == 17 else answer},A-{20700 + number}"
        )
    path = home / ("customer_messages.csv" if code == "en" else "客户留言.csv")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8" if code == "en" else "gb18030")
    return path


def take(shots: Shots) -> None:
    """The rows as they are opened, then each way to look at and to settle them."""
    from widgets.parts_dialog import PartsDialog
    from widgets.reading_dialog import ReadingDialog

    window, studio = shots.window, shots.window.studio
    teach, examples = window.teach, window.teach.examples
    studio.inputs.open(str(make_table(shots.home, shots.code)))
    window.show_place("teach")
    shots.wait(lambda: not studio.jobs.is_busy() and examples.sample._are_tokens, 240)
    shots.wait(lambda: examples.facts.histogram._unit == "tokens", 120)
    window.dialogs.notice.dismiss()
    shots._shoot("rows")
    examples.rows.tools.search.setText(FIND[shots.code])
    examples.rows.tools.sort_by(HEADS[shots.code][2], True)
    shots._shoot("rows-found", examples.table_view.header.open_menu(1))
    examples.table_view.header._menu.close()
    examples.rows.tools.sort_by("", False)
    examples.rows.tools.keep_to("open")
    shots._shoot("rows-open")
    examples.rows.tools.keep_to("")
    examples.show_findings()
    shots._shoot("rows-findings")
    examples.show_table()
    examples.facts.turn.click()
    shots._shoot("rows-by-answer", menu := examples.facts.split.open_menu())
    menu.close()
    examples.facts.turn.click()
    window.teach.head.change.click()
    shots.wait(lambda: bool(window.findChildren(ReadingDialog)), 10)
    dialog = window.findChildren(ReadingDialog)[-1]
    shots._shoot("rows-reading", dialog)
    dialog.close()
    window.overlay.tables_dropped.emit(["/data/reviews_test.csv", "/data/reviews_train.csv", "/data/reviews_dev.csv"])
    shots._shoot("rows-files", parts := window.findChildren(PartsDialog)[-1])
    parts.close()
    examples.importing.begin("reviews_2030.csv", 2_000_000_000)
    examples.importing.set_progress("reading_rows", 340_000_000, 2_000_000_000)
    examples.importing.show()
    shots._shoot("rows-importing")
    examples.importing.end()
    teach.backbones.card(world.MODELS["zh"][0]).click()  # one that says words
    shots.wait(lambda: any(field._tokens for field in examples.sample.editor._words.values()), 120)
    teach._edit_template()
    shots.pause(0.3)
    teach.scroll_to(examples.sample.editor)
    shots._shoot("rows-words")
    examples.sample.set_editing(False)
    teach.backbones.card(world.MODELS[shots.code][0]).click()
