"""The work: data, backbones, methods, training, packs and inference. No Qt outside `bridge.py`."""

__version__ = "0.1.0"
