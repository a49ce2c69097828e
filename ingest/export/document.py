"""The JSON export: one document with all that stands for a campaign, the same bytes for the same facts."""

import json
import unicodedata
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from validators.assessment import Assessment, DecisionRecord, FindingRecord, UnitAssessment
from validators.submission import File, Letter, Link, Media, Message, Nomination, PartStatus, Submission

Row = dict[str, Any]

SCHEMA_VERSION = 1
_LATENESS = {None: 0, "in_time": 1, "borderline": 2, "late": 3}


def export_document(assessment: Assessment) -> Row:
    """The document of contract §5. Lists are sets in a fixed order; nothing depends on the order of arrival."""
    submissions = [unit.submission for unit in assessment.units] + [assessment.unplaced]
    document: Row = {
        "schema": SCHEMA_VERSION,
        "campaign": assessment.campaign.id,
        "as_of": _instant(assessment.as_of),
        "units": [_unit(unit) for unit in assessment.units],
        "messages": _messages(message for submission in submissions for message in submission.messages),
        "links": _links(link for submission in submissions for link in submission.links),
        "files": [_file(file) for submission in submissions for file in submission.files],
        "letters": [_letter(letter) for submission in submissions for letter in submission.letters],
        "nominations": [_nomination(row) for submission in submissions for row in submission.nominations],
        "registrations": _registrations(submissions),
        "media": [_media(item) for submission in submissions for item in submission.media],
        "decisions": [_decision(decision) for decision in assessment.decisions],
        "findings": [_finding(finding) for finding in assessment.findings],
    }
    ordered: Row = _normalised(document)
    for name in ("files", "decisions", "findings"):  # a file of a message of two units stands in both
        ordered[name] = _distinct(ordered[name])
    return ordered


def to_json(document: Row) -> str:
    """The document as text: sorted keys, readable Vietnamese, a line end at the end."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, indent=2) + "\n"


def canonical(value: Any) -> str:
    """The total order of lists: the compact JSON of an element with its keys sorted."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _normalised(value: Any) -> Any:
    """NFC everywhere, half surrogates of broken mails made visible, keys sorted, and every list in its order."""
    if isinstance(value, str):
        whole = value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
        return unicodedata.normalize("NFC", whole)
    if isinstance(value, dict):
        return {key: _normalised(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return sorted((_normalised(element) for element in value), key=canonical)
    return value


def _distinct(rows: list[Row]) -> list[Row]:
    return list({canonical(row): row for row in rows}.values())


def _instant(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError("an instant needs its zone")
    return moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def _instant_or_none(moment: datetime | None) -> str | None:
    return None if moment is None else _instant(moment)


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _unit(unit: UnitAssessment) -> Row:
    submission = unit.submission
    if submission.unit is None:
        raise ValueError("an assessed unit must be one of the register")
    counts = unit.counts
    return {
        "code": submission.unit.code,
        "name": submission.unit.name,
        "group": submission.group,
        "state": unit.state,
        "checked": unit.checked,
        "parts": [_part(part) for part in submission.parts],
        "counts": {
            "messages": counts.messages,
            "nominations": counts.nominations,
            "media": counts.media,
            "captioned": counts.captioned,
            "files": counts.files,
            "findings": counts.findings,
        },
    }


def _part(part: PartStatus) -> Row:
    return {
        "part": part.part,
        "owed": part.duty.owed,
        "stands": part.stands,
        "nil": part.nil,
        "first_arrival": _instant_or_none(part.first_arrival),
        "timeliness": part.timeliness,
    }


def _messages(messages: Iterable[Message]) -> list[Row]:
    """Each message once: one that speaks for two units stands in both submissions, and is joined here."""
    joined: dict[str, Row] = {}
    for message in messages:
        row = _message(message)
        joined[message.id] = _join(joined[message.id], row) if message.id in joined else row
    return list(joined.values())


def _message(message: Message) -> Row:
    return {
        "id": message.id,
        "message_id": message.message_id,
        "units": list(message.units),
        "unit_evidence": message.unit_evidence,
        "subject": message.subject,
        "from": message.sender,
        "received_at": _instant_or_none(message.received_at),
        "timeliness": message.timeliness,
        "folder": message.folder,
        "role": message.role,
        "reason": message.reason,
        "files": list(message.files),
        "links": list(message.links),
        "superseded_by": list(message.superseded_by),
    }


def _join(one: Row, other: Row) -> Row:
    first, second = sorted((one, other), key=canonical)
    lists = ("units", "files", "links", "superseded_by")
    return {
        **first,
        **{name: sorted(set(first[name]) | set(second[name])) for name in lists},
        "timeliness": max(first["timeliness"], second["timeliness"], key=lambda value: _LATENESS[value]),
    }


def _links(links: Iterable[Link]) -> list[Row]:
    """One row for each address, message and unit; where two rows tell differently, the first in order stands."""
    rows: dict[tuple[str, str, str], Row] = {}
    for link in links:
        row = {
            "url": link.url,
            "message": link.message,
            "unit": link.unit,
            "kind": link.kind,
            "drive_id": link.drive_id,
            "access": link.access,
            "checked_at": _instant_or_none(link.checked_at),
        }
        key = (link.url, link.message, link.unit or "")
        rows[key] = min(rows.get(key, row), row, key=canonical)
    return list(rows.values())


def _file(file: File) -> Row:
    return {
        "path": file.path,
        "unit": file.unit,
        "message": file.message,
        "origin": file.origin,
        "name": file.name,
        "sha256": file.sha256,
        "size": file.size,
        "media_type": file.media_type,
        "status": file.status,
        "reason": file.reason,
        "created_at": _instant_or_none(file.created_at),
        "modified_at": _instant_or_none(file.modified_at),
        "superseded": file.superseded,
    }


def _letter(letter: Letter) -> Row:
    return {
        "path": letter.path,
        "also_in": list(letter.also_in),
        "unit": letter.unit,
        "number": letter.number,
        "symbol": letter.symbol,
        "date": _day(letter.date),
        "subject": letter.subject,
        "signer": letter.signer,
        "signed": letter.signed,
    }


def _nomination(row: Nomination) -> Row:
    return {
        "unit": row.unit,
        "kind": row.kind,
        "name": row.name,
        "position": row.position,
        "organisation": row.organisation,
        "level": row.level,
        "role": row.role,
        "gender": row.gender,
        "birth_year": row.birth_year,
        "field": row.field,
        "achievements": row.achievements,
        "path": row.path,
        "locator": row.locator,
        "also_in": list(row.also_in),
    }


def _registrations(_submissions: list[Submission]) -> list[Row]:
    """Titles registered for; a submission holds none so far."""
    return []


def _media(item: Media) -> Row:
    time = item.time
    return {
        "path": item.path,
        "also_in": list(item.also_in),
        "unit": item.unit,
        "kind": item.kind,
        "content": item.content,
        "time": None if time is None else {"text": time.text, "start": _day(time.start), "end": _day(time.end)},
        "place": item.place,
        "caption_source": item.caption_source,
        "duplicate_of": item.duplicate_of,
    }


def _decision(decision: DecisionRecord) -> Row:
    return {
        "id": decision.id,
        "kind": decision.kind,
        "unit": decision.unit,
        "subject": decision.subject,
        "by": decision.by,
        "at": _instant(decision.at),
        "reason": decision.reason,
    }


def _finding(finding: FindingRecord) -> Row:
    waived = finding.waived
    return {
        "id": finding.id,
        "unit": finding.unit,
        "code": finding.code,
        "severity": finding.severity,
        "subject": finding.subject,
        "detail": finding.detail,
        "opened_at": _instant(finding.opened_at),
        "resolved_at": _instant_or_none(finding.resolved_at),
        "waived": None if waived is None else {"by": waived.by, "reason": waived.reason, "at": _instant(waived.at)},
    }
