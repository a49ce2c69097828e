"""Writes all of the demo's files: mails as `.eml` in folders, what lies behind the links, and the Drive's table."""

import json
import shutil
import sys
from pathlib import Path

from tests.demo_material import departments, enforcements, ministries, strays
from tests.demo_material.drive import SampleDrive
from tests.demo_material.mails import Written, eml, instant

MATERIAL = Path(__file__).parents[2] / "ingest" / "demo" / "material"
_STORIES = (*departments.STORIES, *enforcements.STORIES, *ministries.STORIES, *strays.STORIES)


def files() -> dict[str, bytes]:
    """Every file of the material by its path: the same bytes whenever it is called."""
    drive = SampleDrive()
    mails = [mail for story in _STORIES for mail in story(drive)]
    made = {f"mail/{_place(mail)}": eml(mail) for mail in mails}
    made |= {f"drive/{name}": content for name, content in drive.contents.items()}
    table = json.dumps(drive.items, ensure_ascii=False, indent=1, sort_keys=True)
    made["drive.json"] = f"{table}\n".encode()
    return made


def _place(mail: Written) -> str:
    name = f"{instant(mail.at):%m%d-%H%M}-{mail.key}.eml"
    return f"{mail.folder}/{name}" if mail.folder else name


def write(target: Path) -> int:
    """Replace the material by what the stories say; how many bytes it has."""
    made = files()
    for folder in ("mail", "drive"):
        shutil.rmtree(target / folder, ignore_errors=True)
    for name, content in made.items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return sum(map(len, made.values()))


if __name__ == "__main__":
    sys.stdout.write(f"{write(MATERIAL)} bytes\n")
