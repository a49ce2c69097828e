"""Whose a message is: a vote over everything that speaks for a unit, accepted only with a clear margin.

A finding about the wrong unit is worse than none, so a close vote names candidates and leaves the choice to an officer.
Weights follow how hard a signal is to have by accident: a letterhead over the sender's own words over the name of a
file. The receiver is named in every "Kính gửi" and therefore counts only in letterheads and senders, and only alone.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from config.units import Register
from parsers.quoting import has_own_words, is_forward
from parsers.readers.values import LetterReading
from parsers.records import Address, Mail
from parsers.vietnamese.folding import plain
from validators.assemble.inputs import Assignment, MessageInput, RootInput
from validators.assemble.mentions import Mentions, words_of
from validators.assemble.tree import Node

ACCEPT_FROM = 3
ACCEPT_ALONE = 2  # where nothing at all speaks for another unit
MARGIN = 2
LETTERHEAD = "letterhead"

_GREETING = re.compile(r"^\W*(?:kinh gui|kinh chuyen|kg|to|dear|dong kinh gui|noi nhan|cc)\b")
_GREETED = re.compile(r"^\s*[-+•*–]\s*\S.{0,120}[;.,]?\s*$")  # a line of the list below "Kính gửi:"
_VERB = (
    r"(?:xin |kinh |tran trong |da |tiep tuc |nay )*"
    r"(?:gui|bao cao|chuyen|de nghi|de cu|trinh|gioi thieu|nop|lap|tong hop|cung cap|bo sung|dang ky|thay the"
    r"|dinh chinh)"
)
_SENDS = re.compile(rf"^(?:(?:chung )?(?:toi|em) )?{_VERB}\b")
_BELOW_TITLE = re.compile(r"^\W*(?:anh|hinh|hinh anh|video|clip|stt|tt|\d{1,3})\b\W*\d*\W*[.:)\-|]")
_STATE = re.compile(r"^(?:cong hoa xa hoi chu nghia|doc lap tu do hanh phuc)\b")
_MINISTRY = re.compile(r"\bbtp\b|\bvu (?:tccb|to chuc can bo)\b|\bthi dua\b|\btdkt\b|\bbo truong\b")
_PLURAL = re.compile(r"\b(?:cac|moi|tung)\b")
_SIGNATURE_LINES = 14
_TITLE_LINES = 12
_NAMES = 400
# Kinds of paper in a letter's symbol, which say nothing of the office, and rooms that every office has.
_PAPERS = frozenset({"cv", "ttr", "bc", "kh", "qd", "tb", "gm", "hd", "ctr", "nq", "kl", "gt", "pc", "btp"})
_ROOMS = frozenset({"vp", "tccb", "cn", "tc", "th", "khtc", "tt", "ttr"})
_COMMON = frozenset({"du", "cd", "dtn", "hlg", "chlg", "ccb"})  # party and union offices are everywhere


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
        self._receiver = receiver
        self._mentions = _mentions_of(register)
        self._units = {unit.code: unit for unit in register}
        self._symbols = _unique_symbols(register)
        self._letterheads = _own_letterheads(register)
        self._assigned: dict[str, Assignment] = {}
        self._parts: dict[tuple[str, str], tuple[str, ...]] = {}
        self._senders: dict[str, Assignment] = {}
        for item in assignments:  # in the order in which they were decided: the last word counts
            if item.part:
                part = item.part.removeprefix(f"{item.message}/")  # as exported, or as within the message
                self._parts[item.message, part] = self._known(item.units)
            else:
                self._assigned[item.message] = item
                if item.sender:
                    self._senders[item.sender.lower()] = item

    def attribute(
        self, public_id: str, message: MessageInput, roots: Iterable[RootInput], thread: tuple[str, ...] = ()
    ) -> Attribution:
        """Whose a message is. An officer's word comes first, then the vote, then what was said of the sender before.

        `thread` are the units whose earlier mail, or our notice to whom, this message answers.
        """
        if self.is_assigned(public_id):
            return Attribution(self._known(self._assigned[public_id].units), "assigned by an officer")
        mail = message.mail
        if mail is None:
            return Attribution((), "")
        signals = [*self._signals(message, mail, tuple(roots)), *(Signal(code, 3, "thread") for code in thread)]
        outcome = self._decide(_tally(signals))
        remembered = self._senders.get(mail.sender.address.lower())
        if not outcome.units and remembered:
            return Attribution(self._known(remembered.units), "sender assigned by an officer before")
        return outcome

    def is_assigned(self, public_id: str) -> bool:
        """Whether an officer said whose a message is."""
        return public_id in self._assigned

    def _known(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        """Codes of this register: a decision may outlive a unit."""
        return tuple(sorted(code for code in codes if code in self._units))

    def addressed(self, mail: Mail) -> tuple[str, ...]:
        """The units to whom a mail of ours goes, as far as its subject or its recipients' names tell."""
        codes = self._named(" ; ".join([mail.subject, *(to.name for to in mail.to)]))
        return tuple(codes) if len(codes) == 1 else ()

    def part_of(self, public_id: str, path: str) -> tuple[str, ...]:
        """The units to whom an officer gave one file of a message (or what holds it); () where nobody said so."""
        path = path.removeprefix(f"{public_id}/")
        while path:
            if (public_id, path) in self._parts:
                return self._parts[public_id, path]
            path = path.rpartition("/")[0]
        return ()

    def letter_unit(self, letter: LetterReading, head: str) -> str:
        """The unit in whose name a letter was written, by its letterhead and number; "" where they do not tell."""
        return self._of_letterhead(letter, head) or self._of_symbol(letter.symbol)[0]

    def is_own(self, letter: LetterReading) -> bool:
        """Whether a letter is one to the ministry, not one that the sender got and passes on."""
        to = " ".join(words_of(letter.addressed_to))
        if not to or _MINISTRY.search(to):
            return True
        return not (_PLURAL.search(to) or self._mentions.units(to) or self._mentions.kind(to))

    def file_unit(self, node: Node) -> str:
        """The unit whose a file says that it is, by its letterhead, its title or its name; "" where it does not."""
        facts = node.facts
        if facts and facts.letter:
            return self.letter_unit(facts.letter, facts.head)
        signals = self._document(facts.head) if facts and facts.head and node.status == "read" else ()
        codes = {signal.code for signal in signals} or self._named(node.path)
        return codes.pop() if len(codes) == 1 else ""

    # ── signals ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _signals(self, message: MessageInput, mail: Mail, roots: tuple[RootInput, ...]) -> Iterator[Signal]:
        nodes = [*message.nodes, *(node for root in roots for node in root.nodes)]
        for node in nodes:
            if node.facts and node.facts.letter:
                yield from self._letter(node.facts.letter, node.facts.head)
            elif node.facts and node.facts.head and node.status == "read":
                yield from self._document(node.facts.head)
        yield from self._shared(self._named(mail.subject), 3, "subject")
        own = list(self._body(mail.body, "body")) if has_own_words(mail.body) else []
        if not own and (not has_own_words(mail.body) or is_forward(mail.subject, mail.quoted)):
            own = list(self._body(mail.quoted, "forwarded text"))  # "Chuyển chị ạ" says nothing of whose it is
        yield from own
        for address in {mail.sender, *mail.reply_to}:
            yield from self._sender(address)
        paths = [node.path.rpartition("/") for node in nodes if node.origin != "embedded"]
        names = list(dict.fromkeys(part for head, _, name in paths for part in (head, name)))[:_NAMES]
        yield from self._shared(self._any_of(names), 2, "file names")
        yield from self._shared(self._any_of(root.name for root in roots), 2, "name on Drive")

    def _shared(self, codes: set[str], weight: int, what: str) -> Iterator[Signal]:
        """Full weight for one unit, little for each of several."""
        for code in codes:
            yield Signal(code, weight if len(codes) == 1 else 1, what)

    def _letter(self, letter: LetterReading, head: str) -> Iterator[Signal]:
        if not self.is_own(letter):
            return
        code = self._of_letterhead(letter, head)
        if code:
            yield Signal(code, 4, LETTERHEAD)
        symbol, weight = self._of_symbol(letter.symbol)
        if symbol:
            yield Signal(symbol, weight if not code else 1, "letter number")

    def _of_letterhead(self, letter: LetterReading, head: str) -> str:
        """The lowest line that names a unit; a kind of unit is completed by the line above or the place of the date."""
        letterhead = " ".join(letter.letterhead)
        kind = self._mentions.kind(letterhead)
        if kind:
            places = [*self._mentions.provinces(letterhead)[-1:], self._mentions.province_of_seat(letter.place)]
            places += self._mentions.provinces(head[:600])[:1]
            code = next((code for place in places if place and (code := self._mentions.at_place(kind, place))), "")
            if code:
                return code
        named = self._mentions.units(letterhead)
        if named and not (kind and self._units[named[-1].code].kind != kind):
            return named[-1].code
        lines = [plain(line) for line in letter.letterhead]
        lines += [f"{above}|{line}" for above, line in pairwise(lines)]
        return next((code for line in reversed(lines) if (code := self._letterheads.get(line, ""))), "")

    def _of_symbol(self, symbol: str) -> tuple[str, int]:
        """(code, weight) of the unit that alone writes letters with this symbol."""
        for part in re.split(r"[-/.,]", symbol):
            folded = plain(part)
            if folded in _PAPERS:
                continue
            code = "" if folded in _ROOMS else self._symbols.get(folded, "")
            return code, 2 if folded in _COMMON else 3
        return "", 0

    def _document(self, head: str) -> Iterator[Signal]:
        """A list or a caption file may bear a letterhead or say in its title whose it is."""
        title: list[str] = []
        for line in head.splitlines()[:_TITLE_LINES]:
            cells = line.split(" | ")
            if len(cells) > 1 and any(_STATE.match(plain(cell)) for cell in cells):  # a letterhead in a sheet's cells
                title.extend(cell[:200] for cell in cells if not _STATE.match(plain(cell)))
                continue
            if len(cells) > 1 or _BELOW_TITLE.match(plain(line[:40])) or _BELOW_TITLE.match(line.lower()):
                break
            if not _GREETING.match(plain(line)):
                title.append(line[:200])
        yield from self._shared(self._lowest(self._named(" \n".join(title))), 2, "head of a document")

    def _lowest(self, codes: set[str]) -> set[str]:
        """Without those that stand in a letterhead above another one of them: "Tổng cục THADS - Cục THADS tỉnh A"."""
        above = {plain(parent) for code in codes for parent in self._units[code].letterhead_parent}
        return {code for code in codes if plain(self._units[code].name) not in above}

    def _named(self, text: str) -> set[str]:
        """The units that a text names beside the receiver, or the kind and the province that make one."""
        codes = {mention.code for mention in self._mentions.units(text)} - {self._receiver}
        kind = "" if codes else self._mentions.kind(text)
        if kind:
            provinces = set(self._mentions.provinces(text))
            codes = {self._mentions.at_place(kind, province) for province in provinces} - {""}
        return codes

    def _any_of(self, texts: Iterable[str]) -> set[str]:
        """The units that single texts name; what ends one and begins the next is no name."""
        return {code for text in texts for code in self._named(text)}

    def _body(self, body: str, what: str) -> Iterator[Signal]:
        """Who says that it sends, who signs below, and whom the sender's words name otherwise."""
        lines = [line for line in body.splitlines() if line.strip()]
        saying = {line: codes for line in lines if (codes := self._sending(line))}
        own = [line for line in _without_greeting(lines) if line not in saying]
        signed = self._named("\n".join(own[-_SIGNATURE_LINES:]))
        yield from self._shared({code for codes in saying.values() for code in codes}, 3, what)
        yield from self._shared(signed, 3, "signature")
        if not saying and not signed:
            yield from self._shared(self._named("\n".join(own)), 2, what)

    def _sending(self, line: str) -> set[str]:
        """Units that stand before a word for sending: "Kính gửi Vụ TCCB, Sở Tư pháp tỉnh Bắc Ninh gửi báo cáo"."""
        words = words_of(line)
        found = (one for one in self._mentions.units(line) if _SENDS.match(" ".join(words[one.end : one.end + 8])))
        return {one.code for one in found} - {self._receiver}

    def _sender(self, sender: Address) -> Iterator[Signal]:
        named = {mention.code for mention in self._mentions.units(sender.name)} or self._named(sender.name)
        yield from self._shared(named, 3, "sender's name")
        spoken = self._mentions.of_address(sender.address)
        if spoken:
            code, said = spoken
            yield Signal(code, 3 if said else 2, "sender's address")

    # ── the count ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _decide(self, votes: dict[str, dict[str, int]]) -> Attribution:
        if len(votes) > 1:
            votes.pop(self._receiver, None)
        ranked = sorted(
            ((sum(kinds.values()), code) for code, kinds in votes.items()), key=lambda vote: (-vote[0], vote[1])
        )
        if not ranked:
            return Attribution((), "")
        top, code = ranked[0]
        evidence = ", ".join(sorted(votes[code]))
        writers = tuple(name for _, name in ranked if LETTERHEAD in votes[name])
        if len(writers) > 1 and code in writers:  # each has its own letter to the ministry in this message
            return Attribution(tuple(sorted(writers)), evidence)
        second = ranked[1][0] if len(ranked) > 1 else 0
        if (top >= ACCEPT_FROM and top - second >= MARGIN) or (top >= ACCEPT_ALONE and not second):
            return Attribution((code,), evidence)
        return Attribution((), evidence, tuple(name for score, name in ranked if score >= top - MARGIN))


@lru_cache(maxsize=4)
def _mentions_of(register: Register) -> Mentions:
    """The index of a register's names, which takes longer to make than a hundred mails to judge."""
    return Mentions(register)


def _tally(signals: Iterable[Signal]) -> dict[str, dict[str, int]]:
    """code -> what -> the strongest signal of that sort: ten documents do not outvote one letterhead."""
    votes: dict[str, dict[str, int]] = defaultdict(dict)
    for signal in signals:
        kinds = votes[signal.code]
        kinds[signal.what] = max(kinds.get(signal.what, 0), signal.weight)
    return votes


def _without_greeting(lines: list[str]) -> list[str]:
    """The lines of a body without those that say to whom it goes."""
    kept: list[str] = []
    greeting = False
    for line in lines:
        if _GREETING.match(plain(line)):
            greeting = True
            continue
        greeting = greeting and _GREETED.match(line) is not None
        if not greeting:
            kept.append(line)
    return kept


def _unique_symbols(register: Register) -> dict[str, str]:
    """Letter symbols that one unit alone uses, without the kind of paper, folded."""
    users: dict[str, set[str]] = defaultdict(set)
    for unit in register:
        for symbol in unit.symbols:
            for part in re.split(r"[-/.,]", symbol):
                folded = plain(part)
                if folded and folded not in _PAPERS:
                    users[folded].add(unit.code)
                    break
    return {symbol: next(iter(codes)) for symbol, codes in users.items() if len(codes) == 1}


def _own_letterheads(register: Register) -> dict[str, str]:
    """Folded lines of letterheads that are one unit's alone; those of the provinces need a place besides."""
    users: dict[str, set[str]] = defaultdict(set)
    for unit in register:
        if not unit.province:
            for line in map(plain, unit.letterhead_unit):
                if line not in _SHARED_LINES:
                    users[line].add(unit.code)
                for parent in unit.letterhead_parent:
                    users[f"{plain(parent)}|{line}"].add(unit.code)
    return {line: next(iter(codes)) for line, codes in users.items() if len(codes) == 1}


_SHARED_LINES = frozenset({"van phong", "thanh tra"})  # every Sở has these two
