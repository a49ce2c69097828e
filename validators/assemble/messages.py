"""Messages in order of arrival, each with its id, its units, its role and the linked roots that are its own."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from config.campaign import Campaign, Part
from parsers.facts import FileFacts
from parsers.readers.letters import number_from_name
from parsers.readers.values import FoundLink, LetterReading
from parsers.vietnamese.folding import plain
from validators.assemble.attribution import Attribution, Attributor
from validators.assemble.identity import arrival_order, public_ids
from validators.assemble.inputs import Inputs, MessageInput, RootInput
from validators.assemble.parts import timeliness
from validators.assemble.roles import Judged, cites_campaign, judge_role, signature_picture
from validators.assemble.tree import Node
from validators.assemble.triage import reason_for_other
from validators.submission import Message

_SCANNED = "scanned pages without text"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One message as judged, with what it was made from. `roots` are all that it links to, `owned` those it brought."""

    message: Message
    source: MessageInput
    roots: tuple[RootInput, ...]
    owned: tuple[RootInput, ...] = ()


def judge_messages(inputs: Inputs) -> list[Judgement]:
    """All messages, in order of arrival."""
    judged = list(_judged(inputs))
    owners: dict[str, str] = {}
    for item in sorted(judged, key=lambda one: not one.message.content_bearing):  # stable: by arrival within each
        for root in item.roots:
            owners.setdefault(root.drive_id, item.message.id)
    return [_owning(item, owners) for item in judged]


def _judged(inputs: Inputs) -> Iterator[Judgement]:
    ids = public_ids(inputs.messages)
    attributor = Attributor(inputs.register, inputs.campaign.receiver, inputs.assignments)
    written: set[str] = set()
    for source in sorted(inputs.messages, key=arrival_order):
        roots = linked_roots(source, inputs.roots)
        public_id = ids[source.canonical]
        reason = reason_for_other(
            source.mail, source.received_at, inputs.campaign, inputs.own_addresses, draft=source.draft
        )
        if reason is not None or source.mail is None:
            attribution, judged = Attribution((), ""), Judged("other", reason, ())
        else:
            attribution = attributor.attribute(public_id, source, roots)
            judged = judge_role(
                source,
                source.mail,
                roots,
                _carries(inputs.campaign, source, roots),
                cites=cites_campaign(source, roots, inputs.campaign),
                from_unit=bool(attribution.units or attribution.candidates),
                earlier=bool(attribution.units) and set(attribution.units) <= written,
            )
        if judged.role in {"submission", "supplement"}:
            written.update(attribution.units)
        yield Judgement(_message(inputs.campaign, public_id, source, attribution, judged), source, roots)


def linked_roots(source: MessageInput, roots: Mapping[str, RootInput]) -> tuple[RootInput, ...]:
    """The roots that a message links to, and those linked in documents behind them, each once, in order."""
    found: dict[str, RootInput] = {}
    waiting = [*source.facts.links, *(link for node in source.nodes if node.facts for link in node.facts.links)]
    while waiting:
        root = roots.get(waiting.pop(0).drive_id or "")
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


def letter_in(node: Node, campaign: Campaign) -> LetterReading | None:
    """The unit's letter in a file: as read, or for a scan what its name tells; never the campaign's own letters."""
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
    return letter


def _campaign_numbers(campaign: Campaign) -> frozenset[str]:
    letter = campaign.letter
    return frozenset(plain(number) for number in (letter.number, *letter.cites)) if letter else frozenset()


def is_photo_or_video(node: Node) -> bool:
    """A picture or film that may be media: it opens, and it is no logo. Embedded pictures need a caption besides."""
    facts = node.facts
    if facts is None or node.status not in {"stored", "not_fetched"} or signature_picture(node):
        return False
    return facts.image is not None or facts.video is not None


def _carries(campaign: Campaign, source: MessageInput, roots: Sequence[RootInput]) -> tuple[Part, ...]:
    nodes = [*source.nodes, *(node for root in roots for node in root.nodes)]
    found: dict[Part, bool] = {
        "letter": any(letter_in(node, campaign) for node in nodes),
        "nominations": bool(source.facts.nominations) or any(node.facts and node.facts.nominations for node in nodes),
        "media": any(map(_photo_that_came, nodes)) or any(map(_captioned_pictures, nodes)),
    }
    return tuple(part for part, carried in found.items() if carried)


def _photo_that_came(node: Node) -> bool:
    return is_photo_or_video(node) and node.origin not in {"embedded", "inline"}


def _captioned_pictures(node: Node) -> bool:
    return node.facts is not None and any(entry.picture for entry in node.facts.captions)


def _message(
    campaign: Campaign, public_id: str, source: MessageInput, attribution: Attribution, judged: Judged
) -> Message:
    mail = source.mail
    return Message(
        id=public_id,
        message_id=(mail.message_id or None) if mail else None,
        units=() if judged.role == "other" else attribution.units,
        unit_evidence=attribution.evidence,
        candidates=() if attribution.units else attribution.candidates,
        subject=mail.subject if mail else "",
        sender=f"{mail.sender.name} <{mail.sender.address}>".strip() if mail else "",
        received_at=source.received_at,
        timeliness=timeliness(source.received_at, campaign.defaults.deadline, campaign.defaults.grace_until),
        folder=source.folder,
        role=judged.role,
        reason=judged.reason,
        files=(),
        links=(),
        carries=judged.carries,
    )


def _owning(item: Judgement, owners: Mapping[str, str]) -> Judgement:
    owned = tuple(root for root in item.roots if owners[root.drive_id] == item.message.id)
    files = [f"{item.message.id}/{node.path}" for node in item.source.nodes]
    files += [node.path for root in owned for node in root.nodes]
    links = [link.url for link in links_of(item.source, item.roots)]
    return replace(item, owned=owned, message=replace(item.message, files=tuple(files), links=tuple(links)))
