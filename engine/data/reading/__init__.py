"""Reading files: `read_table` gives a Table of whatever holds one; `keep_pasted` makes a file of a pasted one."""

from engine.data.progress import Tick
from engine.data.reading.kinds import TABLE_ENDINGS
from engine.data.reading.pasted import keep_pasted
from engine.data.reading.reader import read_table

__all__ = ["TABLE_ENDINGS", "Tick", "keep_pasted", "read_table"]
