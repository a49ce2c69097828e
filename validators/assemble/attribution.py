"""Whose a message is: a vote over everything that speaks for a unit, accepted only with a clear margin.

A finding about the wrong unit is worse than none, so a close vote names candidates and leaves the choice to an officer.
Weights follow how hard a signal is to have by accident: a letterhead or a letter number over a name in a subject over
a name in a file. The receiver is named in every "Kính gửi" and therefore counts only in letterheads and senders.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from config.units import Register
from parsers.readers.values import LetterReading
from parsers.records import Address, Mail
from parsers.vietnamese.folding import plain
from validators.assemble.inputs import Assignment, MessageInput, RootInput
from validators.assemble.mentions import Mentions

ACCEPT_FROM = 3
MARGIN = 2

_GREETING = re.compile(r"^\W*(kinh gui|kg|to|dear)\b")
_SELF = re.compile(r"\b(gui|bao cao|kinh chuyen|de nghi|xin|trinh|de cu|gioi thieu|nop|lap|tong hop|cung cap|chuyen)\b")
_SIGNATURE_LINES = 14


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing that speaks for one unit."""

    code: str
    weight: int
    what: str  # English, for `unit_evidence`


@dataclass(frozen=True, slots=True)
class Attribution:
    """The outcome of the vote: units where it was clear, else candidates."""

    units: tuple[str, ...]
    evidence: str
    candidates: tuple[str, ...] = ()


class Attributor:
    """Votes for messages of one campaign."""

    def __init__(self, register: Register, receiver: str, assignments: Iterable[Assignment]) -> None:
        self._register = register
        self._receiver = receiver
        self._mentions = Mentions(register)
        self._symbols = _unique_symbols(register)
        self._assigned = {item.message: item for item in assignments if not item.part}
        self._senders = {item.sender: item for item in assignments if item.sender and not item.part}

    def attribute(self, public_id: str, message: MessageInput, roots: Iterable[RootInput]) -> Attribution:
        """Whose a message is. An officer's word comes first, then the vote, then what was said of the sender before."""
        assigned = self._assigned.get(public_id)
        if assigned:
            return Attribution(assigned.units, "assigned by an officer")
        mail = message.mail
        if mail is None:
            return Attribution((), "")
        roots = tuple(roots)
        votes = _tally(self._signals(message, mail, roots))
        outcome = _decide(votes)
        remembered = self._senders.get(mail.sender.address)
        if not outcome.units and remembered:
            return Attribution(remembered.units, "sender assigned by an officer before")
        return outcome

    def names_a_unit(self, text: str) -> bool:
        """Whether a text names any unit but the receiver."""
        return any(mention.code != self._receiver for mention in self._mentions.units(text))

    def _signals(self, message: MessageInput, mail: Mail, roots: tuple[RootInput, ...]) -> Iterator[Signal]:
        nodes = [*message.nodes, *(node for root in roots for node in root.nodes)]
        for node in nodes:
            if node.facts and node.facts.letter:
                yield from self._letter(node.facts.letter, node.facts.head)
            elif node.facts and node.facts.head and node.status == "read":
                yield from self._document(node.facts.head)
        yield from self._named(mail.subject, 3, "subject")
        yield from self._body(mail.body)
        if not mail.body.strip():
            yield from self._body(mail.quoted, "forwarded text")
        yield from self._sender(mail.sender)
        for address in mail.reply_to:
            if address.address != mail.sender.address:
                yield from self._sender(address)
        names = [node.name for node in nodes] + [node.path for node in nodes if node.origin == "archive"]
        yield from self._named(" ; ".join(names[:400]), 1, "file names")
        yield from self._named(" ; ".join(root.name for root in roots), 2, "name on Drive")

    def _letter(self, letter: LetterReading, head: str) -> Iterator[Signal]:
        letterhead = " ".join(letter.letterhead)
        named = self._mentions.units(letterhead)
        kind = self._mentions.kind(letterhead)
        if kind:
            for where, weight in ((letterhead, 4), (letter.place, 4), (head[:600], 3), (letter.addressed_to, 0)):
                provinces = self._mentions.provinces(where)
                code = self._mentions.at_place(kind, provinces[-1]) if provinces else ""
                if code and weight:
                    yield Signal(code, weight, "letterhead")
                    break
        if named and not (kind and self._is_parent(named[-1].code, kind)):
            yield Signal(named[-1].code, 4, "letterhead")
        code = self._symbols.get(plain(letter.symbol.split("-")[0].split("/")[-1]), "")
        if code:
            yield Signal(code, 3, "letter number")

    def _is_parent(self, code: str, kind: str) -> bool:
        """TỔNG CỤC THI HÀNH ÁN DÂN SỰ above CỤC THI HÀNH ÁN DÂN SỰ: the line below is the unit."""
        unit = self._register.get(code)
        return kind == "cuc_thads" and unit is not None and unit.kind != kind

    def _document(self, head: str) -> Iterator[Signal]:
        """A list or a caption file may bear a letterhead or say whose it is in its first lines."""
        lines = [line for line in head.splitlines()[:12] if not _GREETING.match(plain(line))]
        top = " ".join(lines)[:700]
        codes = {mention.code for mention in self._mentions.units(top)} - {self._receiver}
        kind = self._mentions.kind(top)
        provinces = self._mentions.provinces(top)
        if len(codes) == 1:
            yield Signal(codes.pop(), 2, "head of a document")
        elif kind and len(set(provinces)) == 1:
            code = self._mentions.at_place(kind, provinces[0])
            if code:
                yield Signal(code, 2, "head of a document")

    def _named(self, text: str, weight: int, what: str) -> Iterator[Signal]:
        codes = {mention.code for mention in self._mentions.units(text)} - {self._receiver}
        kind = self._mentions.kind(text)
        if not codes and kind:
            provinces = set(self._mentions.provinces(text))
            codes = {self._mentions.at_place(kind, province) for province in provinces} - {""}
        for code in codes:
            yield Signal(code, weight if len(codes) == 1 else 1, what)

    def _body(self, body: str, what: str = "body") -> Iterator[Signal]:
        lines = [line for line in body.splitlines() if line.strip()]
        own = [line for line in lines if not _GREETING.match(plain(line))]
        saying = [line for line in own if _SELF.search(plain(line))]
        signature = own[-_SIGNATURE_LINES:]
        said = {mention.code for mention in self._mentions.units("\n".join(saying))} - {self._receiver}
        signed = {mention.code for mention in self._mentions.units("\n".join(signature))} - {self._receiver}
        kind, provinces = self._mentions.kind("\n".join(own)), set(self._mentions.provinces("\n".join(own)))
        if not said and not signed and kind and len(provinces) == 1:
            signed = {self._mentions.at_place(kind, provinces.pop())} - {""}
        for codes, name in ((said, what), (signed, "signature")):
            for code in codes:
                yield Signal(code, 3 if len(codes) == 1 else 1, name)

    def _sender(self, sender: Address) -> Iterator[Signal]:
        for mention in self._mentions.units(sender.name)[:1]:
            yield Signal(mention.code, 3, "sender's name")
        for code, weight in self._mentions.of_address(sender.address):
            yield Signal(code, weight, "sender's address")


def _tally(signals: Iterable[Signal]) -> dict[str, dict[str, int]]:
    """code -> what -> the strongest signal of that sort: ten documents do not outvote one letterhead."""
    votes: dict[str, dict[str, int]] = defaultdict(dict)
    for signal in signals:
        before = votes[signal.code].get(signal.what, 0)
        votes[signal.code][signal.what] = max(before, signal.weight)
    return votes


def _decide(votes: dict[str, dict[str, int]]) -> Attribution:
    ranked = sorted(
        ((sum(kinds.values()), code) for code, kinds in votes.items()), key=lambda vote: (-vote[0], vote[1])
    )
    if not ranked:
        return Attribution((), "")
    top, code = ranked[0]
    second = ranked[1][0] if len(ranked) > 1 else 0
    evidence = ", ".join(sorted(votes[code]))
    if top >= ACCEPT_FROM and top - second >= MARGIN:
        return Attribution((code,), evidence)
    return Attribution((), evidence, tuple(name for score, name in ranked if score >= top - MARGIN))


def _unique_symbols(register: Register) -> dict[str, str]:
    """Letter symbols that one unit alone uses, by their first part, folded."""
    users: dict[str, set[str]] = defaultdict(set)
    for unit in register:
        for symbol in unit.symbols:
            first = plain(symbol.split("-")[0].split("/")[-1])
            if first and first != "btp":
                users[first].add(unit.code)
    return {symbol: next(iter(codes)) for symbol, codes in users.items() if len(codes) == 1}
