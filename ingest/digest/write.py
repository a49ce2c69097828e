"""Writing one edition of the digest to a folder: HTML, plain text, workbook, each whole or not at all."""

import glob
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ingest.digest.build import build_digest
from ingest.digest.render import render_html, render_text
from ingest.digest.values import Digest
from ingest.digest.xlsx import write_xlsx
from validators.assessment import Assessment


@dataclass(frozen=True, slots=True)
class DigestFiles:
    """Where an edition lies, and the edition itself (its subject is the subject of the mail)."""

    html: Path
    text: Path
    xlsx: Path
    digest: Digest


def write_digest(
    assessment: Assessment,
    since: datetime | None,
    out: Path,
    *,
    public_url: str = "",
    name: str = "",
    by_sight: bool = False,
) -> DigestFiles:
    """Write `ban-tin-YYYY-MM-DD.{html,txt,xlsx}` (or `NAME.…`); an earlier edition of the same name is replaced."""
    digest = build_digest(assessment, since, public_url=public_url, by_sight=by_sight)
    out.mkdir(parents=True, exist_ok=True)
    stem = name or f"ban-tin-{digest.as_of.date().isoformat()}"
    files = DigestFiles(out / f"{stem}.html", out / f"{stem}.txt", out / f"{stem}.xlsx", digest)
    _replace(files.html, lambda path: _write(path, render_html(digest)))
    _replace(files.text, lambda path: _write(path, render_text(digest)))
    _replace(files.xlsx, lambda path: write_xlsx(assessment, path, since))
    return files


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _replace(target: Path, write: Callable[[Path], None]) -> None:
    """Write beside the target, then put it in place in one step."""
    partial = target.with_name(f".{target.name}.{os.getpid()}")
    for left in target.parent.glob(f".{glob.escape(target.name)}.*"):
        if not _alive(left.suffix[1:]):
            left.unlink(missing_ok=True)  # of a process that was killed while it wrote
    try:
        write(partial)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def _alive(pid: str) -> bool:
    return pid.isdecimal() and int(pid) != os.getpid() and Path(f"/proc/{pid}").exists()
