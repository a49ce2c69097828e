"""Makes the demo's ready-made files: `python -m tests.demo_material` rewrites `ingest/demo/material`, always alike."""
