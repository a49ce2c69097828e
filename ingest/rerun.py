"""Reading a unit's messages again, ignoring caches; the result takes the place of the old one in one transaction."""

from collections.abc import Collection
from dataclasses import dataclass

from ingest.errors import UsageError
from ingest.judge import judge
from ingest.load import load_inputs
from ingest.pipeline import PassReport, run_pass, settle
from ingest.reading import MAIL_NAME, MAIL_TYPE, FileReader
from ingest.store import derived, facts
from ingest.workplace import Workplace
from parsers.facts import READING_VERSION
from validators.assemble.attribution import Attributor
from validators.assemble.messages import Judgement, judge_messages
from validators.assessment import Assessment, UnitAssessment


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed for one unit (None: unplaced mail), in Vietnamese lines that say what and why."""

    unit: str | None
    lines: tuple[str, ...]


def rerun(work: Workplace, code: str, *, refetch: bool = False) -> tuple[PassReport, int, tuple[Difference, ...]]:
    """(what the pass did, how many messages were read again, what changed) for the unit `code`."""
    if work.register.get(code) is None:
        raise UsageError(f"Không có đơn vị {code} trong danh sách; xem mã đơn vị bằng lệnh status.")
    before = judge(work, store=False).assessment
    concerned = [item for item in _messages(work) if _concerns(item, code)]
    reader = FileReader(work, fresh=True)
    with work.database.read() as connection:
        stored = {one.canonical: one for one in facts.messages(connection, work.campaign.id, work.now)}
    for item in concerned:
        reader.tree(stored[item.source.canonical].sha256, MAIL_NAME, MAIL_TYPE)
        for root in item.roots:
            for node in root.nodes:
                if node.origin == "drive" and node.sha256:
                    reader.tree(node.sha256, node.name, node.media_type)
    roots = sorted({root.drive_id for item in concerned for root in item.roots})
    with work.database.begin() as connection:
        derived.replace_readings(connection, work.campaign.id, READING_VERSION, reader.made())
        for item in concerned:  # the next read step takes them from the cache, and finds links that are new
            derived.mark_read(connection, work.campaign.id, item.source.canonical, None)
        for drive_id in roots if refetch else ():
            derived.schedule_link(connection, work.campaign.id, drive_id, due_at=work.now, attempts=0, pending=True)
    report = PassReport()
    settle(work, report)
    report.judged = judge(work, store=True)
    return report, len(concerned), differences(before, report.judged.assessment, report.judged.changes.ours)


def recheck(work: Workplace, code: str | None) -> PassReport:
    """Look again at links that are due; with a unit, at all of that unit's."""
    if code is not None:
        if work.register.get(code) is None:
            raise UsageError(f"Không có đơn vị {code} trong danh sách; xem mã đơn vị bằng lệnh status.")
        roots = {root.drive_id for item in _messages(work) if _concerns(item, code) for root in item.roots}
        with work.database.begin() as connection:
            for drive_id in sorted(roots):
                derived.schedule_link(connection, work.campaign.id, drive_id, due_at=work.now, attempts=0, pending=True)
    return run_pass(work, receive_mail=False)


def _messages(work: Workplace) -> list[Judgement]:
    inputs = load_inputs(work, work.now)
    return judge_messages(inputs, Attributor(inputs.register, inputs.campaign.receiver, inputs.assignments))


def _concerns(item: Judgement, code: str) -> bool:
    return code in item.message.units or code in item.message.candidates


def differences(before: Assessment, after: Assessment, ours: Collection[str] = ()) -> tuple[Difference, ...]:
    """Units that changed between two assessments, each with what changed; findings in `ours`, by our software."""
    found = []
    old = {unit.submission.code: unit for unit in before.units}
    for unit in after.units:
        lines = [*_figures(old[unit.submission.code], unit), *_findings(before, after, unit.submission.code, ours)]
        if lines:
            found.append(Difference(unit.submission.code, tuple(lines)))
    unplaced = _findings(before, after, None, ours)
    if unplaced:
        found.append(Difference(None, tuple(unplaced)))
    return tuple(found)


_FIGURES = {
    "messages": "thư",
    "nominations": "đề cử",
    "media": "ảnh, video",
    "captioned": "ảnh, video có chú thích",
    "files": "tệp",
}


def _figures(before: UnitAssessment, after: UnitAssessment) -> list[str]:
    pairs = ((name, getattr(before.counts, key), getattr(after.counts, key)) for key, name in _FIGURES.items())
    return [f"{name}: {old} → {new}" for name, old, new in pairs if old != new]


def _findings(before: Assessment, after: Assessment, unit: str | None, ours: Collection[str]) -> list[str]:
    old = {finding.id: finding for finding in before.findings if finding.unit == unit and finding.open}
    new = {finding.id: finding for finding in after.findings if finding.unit == unit and finding.open}
    why = dict.fromkeys(ours, " (do cập nhật phần mềm)")
    lines = [f"phát sinh: {new[key].detail}{why.get(key, '')}" for key in sorted(new.keys() - old.keys())]
    lines += [f"đã khắc phục: {old[key].detail}{why.get(key, '')}" for key in sorted(old.keys() - new.keys())]
    lines += [
        f"thay đổi: {new[key].detail}{why.get(key, '')}"
        for key in sorted(new.keys() & old.keys())
        if (new[key].severity, new[key].detail) != (old[key].severity, old[key].detail)
    ]
    return lines
