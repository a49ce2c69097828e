"""What a message is for: a submission, a supplement, a question, something else. Only the sender's own words count."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from config.campaign import Campaign, Part
from parsers.records import Mail
from parsers.vietnamese.folding import plain
from validators.assemble.inputs import MessageInput, RootInput
from validators.assemble.pictures import signature_picture
from validators.assemble.tree import Node
from validators.submission import Role

_REPLY = re.compile(r"^(?:re|tl|tra loi|fw|fwd|chuyen tiep)\b")
_SUPPLEMENT = re.compile(
    r"\b(?:gui|nop|chuyen|cung cap|cap nhat|kem|tiep tuc|xin)(?: \w+){0,4} bo sung\b|\bgui (?:them|tiep|not)\b"
    r"|\bbo sung (?:them )?(?:chu thich|anh|hinh|video|clip|danh sach|tu lieu|ho so|tai lieu|cong van|mot so|\d+)\b"
    r"|^bo sung\b|\b(?:gui|ban|phan) bs\b|\bphan [2-9]\b|\btiep theo (?:thu|email|mail)\b"
)
# Asked of the ministry, promised for later, or the title of a law.
_NO_SUPPLEMENT = re.compile(
    r"(?:\bde nghi(?: \w+){0,4}|\bneu(?: \w+){0,4}|\bse(?: \w+){0,3}|\bcho phep(?: \w+){0,3}|\bsua doi|\bluat"
    r"|\bke hoach|\bthieu gi(?: \w+){0,3}|\bcan(?: \w+){0,3})$"
)
_REPLACEMENT = re.compile(
    r"\bthay the\b|\bthay (?:cho|bang) (?:ban|danh sach|file|tep|van ban|ds)\b|\bgui lai\b|\bdinh chinh\b"
    r"|\b(?:dieu chinh|cap nhat|chot|sua) lai\b|\bkhong su dung (?:ban|danh sach|ds|file|tep|van ban)\b"
)
_NO_REPLACEMENT = re.compile(r"(?:\bde nghi(?: \w+){0,3}|\bneu(?: \w+){0,4}|\bse(?: \w+){0,3}|\bbien phap|\bluat)$")
_WHOLE_LIST = re.compile(r"\bthay the\b|\bthay (?:cho|bang)\b|\bkhong su dung\b|\b(?:dieu chinh|cap nhat|chot) lai\b")
_WITHDRAWAL = re.compile(
    r"^(?:v v )?thu hoi\b|\bthu hoi (?:de cu|danh sach|ds|cong van|van ban|ho so|thu|email|mail)\b"
    r"|\b(?:xin|de nghi|cho) rut\b|\brut (?:ten|de cu|ho so|danh sach)\b|\bkhong de cu (?:dong chi|d c|dc|ong|ba)\b"
    r"|\bhuy (?:danh sach|de cu|ho so)\b"
)
_EXTENSION = re.compile(
    r"\b(?:xin|de nghi|cho)(?: \w+){0,4} (?:gia han|lui (?:thoi )?han|gui cham|gui muon|nop cham|nop muon)\b"
    r"|^(?:v v )?gia han\b"
    r"|\bxin (?:phep )?(?:duoc )?(?:gui|nop|bao cao|hoan thanh)(?: \w+){0,6} (?:truoc|sau|vao|cham nhat|den)"
    r"(?: het)?(?: ngay)?(?: \d)"
)
_NO_EXTENSION = re.compile(r"\bkhong(?: can| phai)?$")
_QUESTION = re.compile(
    r"\b(?:xin hoi|cho (?:em|toi|minh|chung toi|don vi|so|cuc|chau) hoi|hoi ve|hoi v v|xin y kien"
    r"|(?:xin|de nghi|mong)(?: \w+){0,3} huong dan|co phai|duoc khong|nhu the nao|bao nhieu|may (?:ca nhan|tap the)"
    r"|khi nao|o dau)\b|^hoi\b"
)
_NOMINEES = r"(?:truong hop|ca nhan|tap the|dien hinh|nhan to|noi dung|guong|ung vien|nguoi|ai)"
_NIL = re.compile(
    rf"\bkhong co(?: {_NOMINEES}(?: va| hoac)?(?: nao)?)*(?: \w+){{0,6}}? (?:de xuat|de cu|gioi thieu|suy ton)\b"
    rf"|\bkhong (?:de xuat|de cu|gioi thieu)(?: duoc)? (?:them )?{_NOMINEES}\b"
    r"|\bkhong co (?:de xuat|de cu|gioi thieu)\b|\bbao cao khong co truong hop\b"
)
_IF = re.compile(r"\b(?:neu|truong hop|(?<!sau )khi|don vi nao|doi voi|hoac)(?: \w+){0,3}$")
_FAULT = re.compile(r"\b(?:vi pham|ky luat|khieu nai|to cao|don thu|vuong mac|y kien|thay doi|lien quan)\b")
_BARE_NO = re.compile(
    r"(?:da |vang |thua \w+ )*(?:(?:so|cuc|vu|don vi|vien|truong|ben em|em|chung toi)(?: \w+){0,6} )?khong co"
    r"(?: gi| noi dung| truong hop)?(?: nao)?(?: a| nhe)?"
)
_OTHER_BUSINESS = re.compile(
    r"\b(?:gop y|(?:du thao|de nghi xay dung) (?:nghi dinh|thong tu|luat|van ban|nghi quyet|quyet dinh|bao cao)"
    r"|giay moi|moi (?:hop|du)|lich (?:cong tac|hop|tiep)|bao cao thong ke|quyet toan|du toan|tuyen dung|hoa don"
    r"|bao gia|khao sat|ly lich tu phap so|nghi phep|bo nhiem|ke khai tai san|nang luong|phieu lay y kien)\b"
)
_NEWS = re.compile(
    r"\btin bai\b|\bbai viet\b|\bban bien tap\b|\bchuyen trang\b|\bdang (?:tin|bai|tai|web|len (?:trang|web|cong))\b"
)
_NEWS_IN_BODY = re.compile(r"\bban bien tap\b|\bdang(?: \w+){0,3} chuyen trang\b|\bdang (?:tin|bai)\b")


@dataclass(frozen=True, slots=True)
class Judged:
    """The role of one message, and why where it is `other`. `nil`: it says that there is nothing to propose."""

    role: Role
    reason: str | None
    carries: tuple[Part, ...]
    nil: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a message beside its own words."""

    cites: bool  # cites the campaign, or answers mail of it
    from_unit: bool  # comes from a unit, or names one
    earlier: bool  # the unit has sent content before
    answers: bool = False  # answers mail that we know


def cites_campaign(message: MessageInput, roots: Iterable[RootInput], campaign: Campaign) -> bool:
    """Whether anything in a message cites the campaign's letter or uses the words by which its mail is known."""
    phrases = [plain(phrase) for phrase in campaign.evidence]
    if campaign.letter:
        number = campaign.letter.number.split("/")[0]
        phrases.append(plain(campaign.letter.number))
        phrases += [f"{word} {number}" for word in ("cv", "cong van", "cong van so", "cv so")]
    wanted = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, filter(None, phrases)))})(?!\w)")
    return any(wanted.search(plain(text)) for text in _texts(message, roots))


def judge_role(
    message: MessageInput, mail: Mail, carries: tuple[Part, ...], campaign: Campaign, standing: Standing
) -> Judged:
    """The role of a message that its header does not rule out. `carries` are the parts found in it."""
    words = _Words.of(mail)
    material = "nominations" in carries or "media" in carries
    if _is_news(words, mail, carries, campaign):
        return Judged("other", "news for another address", ())
    if not standing.cites and _is_other_business(message, words, material=material):
        return Judged("other", "other business", ())
    if not (standing.cites or standing.from_unit or carries or _is_material(message)):
        return Judged("other", "no evidence of the campaign", ())
    linked = bool(message.facts.links)
    said = [*words.own, *_letter_words(message)]
    if not material and not linked:
        if _withdraws(words.own):
            return Judged("withdrawal", None, carries)
        if any(_says(_EXTENSION, one, _NO_EXTENSION) for one in said):
            return Judged("extension_request", None, ())
    nil = "nominations" not in carries and (_is_nil(said) or (standing.answers and words.is_bare_no))
    if nil and not material and not linked:
        return Judged("nil_return", None, carries, nil=True)
    if standing.earlier and any(_says(_REPLACEMENT, one, _NO_REPLACEMENT) for one in words.own):
        return Judged("replacement", None, carries, nil)
    if not (carries or linked or _has_files(message, campaign)):
        if words.asks:
            return Judged("question", None, ())
        return Judged("other", "carries nothing", ())
    adds = standing.earlier or any(_says(_SUPPLEMENT, one, _NO_SUPPLEMENT) for one in words.own)
    return Judged("supplement" if adds else "submission", None, carries, nil)


@dataclass(frozen=True, slots=True)
class _Words:
    """The sender's own words, folded: the subject (of an answer it is not his), and the body line by line."""

    subject: str
    own: tuple[str, ...]
    asks: bool

    @classmethod
    def of(cls, mail: Mail) -> "_Words":
        subject = plain(mail.subject)
        body = plain(mail.body)
        own = (body,) if _REPLY.match(subject) else (subject, body)
        marked = "?" in re.sub(r"https?://\S+", "", mail.body if len(own) == 1 else f"{mail.subject}\n{mail.body}")
        return cls(subject, tuple(one for one in own if one), marked or any(map(_QUESTION.search, own)))

    @property
    def is_bare_no(self) -> bool:
        """Whether the answer is just "Không có": what our notices ask of those who have nothing to propose."""
        return any(_BARE_NO.match(one) is not None and len(one) < 200 for one in self.own)


def _says(pattern: re.Pattern[str], words: str, unless: re.Pattern[str]) -> bool:
    """Whether words say something that the words right before do not take back."""
    return any(not unless.search(words[: match.start()].rstrip()) for match in pattern.finditer(words))


def _is_nil(said: Iterable[str]) -> bool:
    return any(
        not _IF.search(words[: match.start()].rstrip()) and not _FAULT.search(match.group())
        for words in said
        for match in _NIL.finditer(words)
    )


def _withdraws(own: Iterable[str]) -> bool:
    return any(_WITHDRAWAL.search(words) for words in own)


def _is_news(words: _Words, mail: Mail, carries: tuple[Part, ...], campaign: Campaign) -> bool:
    """Material for the web page, which belongs to another address, and not a letter or list besides."""
    elsewhere = {address.address.lower() for address in campaign.other_address}
    if not elsewhere or "nominations" in carries or "letter" in carries:
        return False
    sent_there = any(one.address in elsewhere for one in (*mail.to, *mail.cc))
    in_subject = not _REPLY.match(words.subject) and _NEWS.search(words.subject)
    return bool(in_subject or sent_there or any(map(_NEWS_IN_BODY.search, words.own)))


def _is_other_business(message: MessageInput, words: _Words, *, material: bool) -> bool:
    if material:
        return bool(_OTHER_BUSINESS.search(words.subject))
    return any(map(_OTHER_BUSINESS.search, (words.subject, *words.own, *_letter_words(message, body=False))))


def _letter_words(message: MessageInput, *, body: bool = True) -> Iterator[str]:
    """What the letters of a message say: a nil answer and a request may be in the letter alone."""
    for node in message.nodes:
        if node.facts and node.facts.letter:
            yield plain(node.facts.letter.subject)
            if body:
                yield plain(node.facts.head)


def _is_material(message: MessageInput) -> bool:
    """Whether a nameless mail brings what only this campaign asks for: a thing on Drive, or captions."""
    linked = any(link.service != "other" for link in message.facts.links)
    captioned = any(node.facts and node.facts.captions for node in message.nodes)
    return linked or captioned or bool(message.facts.captions)


def _has_files(message: MessageInput, campaign: Campaign) -> bool:
    """Whether a file came that is no logo and no copy of the campaign's own letter."""
    return any(
        node.status != "ignored" and not signature_picture(node) and not _is_campaign_letter(node, campaign)
        for node in message.nodes
        if node.origin != "embedded"
    )


def _is_campaign_letter(node: Node, campaign: Campaign) -> bool:
    if campaign.letter is None or node.facts is None:
        return False
    number = re.escape(plain(campaign.letter.number))
    return re.search(rf"(?<!van )\bso {number}\b", plain(node.facts.head[:800])) is not None


def _texts(message: MessageInput, roots: Iterable[RootInput]) -> Iterator[str]:
    if message.mail:
        yield from (message.mail.subject, message.mail.body, message.mail.quoted)
    for node in (*message.nodes, *(node for root in roots for node in root.nodes)):
        if not (node.facts and (node.facts.image or node.facts.video)):  # IMG_6286.jpg cites nothing
            yield node.name
        if node.facts and node.facts.head:
            yield node.facts.head
        if node.facts and node.facts.letter:
            yield from node.facts.letter.cites
    yield from (root.name for root in roots)


def replaces_all(mail: Mail) -> bool:
    """Whether a replacement takes the place of the whole list before it; "gửi lại" is only the same file again."""
    return any(_WHOLE_LIST.search(words) for words in _Words.of(mail).own)
