"""Lets the fork server import what every worker of these tests imports: the main script is pytest's."""

import multiprocessing

import ingest.workers.process

assert ingest.workers.process  # it sets its own list at its import, which must come first
multiprocessing.get_context("forkserver").set_forkserver_preload(
    ["ingest.cli", "pytest", "tests.ingest.workers.hostile", "ingest.workers.preload"]
)
