"""Side-by-side measurements that anyone can run: `softprompt bench`.

A measurement is a fresh process of its own; what is compared, and how, is said in docs/benchmarks.md. Only the command
imports this package, and PEFT is needed nowhere else.

A new work is one file with a function that yields rows, and one entry in `works`.
"""
