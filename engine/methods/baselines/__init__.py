"""What soft prompts are compared with, run like a method but never exported as a pack: no prompt is learned here."""

from engine.methods.baselines import full_fine_tuning, written_prompt

__all__ = ["full_fine_tuning", "written_prompt"]
