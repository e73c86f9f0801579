"""What the eye sees: one file per part, each of which runs alone in a blank window.

Widgets show plain values and emit what the user asked for; they never import the application.
"""
