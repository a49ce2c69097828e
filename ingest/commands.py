"""What the writing commands do, as values: arguments in, a document out. The same here and in the running daemon."""

from collections.abc import Callable, Mapping
from typing import Any

from ingest.assign import assign
from ingest.pipeline import PassReport, run_pass
from ingest.rerun import recheck, rerun
from ingest.workplace import Workplace

Document = dict[str, Any]


def _pass(report: PassReport) -> Document:
    assert report.judged is not None  # every pass ends with a judgement
    changes = report.judged.changes
    return {
        "received": report.received,
        "held": report.held,
        "read": report.read,
        "links_asked": report.asked,
        "fetched": report.fetched,
        "opened": len(changes.opened),
        "resolved": len(changes.resolved),
        "came_back": len(changes.came_back),
        "problems": report.problems,
    }


def _poll(work: Workplace, _: Document) -> Document:
    return _pass(run_pass(work))


def _recheck(work: Workplace, arguments: Document) -> Document:
    return _pass(recheck(work, arguments["unit"]))


def _rerun(work: Workplace, arguments: Document) -> Document:
    report, count, differences = rerun(work, arguments["unit"], refetch=arguments["refetch"])
    changed = [{"unit": one.unit, "lines": list(one.lines)} for one in differences]
    return {"messages": count, "changed": changed, "problems": report.problems}


def _assign(work: Workplace, arguments: Document) -> Document:
    codes = arguments["units"]
    judged = assign(work, arguments["message"], codes, arguments["by"], arguments["reason"], arguments["part"])
    return {
        "message": arguments["message"],
        "units": sorted(set(codes)),
        "findings": len(judged.assessment.findings),
        "problems": [],
    }


COMMANDS: Mapping[str, Callable[[Workplace, Document], Document]] = {
    "poll": _poll,
    "recheck": _recheck,
    "rerun": _rerun,
    "assign": _assign,
}
