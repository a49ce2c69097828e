"""The table of formats that we read; one module per format, one signature, an explicit entry here."""
