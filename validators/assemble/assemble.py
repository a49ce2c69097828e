"""The verb: everything that counts at an instant, put together into one submission per unit, and the unplaced mail."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from config.campaign import Part
from config.units import Unit
from parsers.readers.letters import mentioned_letters
from parsers.readers.values import FoundLink, LetterReading, NominationReading
from validators.assemble.files import file_of, repeated_pictures
from validators.assemble.inputs import Inputs, RootInput
from validators.assemble.media import BODY, unit_media
from validators.assemble.messages import Judgement, judge_messages, letter_in, links_of
from validators.assemble.parts import part_statuses
from validators.assemble.renditions import ListOfNominees, join_letters, join_lists
from validators.assemble.roles import signature_picture
from validators.assemble.tree import Node
from validators.submission import Access, File, Letter, Link, Nomination, Submission


def assemble(inputs: Inputs) -> tuple[tuple[Submission, ...], Submission]:
    """(a submission for each unit in register order, the mail that nobody can place). Pure, in any order of input."""
    judged = judge_messages(inputs)
    furniture = repeated_pictures(item.source.nodes for item in judged)
    by_unit: dict[str, list[Judgement]] = defaultdict(list)
    for item in judged:
        for code in item.message.units:
            by_unit[code].append(item)
    submissions = tuple(_submission(inputs, unit, by_unit.get(unit.code, []), furniture) for unit in inputs.register)
    rest = [item for item in judged if not item.message.units]
    unplaced = Submission(
        unit=None,
        group="",
        counts=False,
        messages=tuple(item.message for item in rest),
        links=tuple(link for item in rest for link in _links(inputs, None, item)),
        files=tuple(file for item in rest for file in _files(item, None, furniture)),
    )
    return submissions, unplaced


def _submission(inputs: Inputs, unit: Unit, judged: Sequence[Judgement], furniture: frozenset[str]) -> Submission:
    group = inputs.campaign.group_of(unit.code, unit.kind)
    bearing = [item for item in judged if item.message.content_bearing]
    messages = tuple(item.message for item in judged)
    links = tuple(link for item in judged for link in _links(inputs, unit.code, item))
    letters = join_letters(letter for item in bearing for letter in _letters(inputs, unit.code, item))
    nominations = join_lists(nominees for item in bearing for nominees in _lists(unit.code, item))
    media, orphans = unit_media(unit.code, bearing, furniture)
    found: dict[Part, bool] = {"letter": bool(letters), "nominations": bool(nominations), "media": bool(media)}
    standing = {part for part, stands in found.items() if stands}
    return Submission(
        unit=unit,
        group=group.id if group else "",
        counts=group.counts if group else False,
        parts=part_statuses(inputs.campaign, group, messages, links, standing),
        messages=messages,
        links=links,
        files=tuple(file for item in judged for file in _files(item, unit.code, furniture)),
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


def _files(item: Judgement, unit: str | None, furniture: frozenset[str]) -> Iterator[File]:
    message = item.message.id
    for node in item.source.nodes:
        yield file_of(node, f"{message}/{node.path}", unit, message, furniture=_furniture(node, furniture))
    for root in item.owned:
        for node in root.nodes:
            yield file_of(node, node.path, unit, message, furniture=False)


def _furniture(node: Node, furniture: frozenset[str]) -> bool:
    return signature_picture(node) or (node.sha256 in furniture and node.origin == "inline")


def _nodes(item: Judgement) -> Iterator[tuple[str, Node]]:
    for node in item.source.nodes:
        yield f"{item.message.id}/{node.path}", node
    for root in item.owned:
        for node in root.nodes:
            yield node.path, node


def _letters(inputs: Inputs, unit: str, item: Judgement) -> Iterator[Letter]:
    mail = item.source.mail
    mentioned = {(number, symbol): day for number, symbol, day in mentioned_letters(mail.body if mail else "") if day}
    for path, node in _nodes(item):
        reading = letter_in(node, inputs.campaign)
        if reading:
            yield _letter(path, unit, reading, reading.date or mentioned.get((reading.number, reading.symbol)))


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


def _lists(unit: str, item: Judgement) -> Iterator[ListOfNominees]:
    sources = [(f"{item.message.id}/{BODY}", item.source.facts.nominations)]
    sources += [(path, node.facts.nominations) for path, node in _nodes(item) if node.facts]
    for path, readings in sources:
        if readings:
            yield ListOfNominees(path, tuple(_nomination(unit, path, reading) for reading in readings))


def _nomination(unit: str, path: str, reading: NominationReading) -> Nomination:
    return Nomination(
        unit=unit,
        kind=reading.kind,
        name=reading.name,
        position=reading.position,
        organisation=reading.organisation,
        level=reading.level,
        role=reading.role,
        gender=reading.gender,
        birth_year=reading.birth_year,
        field=reading.field,
        achievements=reading.achievements,
        path=path,
        locator=reading.locator,
    )
