"""The verb: everything that counts at an instant, put together into one submission per unit, and the unplaced mail."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date

from config.campaign import Part
from config.units import Unit
from parsers.facts import FileFacts
from parsers.readers.letters import mentioned_letters
from parsers.readers.values import FoundLink, LetterReading, NominationReading
from validators.assemble.attribution import Attributor
from validators.assemble.files import file_of
from validators.assemble.inputs import Inputs, RootInput
from validators.assemble.levels import level_within
from validators.assemble.media import BODY, unit_media
from validators.assemble.messages import Judgement, judge_messages, letter_in, links_of
from validators.assemble.parts import part_statuses
from validators.assemble.pictures import is_furniture, repeated_pictures
from validators.assemble.renditions import ListOfNominees, join_letters, join_lists
from validators.assemble.superseding import superseded
from validators.assemble.tree import Node
from validators.submission import Access, File, Letter, Link, Nomination, Submission


def assemble(inputs: Inputs) -> tuple[tuple[Submission, ...], Submission]:
    """(a submission for each unit in register order, the mail that nobody can place). Pure, in any order of input."""
    attributor = Attributor(inputs.register, inputs.campaign.receiver, inputs.assignments)
    judged = judge_messages(inputs, attributor)
    repeated = repeated_pictures(item.source.nodes for item in judged)
    by_unit: dict[str | None, list[Judgement]] = defaultdict(list)
    for item in judged:
        for code in item.units:
            by_unit[code].append(item)
    submissions = tuple(_submission(inputs, attributor, unit, by_unit[unit.code], repeated) for unit in inputs.register)
    rest = by_unit[None]
    unplaced = Submission(
        unit=None,
        group="",
        counts=False,
        messages=tuple(item.message for item in rest),
        links=tuple(link for item in rest for link in _links(inputs, None, item)),
        files=tuple(file for item in rest for file in _files(item, None, repeated, frozenset())),
    )
    return submissions, unplaced


def _submission(
    inputs: Inputs, attributor: Attributor, unit: Unit, judged: Sequence[Judgement], repeated: frozenset[str]
) -> Submission:
    group = inputs.campaign.group_of(unit.code, unit.kind)
    bearing = [item for item in judged if item.message.content_bearing]
    gone = superseded(unit.code, bearing, inputs.authserv_id)
    messages = tuple(replace(item.message, superseded_by=gone.by.get(item.message.id, ())) for item in judged)
    links = tuple(link for item in judged for link in _links(inputs, unit.code, item))
    standing = [
        (item, path, node) for item in bearing for path, node in item.files(unit.code) if path not in gone.paths
    ]
    letters = join_letters(
        letter
        for item, path, node in standing
        if (letter := _letter_of(inputs, attributor, unit.code, item, path, node))
    )
    lists = [ListOfNominees(path, _nominations(unit, path, node.facts)) for _, path, node in standing if node.facts]
    for item in bearing:
        body = f"{item.message.id}/{BODY}"
        if body not in gone.paths and unit.code in item.whole:
            lists.append(ListOfNominees(body, _nominations(unit, body, item.source.facts)))
    nominations = join_lists(one for one in lists if one.nominations)
    media, orphans = unit_media(unit.code, bearing, repeated, gone.paths)
    found: dict[Part, bool] = {"letter": bool(letters), "nominations": bool(nominations), "media": bool(media)}
    standing_parts = {part for part, stands in found.items() if stands}
    return Submission(
        unit=unit,
        group=group.id if group else "",
        counts=group.counts if group else False,
        parts=part_statuses(inputs.campaign, group, messages, links, standing_parts),
        messages=messages,
        links=links,
        files=tuple(file for item in judged for file in _files(item, unit.code, repeated, gone.paths)),
        letters=letters,
        nominations=nominations,
        media=media,
        orphans=orphans,
    )


def _links(inputs: Inputs, unit: str | None, item: Judgement) -> Iterator[Link]:
    for found in links_of(item.source, item.roots):
        root = inputs.roots.get(found.drive_id or "")
        if root is None:
            yield Link(found.url, item.message.id, unit, found.kind, found.drive_id, _unasked(found), None)
        else:
            yield _asked(found, root, item.message.id, unit)


def _unasked(found: FoundLink) -> Access:
    if found.drive_id:
        return "unknown"
    return "not_drive" if found.service == "other" else "unsupported"


def _asked(found: FoundLink, root: RootInput, message: str, unit: str | None) -> Link:
    return Link(
        url=found.url,
        message=message,
        unit=unit,
        kind=root.kind,
        drive_id=root.drive_id,
        access=root.access,
        checked_at=root.checked_at,
        detail=root.detail,
        items=root.items,
        archived=root.archived,
    )


def _files(item: Judgement, unit: str | None, repeated: frozenset[str], gone: Collection[str]) -> Iterator[File]:
    for path, node in item.files(unit):
        furniture = is_furniture(node, repeated)
        yield file_of(node, path, unit, item.message.id, furniture=furniture, superseded=path in gone)


def _letter_of(
    inputs: Inputs, attributor: Attributor, unit: str, item: Judgement, path: str, node: Node
) -> Letter | None:
    """The unit's own letter in a file: none that it passes on, none of another unit."""
    reading = letter_in(node, inputs.campaign, attributor)
    if reading is None:
        return None
    writer = attributor.letter_unit(reading, node.facts.head if node.facts else "")
    if writer and writer != unit and path.removeprefix(f"{item.message.id}/") not in item.only:
        return None
    return _letter(path, unit, reading, reading.date or _mentioned_day(item, reading))


def _mentioned_day(item: Judgement, reading: LetterReading) -> date | None:
    """The day of a letter that only the mail names: "Công văn số 1532/STP-VP ngày 14/11/2024"."""
    body = item.source.mail.body if item.source.mail else ""
    return next(
        (
            day
            for number, symbol, day in mentioned_letters(body)
            if (number, symbol) == (reading.number, reading.symbol)
        ),
        None,
    )


def _nominations(unit: Unit, path: str, facts: FileFacts) -> tuple[Nomination, ...]:
    return tuple(_nomination(unit, path, reading) for reading in facts.nominations)


def _letter(path: str, unit: str, reading: LetterReading, dated: date | None) -> Letter:
    return Letter(
        path=path,
        unit=unit,
        number=reading.number,
        symbol=reading.symbol,
        date=dated,
        subject=reading.subject,
        signer=reading.signer,
        signed=reading.signed,
    )


def _nomination(unit: Unit, path: str, reading: NominationReading) -> Nomination:
    return Nomination(
        unit=unit.code,
        kind=reading.kind,
        name=reading.name,
        position=reading.position,
        organisation=reading.organisation,
        level=level_within(unit, reading),
        role=reading.role,
        gender=reading.gender,
        birth_year=reading.birth_year,
        field=reading.field,
        achievements=reading.achievements,
        path=path,
        locator=reading.locator,
    )
