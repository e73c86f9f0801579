"""engine/study/pictures.py: SVG that any viewer reads, with everything inside the picture."""

from __future__ import annotations

from xml.etree import ElementTree

from engine.study.pictures import HEIGHT, WIDTH, curve_picture, map_picture

SVG = "{http://www.w3.org/2000/svg}"


def places(picture: str, shape: str) -> list[tuple[float, float]]:
    return [
        (float(each.get("cx", 0)), float(each.get("cy", 0))) for each in ElementTree.fromstring(picture).iter(shape)
    ]


def test_every_point_of_a_curve_is_inside_and_higher_is_higher() -> None:
    points = [{"x": x, "mean": mean, "low": mean, "high": mean} for x, mean in ((1, -0.4), (5, 0.5), (25, 2.6))]
    picture = curve_picture("E_rel <by> numbers", "numbers", [("a & b", points)])
    drawn = places(picture, f"{SVG}circle")
    assert len(drawn) == 3 and all(0 < x < WIDTH and 0 < y < HEIGHT for x, y in drawn)
    assert drawn[0][1] > drawn[1][1] > drawn[2][1] and drawn[0][0] < drawn[1][0] < drawn[2][0]


def test_a_map_of_tasks_in_one_dimension_or_at_one_place_is_drawn() -> None:
    tasks = [{"task": f"task{place}", "x": place / 2, "y": 0.0, "is_seen": place < 2} for place in range(3)]
    for some in (tasks, tasks[:1]):
        drawn = places(map_picture({"decoder": "d1", "shown": 1.0, "tasks": some}), f"{SVG}circle")
        assert len(drawn) == len(some) and all(0 < x < WIDTH and 0 < y < HEIGHT for x, y in drawn)
