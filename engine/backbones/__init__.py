"""Frozen language models: loading them, proving that they stay frozen, and the places where a prompt enters."""
