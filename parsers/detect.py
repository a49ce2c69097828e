"""What a file is, told from its content; its name and declared type only break ties between kinds of text."""

import lzma
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import IO, Any

import olefile

from parsers.artifact import Artifact

HEAD = 8192
_MAX_LISTED = 20_000  # members of a zip whose directory we are ready to list only to name the format
_MAX_CONTENT_TYPES = 1 << 20


# Everything that a damaged zip makes the library raise, whatever it is asked for.
ZIP_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
    KeyError,
    RuntimeError,
    NotImplementedError,
    struct.error,
)


@dataclass(frozen=True, slots=True)
class Detected:
    """`format` is a key of `parsers.formats.FORMATS`, of the tables in `parsers.parse`, or "unknown"."""

    format: str
    media_type: str


UNKNOWN = Detected("unknown", "application/octet-stream")

_MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "docm": "application/vnd.ms-word.document.macroenabled.12",
    "xlsm": "application/vnd.ms-excel.sheet.macroenabled.12",
    "xlsb": "application/vnd.ms-excel.sheet.binary.macroenabled.12",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "msg": "application/vnd.ms-outlook",
    "ole": "application/x-ole-storage",
    "office-encrypted": "application/x-ole-storage",
    "pdf": "application/pdf",
    "rtf": "application/rtf",
    "zip": "application/zip",
    "epub": "application/epub+zip",
    "7z": "application/x-7z-compressed",
    "rar": "application/vnd.rar",
    "tar": "application/x-tar",
    "gzip": "application/gzip",
    "bzip2": "application/x-bzip2",
    "xz": "application/x-xz",
    "mail": "message/rfc822",
    "html": "text/html",
    "csv": "text/csv",
    "text": "text/plain",
    "xml": "application/xml",
    "calendar": "text/calendar",
    "contact": "text/vcard",
    "signature": "application/pkcs7-signature",
    "signed-envelope": "application/pkcs7-mime",
    "tnef": "application/vnd.ms-tnef",
    "tnef-empty": "application/vnd.ms-tnef",
    "executable": "application/x-executable",
    "vector-picture": "image/x-emf",
    "audio": "audio/mpeg",
    "heic": "image/heic",
}

_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"\xff\xd8\xff", "image", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image", "image/png"),
    (b"GIF87a", "image", "image/gif"),
    (b"GIF89a", "image", "image/gif"),
    (b"II*\x00", "image", "image/tiff"),
    (b"MM\x00*", "image", "image/tiff"),
    (b"\xd7\xcd\xc6\x9a", "vector-picture", "image/wmf"),
    (b"\x01\x00\x09\x00\x00\x03", "vector-picture", "image/wmf"),
    (b"7z\xbc\xaf\x27\x1c", "7z", ""),
    (b"Rar!\x1a\x07", "rar", ""),
    (b"\x1f\x8b", "gzip", ""),
    (b"BZh", "bzip2", ""),
    (b"\xfd7zXZ\x00", "xz", ""),
    (b"{\\rtf", "rtf", ""),
    (b"\x1aE\xdf\xa3", "video", "video/x-matroska"),
    (b"FLV\x01", "video", "video/x-flv"),
    (b"0&\xb2u\x8ef\xcf\x11", "video", "video/x-ms-wmv"),
    (b"\x00\x00\x01\xba", "video", "video/mpeg"),
    (b"\x00\x00\x01\xb3", "video", "video/mpeg"),
    (b"\x78\x9f\x3e\x22", "tnef", ""),
    (b"MZ", "executable", ""),
    (b"\x7fELF", "executable", ""),
    (b"\xcf\xfa\xed\xfe", "executable", ""),
    (b"\xca\xfe\xba\xbe", "executable", ""),
    (b"\x4c\x00\x00\x00\x01\x14\x02\x00", "executable", ""),  # a Windows shortcut
    (b"BEGIN:VCALENDAR", "calendar", ""),
    (b"BEGIN:VCARD", "contact", ""),
    (b"ID3", "audio", "audio/mpeg"),
    (b"OggS", "audio", "audio/ogg"),
    (b"fLaC", "audio", "audio/flac"),
)

# Kinds of text and of plain zip that do harm when opened: content cannot tell them, so here the name decides.
_SCRIPTS = frozenset(
    (
        *(".bat", ".cmd", ".com", ".exe", ".scr", ".pif", ".js", ".jse", ".vbs", ".vbe", ".wsf", ".wsh", ".ps1"),
        *(".hta", ".reg", ".sh", ".jar", ".apk", ".msi", ".lnk", ".cpl", ".dll", ".inf", ".scf", ".msc", ".xll"),
    )
)
_HEIC_BRANDS = frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"))
_AUDIO_BRANDS = frozenset((b"M4A ", b"M4B ", b"F4A "))
_MAIL_HEADER = re.compile(
    rb"(?:From |(?:Received|Return-Path|Delivered-To|MIME-Version|Message-ID|X-[A-Za-z-]+|Date|From|To|Subject"
    rb"|Content-Type|DKIM-Signature|ARC-Seal|Authentication-Results|Reply-To|Cc|References|In-Reply-To):)",
    re.IGNORECASE,
)
_HEADER_LINE = re.compile(rb"^([A-Za-z][A-Za-z0-9-]{1,60}):", re.MULTILINE)
_TELLING_HEADERS = frozenset((b"from", b"to", b"subject", b"date", b"received", b"mime-version", b"message-id"))
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|div|meta|p|span|br)\b", re.IGNORECASE)
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def detect(artifact: Artifact) -> Detected:
    """Name the format. Never raises on content: what cannot be told is "unknown"."""
    head = artifact.head(HEAD)
    return _by_signature(head) or _by_container(artifact, head) or _by_text(artifact, head)


def is_furniture(name: str, size: int) -> str:
    """Why a file has no meaning of its own (left behind by systems and mail programs), or ""."""
    folders, _, base = name.replace("\\", "/").rpartition("/")
    lower = base.lower()
    if "__MACOSX" in folders.split("/") or lower == "__macosx":
        return "left by macOS"
    if lower in _SYSTEM_FILES:
        return "left by the file manager"
    if lower.startswith("._") or lower.startswith("~$") or lower.startswith(".~lock."):
        return "lock or shadow file of an office program"
    if lower.endswith((".p7s", ".asc", ".sig")):
        return "detached signature"
    if lower.endswith((".ics", ".vcf")):
        return "calendar entry or contact card"
    if re.fullmatch(r"att\d{3,6}\.(?:txt|html?|dat|bin|c)", lower) and size <= 2048:
        return "left by the mail program"
    if lower == "winmail.dat" and size == 0:
        return "left by the mail program"
    return ""


_SYSTEM_FILES = frozenset(
    (
        "thumbs.db",
        "thumbs.db:encryptable",
        "ehthumbs.db",
        "desktop.ini",
        ".ds_store",
        ".localized",
        "folder.ini",
        "picasa.ini",
        ".picasa.ini",
        ".nomedia",
        "icon\r",
        ".directory",
    )
)


def _named(form: str, media_type: str = "") -> Detected:
    return Detected(form, media_type or _MEDIA_TYPES[form])


def _by_signature(head: bytes) -> Detected | None:
    if head[4:8] == b"ftyp":
        return _by_brand(head)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return _named("image", "image/webp")
    if head[:4] == b"RIFF" and head[8:11] == b"AVI":
        return _named("video", "video/x-msvideo")
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return _named("audio", "audio/wav")
    if head[:2] == b"BM" and len(head) > 26 and struct.unpack_from("<I", head, 14)[0] in {12, 40, 52, 56, 108, 124}:
        return _named("image", "image/bmp")
    if head[:4] == b"\x01\x00\x00\x00" and head[40:44] == b" EMF":
        return _named("vector-picture")
    if len(head) >= 2 and head[0] == 0xFF and head[1] in {0xFB, 0xF3, 0xF2}:
        return _named("audio")
    if head[257:262] == b"ustar":
        return _named("tar")
    if _is_transport_stream(head):
        return _named("video", "video/mp2t")
    if head[4:8] in {b"moov", b"mdat", b"wide", b"free", b"skip"}:
        return _named("video", "video/quicktime")
    for signature, form, media_type in _SIGNATURES:
        if head.startswith(signature):
            return _named(form, media_type)
    if b"%PDF-" in head[:1024] and not head.startswith((b"PK", olefile.MAGIC)):  # a container may store a PDF
        return _named("pdf")
    return None


def _by_brand(head: bytes) -> Detected:
    brand = head[8:12]
    if brand in _HEIC_BRANDS:
        return _named("heic", "image/avif" if brand.startswith(b"avi") else "image/heic")
    if brand in _AUDIO_BRANDS:
        return _named("audio", "audio/mp4")
    if brand == b"qt  ":
        return _named("video", "video/quicktime")
    return _named("video", "video/3gpp" if brand.startswith(b"3g") else "video/mp4")


def _is_transport_stream(head: bytes) -> bool:
    """0x47 at the start of each packet: 188 bytes, or 192 with a time code before (AVCHD, .mts)."""
    plain = len(head) > 188 * 3 and all(head[i * 188] == 0x47 for i in range(4))
    coded = len(head) > 192 * 3 + 4 and all(head[i * 192 + 4] == 0x47 for i in range(4))
    return plain or coded


def _by_container(artifact: Artifact, head: bytes) -> Detected | None:
    if head[:4] in {b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"}:
        return _zip_kind(artifact)
    if head[:8] == olefile.MAGIC:
        return _ole_kind(artifact)
    if (
        head[:1] == b"\x30"
        and head[1:2] in {b"\x80", b"\x82", b"\x83", b"\x84"}
        and b"\x2a\x86\x48\x86\xf7\x0d\x01\x07" in head[:64]
    ):
        return _named("signature" if artifact.suffix == ".p7s" else "signed-envelope")
    return None


def _zip_kind(artifact: Artifact) -> Detected:
    """Office files are zips; their list of content types says which. A zip that cannot be listed goes by its name."""
    if members_declared(artifact) > _MAX_LISTED:
        return _named("zip")
    try:
        with artifact.path.open("rb") as file, zipfile.ZipFile(file) as archive:
            return _zip_members(archive, artifact)
    except ZIP_FAULTS:
        return _truncated_zip(artifact)


def _zip_members(archive: zipfile.ZipFile, artifact: Artifact) -> Detected:
    names = archive.namelist()
    known = set(names)
    if "[Content_Types].xml" in known:
        types = _peek(archive, "[Content_Types].xml", _MAX_CONTENT_TYPES)
        for mark, form, media_type in _OFFICE_TYPES:
            if mark in types:
                return _named(form, _MEDIA_TYPES[media_type])
        for folder, form in (
            ("word/document.xml", "docx"),
            ("xl/workbook.xml", "xlsx"),
            ("ppt/presentation.xml", "pptx"),
        ):
            if folder in known:
                return _named(form)
    if "mimetype" in known:
        declared = _peek(archive, "mimetype", 200).strip().decode("ascii", "replace").removesuffix("-template")
        for form in ("odt", "ods", "odp", "epub"):
            if declared == _MEDIA_TYPES[form]:
                return _named(form)
    if artifact.suffix in _SCRIPTS and "META-INF/MANIFEST.MF" in known:
        return _named("executable")
    return _named("zip")


_OFFICE_TYPES: tuple[tuple[bytes, str, str], ...] = (
    (b"wordprocessingml.document.main", "docx", "docx"),
    (b"wordprocessingml.template.main", "docx", "docx"),
    (b"ms-word.document.macroEnabled.main", "docx", "docm"),
    (b"ms-word.template.macroEnabledTemplate.main", "docx", "docm"),
    (b"ms-excel.sheet.binary.macroEnabled.main", "xlsb", "xlsb"),
    (b"spreadsheetml.sheet.main", "xlsx", "xlsx"),
    (b"spreadsheetml.template.main", "xlsx", "xlsx"),
    (b"ms-excel.sheet.macroEnabled.main", "xlsx", "xlsm"),
    (b"ms-excel.template.macroEnabled.main", "xlsx", "xlsm"),
    (b"presentationml.presentation.main", "pptx", "pptx"),
    (b"presentationml.slideshow.main", "pptx", "pptx"),
    (b"ms-powerpoint.presentation.macroEnabled.main", "pptx", "pptx"),
)


def _truncated_zip(artifact: Artifact) -> Detected:
    """A zip cut short has no directory: tell an office file by the member names in its head, so the fault is named."""
    head = artifact.head(64 << 10)
    for mark, form in ((b"word/", "docx"), (b"xl/", "xlsx"), (b"ppt/", "pptx")):
        if b"PK\x03\x04" in head and mark in head and (b"[Content_Types].xml" in head or b"_rels/" in head):
            return _named(form)
    office = {".docx": "docx", ".docm": "docx", ".xlsx": "xlsx", ".xlsm": "xlsx", ".pptx": "pptx"}
    return _named(office.get(artifact.suffix, "zip"))


def _peek(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    member: IO[bytes]
    with archive.open(name) as member:
        return member.read(limit)


def members_declared(artifact: Artifact) -> int:
    """How many members the end of a zip declares; reading a directory of 300,000 entries costs seconds by itself."""
    size = artifact.size
    with artifact.path.open("rb") as file:
        file.seek(max(0, size - (1 << 16) - 64))
        tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        return 0
    count: int = struct.unpack_from("<H", tail, at + 10)[0]
    directory: int = struct.unpack_from("<I", tail, at + 12)[0]
    wide = tail.rfind(b"PK\x06\x06")
    if wide >= 0 and len(tail) >= wide + 56:
        count = max(count, struct.unpack_from("<Q", tail, wide + 32)[0])
        directory = max(directory if directory != 0xFFFFFFFF else 0, struct.unpack_from("<Q", tail, wide + 40)[0])
    return max(count, directory // 100)  # the count is 16 bits wide and may lie: an entry takes at least 46 bytes


def _ole_kind(artifact: Artifact) -> Detected:
    try:
        with olefile.OleFileIO(str(artifact.path)) as storage:
            return _ole_streams(storage, artifact)
    except Exception:  # noqa: BLE001 - border: olefile raises what it likes on damaged storages; the name then tells the kind
        by_name = {".doc": "doc", ".xls": "xls", ".ppt": "ppt", ".msg": "msg", ".dot": "doc", ".xlt": "xls"}
        return _named(by_name.get(artifact.suffix, "ole"))


def _ole_streams(storage: Any, artifact: Artifact) -> Detected:
    for stream, form in (
        ("EncryptedPackage", "office-encrypted"),
        ("WordDocument", "doc"),
        ("Workbook", "xls"),
        ("Book", "xls"),
        ("PowerPoint Document", "ppt"),
        ("__properties_version1.0", "msg"),
    ):
        if storage.exists(stream):
            return _named(form)
    return _named("executable" if artifact.suffix == ".msi" else "ole")


def _by_text(artifact: Artifact, head: bytes) -> Detected:
    if head[:2] in _BOMS and _looks_like_text(_wide(head)):
        return _text_kind(artifact, _wide(head))
    if not _looks_like_text(head):
        return _named("executable") if artifact.suffix in _SCRIPTS else UNKNOWN
    return _text_kind(artifact, head.removeprefix(b"\xef\xbb\xbf"))


def _text_kind(artifact: Artifact, head: bytes) -> Detected:
    if artifact.suffix in _SCRIPTS or head.startswith(b"#!/"):
        return _named("executable")
    start = head.lstrip()
    if start.startswith((b"BEGIN:VCALENDAR", b"BEGIN:VCARD")):
        return _named("calendar" if start.startswith(b"BEGIN:VCAL") else "contact")
    if start.startswith(b"{\\rtf"):
        return _named("rtf")
    if start.startswith((b"-----BEGIN PKCS7", b"-----BEGIN PGP SIGNATURE")):
        return _named("signature")
    if _is_mail(artifact, start):
        return _named("mail")
    if _is_html(artifact, start):
        return _named("html")
    if start.startswith(b"<?xml") or artifact.suffix == ".xml":
        return _named("xml")
    if artifact.suffix in {".csv", ".tsv"} or artifact.media_type in {"text/csv", "text/tab-separated-values"}:
        return _named("csv")
    return _named("text")


def _is_mail(artifact: Artifact, start: bytes) -> bool:
    hinted = artifact.media_type == "message/rfc822" or artifact.suffix in {".eml", ".mht", ".mhtml"}
    if not _MAIL_HEADER.match(start) and not (hinted and _HEADER_LINE.match(start)):
        return False
    block = re.split(rb"\r?\n\r?\n", start, maxsplit=1)[0]
    names = {name.lower() for name in _HEADER_LINE.findall(block)}
    telling = names & _TELLING_HEADERS
    return hinted or (len(telling) >= 3 and bool(names & {b"received", b"mime-version", b"message-id", b"date"}))


def _is_html(artifact: Artifact, start: bytes) -> bool:
    hinted = artifact.suffix in {".htm", ".html", ".xhtml"} or artifact.media_type in {
        "text/html",
        "application/xhtml+xml",
    }
    found = _HTML.search(start[:2048])
    return found is not None and (hinted or start.startswith(b"<"))


def _wide(head: bytes) -> bytes:
    """A UTF-16 head as UTF-8, so that marks of text formats can be found in it."""
    whole = head[: len(head) // 2 * 2]
    return whole.decode("utf-16", "replace").encode("utf-8") if head[:2] in _BOMS else head


def _looks_like_text(head: bytes) -> bool:
    """No zero bytes and hardly any control bytes. TCVN3 and VNI use all of 0x80-0xFF, so those say nothing."""
    if not head or b"\x00" in head:
        return False
    controls = sum(byte < 32 and byte not in b"\t\n\r\x0b\x0c\x1b\x1a" for byte in head)
    return controls * 100 <= len(head)


def tnef_has_attachments(artifact: Artifact) -> bool:
    """Whether a winmail.dat carries files (attAttachData at attachment level), beyond formatting of the mail."""
    with artifact.path.open("rb") as file:
        return b"\x02\x0f\x80\x06\x00" in file.read(64 << 20)
