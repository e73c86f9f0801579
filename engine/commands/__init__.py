"""The headless commands: one file for each group, what they share in `console`, `progress`, `recipe` and `report`.

Every file here is quick to import: torch and transformers are loaded inside the commands that need them. No Qt.
"""
