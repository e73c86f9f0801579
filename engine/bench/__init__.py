"""Side-by-side measurements that anyone can run: `python -m engine.bench against-peft ...`.

A measurement is a fresh process of its own; what is compared, and how, is said in docs/benchmarks.md. Nothing of the
program imports this package, and PEFT is needed nowhere else.
"""
