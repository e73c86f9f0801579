"""A study of subspaces: the whole line of Intrinsic Prompt Tuning over a set of tasks, and what it proves.

`recipe`, `study`, `findings`, `page` and `pictures` are free of torch; `line` does the work.
"""
