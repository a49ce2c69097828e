"""Messages in order of arrival, each with its id, its units, its role and the linked roots that are its own."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from config.campaign import Campaign, Part
from parsers.facts import FileFacts
from parsers.readers.letters import number_from_name
from parsers.readers.values import FoundLink, LetterReading
from parsers.records import Mail
from parsers.vietnamese.folding import plain
from validators.assemble.attribution import Attribution, Attributor
from validators.assemble.identity import arrival_order, public_ids
from validators.assemble.inputs import Inputs, MessageInput, RootInput
from validators.assemble.parts import timeliness
from validators.assemble.pictures import is_captioned_album, is_photo_that_came
from validators.assemble.roles import Judged, Standing, cites_campaign, judge_role
from validators.assemble.tree import Node
from validators.assemble.triage import reason_for_other
from validators.submission import Message

_SCANNED = "scanned pages without text"
_BY_OFFICER = "assigned by an officer"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One message as judged, with what it was made from. `roots` are all that it links to.

    `whole` are the units whose the message is as a whole, (None,) for nobody's; single files may be others' (`only`).
    """

    message: Message
    source: MessageInput
    roots: tuple[RootInput, ...]
    whole: tuple[str | None, ...]
    brought: Mapping[str | None, tuple[RootInput, ...]] = field(default_factory=dict)  # unit -> roots first linked here
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # path -> units, where not all of the message

    @property
    def units(self) -> tuple[str | None, ...]:
        """All for whom something came, None among them where some of it is nobody's."""
        return tuple(dict.fromkeys([*self.whole, *(code for codes in self.only.values() for code in codes)]))

    def files(self, unit: str | None) -> Iterator[tuple[str, Node]]:
        """(full path, file) of everything that this message brought for a unit."""
        for node in self.source.nodes:
            if unit in self.only.get(node.path, self.whole):
                yield f"{self.message.id}/{node.path}", node
        for root in self.brought.get(unit, ()):
            for node in root.nodes:
                if unit in self.only.get(node.path, self.whole):
                    yield node.path, node


@dataclass(slots=True)
class _Known:
    """What is known of the messages before the one in hand, by their own Message-IDs."""

    units: dict[str, tuple[str, ...]] = field(default_factory=dict)
    campaign: set[str] = field(default_factory=set)
    written: set[str] = field(default_factory=set)  # units that have sent content

    def thread(self, mail: Mail) -> list[str]:
        """The known messages that a mail answers, the nearest first."""
        named = [mail.in_reply_to, *reversed(mail.references)]
        return [one for one in dict.fromkeys(named) if one in self.units]


def judge_messages(inputs: Inputs, attributor: Attributor) -> list[Judgement]:
    """All messages, in order of arrival."""
    judged = list(_judged(inputs, attributor))
    owners: dict[tuple[str, str | None], str] = {}
    for item in sorted(judged, key=lambda one: not one.message.content_bearing):  # stable: by arrival within each
        for root in item.roots:
            for unit in item.units:
                owners.setdefault((root.drive_id, unit), item.message.id)
    placed = {drive_id for drive_id, unit in owners if unit is not None}
    return [_owning(item, owners, placed) for item in judged]


def _judged(inputs: Inputs, attributor: Attributor) -> Iterator[Judgement]:
    ids = public_ids(inputs.messages)
    known = _Known()
    for source in sorted(inputs.messages, key=arrival_order):
        roots = linked_roots(source, inputs.roots)
        public_id = ids[source.canonical]
        attribution, judged, cites = _one(inputs, attributor, public_id, source, roots, known)
        message = _message(inputs.campaign, public_id, source, attribution, judged)
        only = {} if judged.role == "other" else _shares(attributor, public_id, source, roots, message.units)
        whole = message.units or (None,)
        units = tuple(sorted({*message.units, *(code for codes in only.values() for code in codes)}))
        message = replace(message, units=units)
        _remember(known, source, attribution, message, cites=cites)
        yield Judgement(message, source, roots, whole, only=only)


def _one(
    inputs: Inputs,
    attributor: Attributor,
    public_id: str,
    source: MessageInput,
    roots: tuple[RootInput, ...],
    known: _Known,
) -> tuple[Attribution, Judged, bool]:
    """(whose it is, what it is for, whether it belongs to the campaign) of one message."""
    mail, campaign = source.mail, inputs.campaign
    reason = reason_for_other(mail, source.received_at, campaign, inputs.own_addresses, draft=source.draft)
    if mail is None or (reason is not None and not attributor.is_assigned(public_id)):
        own_notice = reason == "own outgoing mail" and cites_campaign(source, roots, campaign)
        to = attributor.addressed(mail) if own_notice and mail else ()
        return Attribution(to, ""), Judged("other", reason, ()), own_notice
    thread = known.thread(mail)
    attribution = attributor.attribute(public_id, source, roots, known.units[thread[0]] if thread else ())
    assigned = attribution.evidence == _BY_OFFICER
    cites = assigned or any(one in known.campaign for one in thread) or cites_campaign(source, roots, campaign)
    standing = Standing(
        cites=cites,
        from_unit=bool(attribution.units or attribution.candidates),
        earlier=bool(attribution.units) and set(attribution.units) <= known.written,
        answers=bool(thread),
    )
    return attribution, judge_role(source, mail, _carries(inputs, attributor, source, roots), campaign, standing), cites


def _remember(known: _Known, source: MessageInput, attribution: Attribution, message: Message, *, cites: bool) -> None:
    if message.content_bearing:
        known.written.update(message.units)
    if source.mail and source.mail.message_id:
        known.units.setdefault(source.mail.message_id, attribution.units)
        if cites or message.role != "other":
            known.campaign.add(source.mail.message_id)


def linked_roots(source: MessageInput, roots: Mapping[str, RootInput]) -> tuple[RootInput, ...]:
    """The roots that a message links to, and those linked in documents behind them, each once, in order."""
    found: dict[str, RootInput] = {}
    waiting = deque([*source.facts.links, *(link for node in source.nodes if node.facts for link in node.facts.links)])
    while waiting:
        root = roots.get(waiting.popleft().drive_id or "")
        if root is not None and root.drive_id not in found:
            found[root.drive_id] = root
            waiting += [link for node in root.nodes if node.facts for link in node.facts.links]
    return tuple(found.values())


def links_of(source: MessageInput, roots: Iterable[RootInput]) -> list[FoundLink]:
    """Every link of a message, from its body, its files and the files behind its links; each address once."""
    found: dict[str, FoundLink] = {}
    for facts in _facts(source, roots):
        for link in facts.links:
            found.setdefault(link.url, link)
    return list(found.values())


def _facts(source: MessageInput, roots: Iterable[RootInput]) -> Iterator[FileFacts]:
    yield source.facts
    for node in (*source.nodes, *(node for root in roots for node in root.nodes)):
        if node.facts:
            yield node.facts


def letter_in(node: Node, campaign: Campaign, attributor: Attributor) -> LetterReading | None:
    """A letter to the ministry in a file: as read, or for a scan what its name tells; never the campaign's own."""
    facts = node.facts
    if facts is None or facts.mail:
        return None
    letter = facts.letter
    if letter is None and node.status == "unsupported" and node.reason.startswith(_SCANNED):
        named = number_from_name(node.name)
        if named:
            letter = LetterReading(
                *named, None, "", "", signed=True, letterhead=(), place="", addressed_to="", cites=()
            )
    if letter is None or plain(f"{letter.number}/{letter.symbol}") in _campaign_numbers(campaign):
        return None
    return letter if attributor.is_own(letter) else None


def _campaign_numbers(campaign: Campaign) -> frozenset[str]:
    letter = campaign.letter
    return frozenset(plain(number) for number in (letter.number, *letter.cites)) if letter else frozenset()


def _carries(
    inputs: Inputs, attributor: Attributor, source: MessageInput, roots: Sequence[RootInput]
) -> tuple[Part, ...]:
    nodes = [*source.nodes, *(node for root in roots for node in root.nodes)]
    found: dict[Part, bool] = {
        "letter": any(letter_in(node, inputs.campaign, attributor) for node in nodes),
        "nominations": bool(source.facts.nominations) or any(node.facts and node.facts.nominations for node in nodes),
        "media": any(map(is_photo_that_came, nodes)) or any(map(is_captioned_album, nodes)),
    }
    return tuple(part for part, carried in found.items() if carried)


def _shares(
    attributor: Attributor,
    public_id: str,
    source: MessageInput,
    roots: Iterable[RootInput],
    units: tuple[str, ...],
) -> dict[str, tuple[str, ...]]:
    """path -> units for files that an officer gave to somebody, or that name one of several units as theirs."""
    found: dict[str, tuple[str, ...]] = {}
    for node in (*source.nodes, *(node for root in roots for node in root.nodes)):
        codes = attributor.part_of(public_id, node.path)
        if not codes and node.parent in found:
            codes = found[node.parent]
        if not codes and len(units) > 1 and (code := attributor.file_unit(node)) in units:
            codes = (code,)
        if codes:
            found[node.path] = codes
    return found


def _message(
    campaign: Campaign, public_id: str, source: MessageInput, attribution: Attribution, judged: Judged
) -> Message:
    mail = source.mail
    placed = judged.role != "other"
    return Message(
        id=public_id,
        message_id=(mail.message_id or None) if mail else None,
        units=attribution.units if placed else (),
        unit_evidence=attribution.evidence,
        candidates=attribution.candidates if placed else (),
        subject=mail.subject if mail else "",
        sender=_sender(mail) if mail else "",
        received_at=source.received_at,
        timeliness=timeliness(source.received_at, campaign.defaults.deadline, campaign.defaults.grace_until),
        folder=source.folder,
        role=judged.role,
        reason=judged.reason,
        files=(),
        links=(),
        carries=judged.carries,
        nil=judged.nil,
        seen_at=source.seen_at,
    )


def _sender(mail: Mail) -> str:
    address = f"<{mail.sender.address}>" if mail.sender.address else ""
    return f"{mail.sender.name} {address}".strip()


def _owning(item: Judgement, owners: Mapping[tuple[str, str | None], str], placed: set[str]) -> Judgement:
    """With the roots that each unit first linked here; what a unit has linked is not the unplaced mail's."""
    brought = {
        unit: tuple(
            root
            for root in item.roots
            if owners[root.drive_id, unit] == item.message.id and (unit is not None or root.drive_id not in placed)
        )
        for unit in item.units
    }
    item = replace(item, brought=brought)
    files = tuple(dict.fromkeys(path for unit in item.units for path, _ in item.files(unit)))
    links = tuple(link.url for link in links_of(item.source, item.roots))
    return replace(item, message=replace(item.message, files=files, links=links))
