"""What happens to an office in the drill: five instants, the mail that comes before each, what units do on Drive."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from ingest.demo import scene
from ingest.demo.emulator import ANYONE, FOLDER, EmulatedItem, Emulator
from tests.acceptance import material
from tests.acceptance.material import DOCX, HANOI, Mail

_ARCHIVE = "application/zip"
_UNITS = (
    ("bac-giang", "Sở Tư pháp tỉnh Bắc Giang", "stpbacgiang@gmail.com"),
    ("hung-yen", "Cục Thi hành án dân sự tỉnh Hưng Yên", "cucthadshungyen@gmail.com"),
    ("ninh-thuan", "Sở Tư pháp tỉnh Ninh Thuận", "stpninhthuan@gmail.com"),
    ("tien-giang", "Sở Tư pháp tỉnh Tiền Giang", "stptiengiang@gmail.com"),
    ("yen-bai", "Cục Thi hành án dân sự tỉnh Yên Bái", "cucthadsyenbai@gmail.com"),
)


@dataclass(frozen=True)
class Phase:
    """One instant: the clock stands at `now`, `mail` has come since the last one, `change` was done on Drive."""

    now: str
    mail: tuple[Mail, ...]
    change: Callable[[Emulator], None]

    @property
    def instant(self) -> datetime:
        return datetime.fromisoformat(self.now)


@cache
def phases() -> tuple[Phase, ...]:
    """The five, with the same bytes at every call. Each has its share of the mail; some of it comes late."""
    waiting = sorted(
        (
            *material.mails(),
            *(_with_zip(number) for number in range(len(_UNITS))),
            *(
                Mail(file.stem, file.read_bytes(), _arrival(file))
                for file in sorted(scene.MAIL.rglob("*.eml"))
                if file.parent == scene.MAIL  # the junk folder is left to other tests
            ),
        ),
        key=lambda mail: (mail.at, mail.name),
    )
    found = []
    for number, (now, change) in enumerate(_INSTANTS):
        come = [mail for mail in waiting if mail.at <= datetime.fromisoformat(now)]
        share = come[: -(-len(waiting) // (len(_INSTANTS) - number))]
        waiting = [mail for mail in waiting if mail not in share]
        found.append(Phase(now, tuple(share), change))
    assert not waiting
    return tuple(found)


def drive() -> Emulator:
    """The Drive as it is before the first phase; not started."""
    return Emulator([*material.drive_items(), *scene.drive_items(), *_folders()])


def _with_zip(number: int) -> Mail:
    """A unit's mail with a letter, a zip of a list and pictures, and a link to a folder."""
    name, unit, address = _UNITS[number]
    day, signer = 12 + number, f"Người Ký Thứ {number}"
    letter = material.letter("BỘ TƯ PHÁP", unit.upper(), f"{700 + number}/CV", "Hà Nội", day, signer)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("Danh sách.docx", _roster(unit))
        for picture in range(3):
            archive.writestr(
                f"Ảnh/Hội nghị triển khai công tác năm 202{picture} tại {unit}.jpg", _photo(number, picture)
            )
    return material.message(
        name,
        f"{unit} <{address}>",
        f"{unit} gửi hồ sơ điển hình tiên tiến theo Công văn 6286",
        f"{unit} gửi kèm hồ sơ; ảnh và video tại https://drive.google.com/drive/folders/{_folder(number)} ./.",
        material.at(day, 9, number),
        [(f"CV {700 + number}.docx", letter), ("Hồ sơ.zip", packed.getvalue())],
    )


def _roster(unit: str) -> bytes:
    rows = [(str(row), f"Nguyễn Thị Thử {row}", "Công chức", unit, "Chiến sĩ thi đua cơ sở") for row in range(1, 6)]
    return material.table_document("DANH SÁCH ĐỀ CỬ ĐIỂN HÌNH TIÊN TIẾN", material.ROSTER, rows)


def _photo(unit: int, picture: int) -> bytes:
    return material.photo(f"rgb({40 * unit}, {60 * picture}, 90)")


def _folder(number: int) -> str:
    return f"1DrillFolder{number:021d}"


def _file(number: int, file: int) -> str:
    return f"1DrillFile{number:011d}{file:012d}"


@cache
def _folders() -> tuple[EmulatedItem, ...]:
    """A folder of each unit: a caption file, pictures, a zip. One is closed at first."""
    found = []
    for number, (_, unit, _) in enumerate(_UNITS):
        folder = _folder(number)
        captions = material.table_document(
            "CHÚ THÍCH ẢNH",
            material.CAPTIONS,
            [(f"anh{file}.jpg", f"Hoạt động thứ {file}", f"1{file}/4/2022", f"Trụ sở {unit}") for file in range(1, 5)],
        )
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("Lễ phát động thi đua ngày 05-5-2023 tại trụ sở.jpg", _photo(number, 4))
        found += [
            EmulatedItem(folder, f"Tư liệu {unit}", FOLDER, access=() if number == 0 else ANYONE),
            EmulatedItem(_file(number, 0), "Chú thích.docx", DOCX, captions, parent=folder),
            EmulatedItem(_file(number, 9), "Ảnh thêm.zip", _ARCHIVE, packed.getvalue(), parent=folder),
            *(
                EmulatedItem(
                    _file(number, file), f"anh{file}.jpg", "image/jpeg", _photo(number, file + 5), parent=folder
                )
                for file in range(1, 5)
            ),
        ]
    return tuple(found)


def _nothing(_: Emulator) -> None:
    """Drive is as it was."""


def _opened(drive: Emulator) -> None:
    """Two closed folders are opened; one of them gets its first file."""
    drive.change(_folder(0), access=ANYONE)
    drive.change(material.CLOSED_FOLDER, access=ANYONE)
    drive.add(_late("1LateFileInTheFolderOfKonTum00001", "Hội nghị năm 2022 tại Kon Tum.jpg", "18", "teal", "closed"))


def _added(drive: Emulator) -> None:
    """Files come into folders that were read before; one that was there gets other bytes."""
    drive.add(_late("1LateFileInTheFolderOfNgheAn00001", "Tập huấn 12-3-2024 tại Vinh.jpg", "19", "olive", "open"))
    drive.change(_file(1, 2), content=_photo(1, 20), modified="2024-11-19T03:00:00.000Z")


def _revoked(drive: Emulator) -> None:
    """A unit takes its folder away; another one throws a file away."""
    drive.change(_folder(2), access=())
    drive.change(_file(3, 1), trashed=True)


def _late_night(drive: Emulator) -> None:
    """Something comes after the deadline, and the folder taken away is open again."""
    drive.change(_folder(2), access=ANYONE)
    drive.add(_late("1LateFileInTheFolderOfNgheAn00002", "Ra quân 20-4-2024 tại Vinh.jpg", "20", "maroon", "open"))


def _late(drive_id: str, name: str, day: str, color: str, where: str) -> EmulatedItem:
    created: dict[str, Any] = {f"{what}": f"2024-11-{day}T00:10:00.000Z" for what in ("created", "modified")}
    parent = material.OPEN_FOLDER if where == "open" else material.CLOSED_FOLDER
    return EmulatedItem(drive_id, name, "image/jpeg", material.photo(color), parent=parent, **created)


_INSTANTS = (
    ("2024-11-15T07:30+07:00", _nothing),
    ("2024-11-18T07:30+07:00", _opened),
    ("2024-11-19T11:30+07:00", _added),
    ("2024-11-20T00:00+07:00", _revoked),
    ("2024-11-20T07:30+07:00", _late_night),
)


def _arrival(file: Path) -> datetime:
    """A sample's name begins with month, day, hour and minute of its arrival in Hà Nội."""
    return datetime.strptime(f"2024{file.name[:9]}", "%Y%m%d-%H%M").replace(tzinfo=HANOI)
