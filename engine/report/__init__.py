"""One table on real data: every way to learn beside honest baselines. `python -m engine.report --data FOLDER`."""
