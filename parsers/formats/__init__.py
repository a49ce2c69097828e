"""The table of formats that we read; one module per format, one signature, an explicit entry here.

A module offers `parse(artifact, budget, spool)`, a generator of records and children that raises
`parsers.errors.BadContent`. It is named here as a string and imported when first needed, since some of them load heavy
libraries.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Literal, cast

from parsers.artifact import Artifact, Spool
from parsers.budget import Budget
from parsers.reading import Child
from parsers.records import Record

Parse = Callable[[Artifact, Budget, Spool], Iterator[Record | Child]]


@dataclass(frozen=True, slots=True)
class Format:
    """One format: the module that reads it and the status of a file that could be read."""

    module: str
    done: Literal["read", "stored"] = "read"

    def load(self) -> Parse:
        return cast("Parse", import_module(f"parsers.formats.{self.module}").parse)


FORMATS: dict[str, Format] = {
    "docx": Format("docx"),
    "xlsx": Format("xlsx"),
    "xls": Format("xls"),
    "xlsb": Format("xls"),
    "ods": Format("xls"),
    "csv": Format("csv_"),
    "pdf": Format("pdf"),
    "html": Format("html"),
    "text": Format("text"),
    "mail": Format("mail"),
    "zip": Format("zip_"),
    "image": Format("image", "stored"),
    "video": Format("video", "stored"),
}
