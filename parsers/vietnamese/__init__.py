"""Vietnamese text: folding for matching, dates, places, names, and the legacy encodings of offices."""
