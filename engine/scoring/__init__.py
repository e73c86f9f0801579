"""How good answers are: measures, their 95 % intervals, two models on the same rows. Texts in, numbers out; no torch.

SciPy, sacreBLEU, rouge-score and seqeval are imported where they are first needed, since they take a second or two.
"""

from engine.scoring.comparison import Comparison, compare
from engine.scoring.intervals import interval
from engine.scoring.measure import Measure, counts_of
from engine.scoring.measures import MEASURES, mcc
from engine.scoring.metrics import metrics_of

__all__ = ["MEASURES", "Comparison", "Measure", "compare", "counts_of", "interval", "mcc", "metrics_of"]
