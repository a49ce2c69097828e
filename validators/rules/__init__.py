"""The table of rules; one module per rule, whose docstring is its manual. Written out, nothing is scanned."""
