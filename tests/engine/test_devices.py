"""engine/devices.py: a device that is not here is refused by name."""

from __future__ import annotations

import pytest
import torch

from engine import devices
from engine.errors import InputError


def test_the_processor_is_always_here() -> None:
    assert devices.choose_device("cpu") == torch.device("cpu")
    assert devices.describe_devices()[-1]["kind"] == "cpu" and devices.free_memory(torch.device("cpu")) > 0


@pytest.mark.parametrize("name", ["tpu", "", "cuda:99", "meta", "cuda:x"])
def test_an_unknown_device_is_refused(name: str) -> None:
    with pytest.raises(InputError) as caught:
        devices.choose_device(name)
    assert caught.value.code == "device_unknown" and "cpu" in caught.value.action


def test_only_the_cards_that_are_there_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "known_devices", lambda: ["cpu", "cuda", "cuda:0", "cuda:1"])
    assert [str(devices.choose_device(name)) for name in ("cuda", "cuda:1")] == ["cuda", "cuda:1"]
    with pytest.raises(InputError):
        devices.choose_device("cuda:7")


def test_automatic_takes_the_first_card_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
    assert devices.choose_device("auto").type == "cpu"


@pytest.mark.parametrize(("is_fast", "dtype"), [(True, torch.bfloat16), (False, torch.float32)])
def test_automatic_numbers_are_bfloat16_where_the_processor_has_it(
    is_fast: bool, dtype: torch.dtype, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(devices, "has_fast_bfloat16", lambda: is_fast)
    assert devices.choose_dtype("auto", torch.device("cpu")) == dtype
    assert devices.choose_dtype("float16", torch.device("cpu")) == torch.float16
