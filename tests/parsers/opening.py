"""Reads bytes as a file that came by mail, and makes Office zips from their XML."""

import zipfile
from io import BytesIO
from pathlib import Path

from PIL import Image as Pillow

from parsers.artifact import Artifact, Spool
from parsers.budget import Limits
from parsers.parse import parse_file
from parsers.reading import Reading
from parsers.records import Link, Picture, Table, Text

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
_ROOT_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>'
)


def read(folder: Path, data: bytes, name: str = "", media_type: str = "", limits: Limits | None = None) -> Reading:
    """Read bytes under a name; children go to a spool beside."""
    spool = folder / "spool"
    spool.mkdir(exist_ok=True)
    path = folder / "artifact"
    path.write_bytes(data)
    return parse_file(Artifact(path, name, media_type), Spool(spool), limits or Limits())


def texts(reading: Reading) -> list[str]:
    return [record.text for record in reading.records if isinstance(record, Text)]


def tables(reading: Reading) -> list[Table]:
    return [record for record in reading.records if isinstance(record, Table)]


def links(reading: Reading) -> list[Link]:
    return [record for record in reading.records if isinstance(record, Link)]


def pictures(reading: Reading) -> list[Picture]:
    return [record for record in reading.records if isinstance(record, Picture)]


def cells(table: Table) -> list[list[str]]:
    """The table as a person sees it, merged positions shown by an arrow."""
    arrows = {"": "", "left": "<", "above": "^"}
    return [[cell.text or arrows[cell.merge] for cell in row.cells] for row in table.rows]


def zipped(parts: dict[str, str | bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def docx(body: str, relations: dict[str, tuple[str, str]] | None = None, **parts: str | bytes) -> bytes:
    """A Word file from the XML of its body. `relations`: id -> (kind, target); further parts by `folder__name`."""
    rows = "".join(
        f'<Relationship Id="{identity}" Type="{R}/{kind}" Target="{target}"'
        + (' TargetMode="External"' if "://" in target or target.startswith("file:") else "")
        + "/>"
        for identity, (kind, target) in (relations or {}).items()
    )
    return zipped(
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _ROOT_RELATIONS,
            "word/document.xml": f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": (
                f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}'
                "</Relationships>"
            ),
            **{f"word/{name.replace('__', '/').replace('_xml', '.xml')}": part for name, part in parts.items()},
        }
    )


def part(tag: str, content: str) -> str:
    """A part of a Word file with the usual namespaces."""
    return f"<w:{tag} {_NAMESPACES}>{content}</w:{tag}>"


def paragraph(text: str, properties: str = "") -> str:
    return f'<w:p>{properties}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def jpeg(colour: str = "red", width: int = 320, height: int = 240) -> bytes:
    buffer = BytesIO()
    Pillow.new("RGB", (width, height), colour).save(buffer, "JPEG")
    return buffer.getvalue()
