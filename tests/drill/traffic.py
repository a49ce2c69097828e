"""What an office sends in the days before its deadline: invented mails of real units, with files, archives and links.

Everything comes of one seed. Files differ from mail to mail, so that nothing is read from a cache that real mail would
not find there; a tenth of the mails sends again what came before, as people do.
"""

import io
import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from PIL import Image

from config.registers import load_register
from config.units import Unit
from ingest.demo.emulator import ANYONE, FOLDER, MAILBOX, EmulatedItem, Emulator, user
from tests.acceptance.material import CAPTIONS, DOCX, ROSTER, letter, message, table_document

_NAMES = ("Nguyễn Văn", "Trần Thị", "Lê Hữu", "Phạm Minh", "Hoàng Thu", "Vũ Đình", "Đặng Thị", "Bùi Quang")
_GIVEN = ("Thử", "Mẫu", "Nghiệm", "Dụ", "Giả", "Định", "Ví", "Tập")
_DEEDS = ("Trợ giúp pháp lý lưu động", "Cưỡng chế giao nhà", "Hội nghị tổng kết", "Ngày Pháp luật", "Hòa giải ở cơ sở")
_PLACES = ("xã Chi Lăng", "phường Hưng Bình", "thị trấn Nghĩa Đàn", "Hội trường Sở Tư pháp", "huyện Tân Kỳ")
_AUTOMATIC = (
    b"Received: from a by mx.google.com with SMTP id b; %s\r\nFrom: %s\r\nSubject: Automatic reply %d\r\n"
    b"Auto-Submitted: auto-replied\r\nMessage-ID: <tu-dong-%d@unit.example>\r\n\r\nOut of office\r\n"
)


@dataclass
class Traffic:
    """The senders. `next_mail` makes the next message; links in it lead to items that are put into the Drive first."""

    drive: Emulator | None
    seed: int = 6286
    units: tuple[Unit, ...] = ()
    sides: tuple[int, ...] = (500, 700, 900, 1200)  # half the width of its pictures, in pixels
    made: int = 0
    folders: list[str] = field(default_factory=list)  # linked roots, whatever may be seen of them
    _photos: list[bytes] = field(default_factory=list)
    _again: list[tuple[str, bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        from config.load import load_campaign  # noqa: PLC0415

        self.chance = random.Random(self.seed)
        register = load_register(load_campaign("congress-2024").register_)
        self.units = self.units or tuple(
            unit for unit in register if unit.kind in {"so_tu_phap", "cuc_thads"} and unit.province
        )
        self._photos = [_photo(self.chance, size) for size in self.sides]

    def next_mail(self, when: datetime) -> bytes:
        """One message as the mailbox's server got it at that instant."""
        self.made += 1
        unit = self.chance.choice(self.units)
        kinds: list[tuple[float, Callable[[Unit, datetime], bytes]]] = [
            (0.33, self._dossier),
            (0.20, self._photos_and_captions),
            (0.14, self._archive),
            (0.22 if self.drive else 0.0, self._link),
            (0.08, self._words),
            (0.03, self._automatic),
        ]
        make = self.chance.choices([kind for _, kind in kinds], [weight for weight, _ in kinds])[0]
        return make(unit, when)

    # ── kinds of mail ────────────────────────────────────────────────────────────────────────────────────────────────

    def _dossier(self, unit: Unit, when: datetime) -> bytes:
        if self._again and self.chance.random() < 0.1:
            files = [self.chance.choice(self._again)]
        else:
            head = ("UBND TỈNH " if unit.kind == "so_tu_phap" else "TỔNG CỤC THADS ") + unit.province.upper()
            name = "SỞ TƯ PHÁP" if unit.kind == "so_tu_phap" else "CỤC THI HÀNH ÁN DÂN SỰ"
            number = f"{1000 + self.made}/{'STP-VP' if unit.kind == 'so_tu_phap' else 'CTHADS-VP'}"
            files = [
                (f"CV {number.replace('/', '-')}.docx", letter(head, name, number, unit.province, 14, self._person())),
                (f"Danh sách {self.made}.docx", self._roster()),
            ]
            self._again = [*self._again[-20:], files[1]]
        body = f"{unit.name} gửi kèm Công văn và danh sách theo Công văn số 6286/BTP-TCCB."
        return self._mail(unit, when, "V/v đề cử điển hình tiên tiến", body, files)

    def _photos_and_captions(self, unit: Unit, when: datetime) -> bytes:
        names = [f"anh {self.made}-{n}.jpg" for n in range(self.chance.randint(2, 4))]
        files = [(name, self._own_photo()) for name in names] + [("Chú thích.docx", self._captions(names))]
        return self._mail(unit, when, "Gửi ảnh theo Công văn 6286", f"{unit.name} gửi ảnh hoạt động.", files)

    def _archive(self, unit: Unit, when: datetime) -> bytes:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            names = [f"Ảnh/anh {self.made}-{n}.jpg" for n in range(3)]
            for name in names:
                archive.writestr(name, self._own_photo())
            archive.writestr("Ảnh/Chú thích.docx", self._captions([name.split("/")[1] for name in names]))
        body = f"{unit.name} gửi bổ sung ảnh."
        return self._mail(
            unit, when, "Gửi bổ sung tư liệu 6286", body, [(f"Tu lieu {self.made}.zip", packed.getvalue())]
        )

    def _link(self, unit: Unit, when: datetime) -> bytes:
        assert self.drive is not None
        root = f"1Folder_of_the_drill_{self.made:07d}_abcdef"[:33]
        fate = self.chance.random()
        if fate < 0.60:
            self.drive.add(EmulatedItem(root, f"Tư liệu {unit.name}", FOLDER, access=ANYONE))
            self._fill(root, self.chance.randint(2, 5))
        elif fate < 0.80:
            self.drive.add(EmulatedItem(root, "Tư liệu", FOLDER))  # nobody but its owner
            self._fill(root, 2)
        elif fate < 0.90:
            self.drive.add(EmulatedItem(root, "Tư liệu", FOLDER, access=user(MAILBOX)))
            self._fill(root, 2)
        # else: a link that leads nowhere
        self.folders.append(root)
        body = f"{unit.name} gửi tư liệu tại https://drive.google.com/drive/folders/{root}?usp=sharing"
        return self._mail(unit, when, "Gửi đường dẫn ảnh, video theo Công văn 6286", body, [])

    def _words(self, unit: Unit, when: datetime) -> bytes:
        body = f"{unit.name} đã gửi đủ hồ sơ điển hình tiên tiến, đề nghị xác nhận. Số thứ tự {self.made}."
        return self._mail(unit, when, "Re: hồ sơ điển hình tiên tiến", body, [])

    def _automatic(self, unit: Unit, when: datetime) -> bytes:
        date = when.strftime("%a, %d %b %Y %H:%M:%S +0000").encode()
        return _AUTOMATIC % (date, _address(unit).encode(), self.made, self.made)

    # ── what people do to their folders afterwards ───────────────────────────────────────────────────────────────────

    def change_a_folder(self) -> None:
        """Somebody shares, closes, fills or throws away a folder that is linked already."""
        if self.drive is None or not self.folders:
            return
        root = self.chance.choice(self.folders)
        if self.drive.world.get(root) is None:
            self.drive.add(EmulatedItem(root, "Tư liệu (đã sửa đường dẫn)", FOLDER, access=ANYONE))
            self._fill(root, 1)
            return
        what = self.chance.randrange(5)
        if what == 0:
            self.drive.change(root, access=())
        elif what == 1:
            self.drive.change(root, trashed=True)
        elif what == 2:
            self._fill(root, 1)
        else:
            self.drive.change(root, access=ANYONE, trashed=False)

    def _fill(self, root: str, photos: int) -> None:
        assert self.drive is not None
        self.made += 1
        names = [f"tu lieu {self.made}-{n}.jpg" for n in range(photos)]
        for number, name in enumerate(names):
            identity = f"1photo_{self.made:07d}_{number}_of_the_drill__"[:33]
            self.drive.add(EmulatedItem(identity, name, "image/jpeg", self._own_photo(), parent=root))
        captions = f"1captions_{self.made:07d}_of_the_drill____"[:33]
        self.drive.add(EmulatedItem(captions, f"Chú thích {self.made}.docx", DOCX, self._captions(names), parent=root))

    # ── pieces ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def _mail(self, unit: Unit, when: datetime, subject: str, body: str, files: list[tuple[str, bytes]]) -> bytes:
        sender = f"{unit.name} <{_address(unit)}>"
        return message(f"drill-{self.made}", sender, f"{subject} - {unit.name}", body, when, files).raw

    def _person(self) -> str:
        return f"{self.chance.choice(_NAMES)} {self.chance.choice(_GIVEN)}"

    def _roster(self) -> bytes:
        rows = [
            (str(n + 1), f"{self._person()} {self.made}", "Chuyên viên", "Phòng Tư pháp", self.chance.choice(_DEEDS))
            for n in range(self.chance.randint(3, 15))
        ]
        return table_document("DANH SÁCH ĐỀ CỬ ĐIỂN HÌNH TIÊN TIẾN", ROSTER, rows)

    def _captions(self, names: list[str]) -> bytes:
        rows = [
            (name, self.chance.choice(_DEEDS), f"{self.chance.randint(1, 28)}/3/2022", self.chance.choice(_PLACES))
            for name in names
        ]
        return table_document("CHÚ THÍCH ẢNH", CAPTIONS, rows)

    def _own_photo(self) -> bytes:
        """A picture unlike all others in its bytes: what follows the end of a JPEG is looked at by nobody."""
        return self.chance.choice(self._photos) + self.chance.randbytes(16)


def _address(unit: Unit) -> str:
    return f"{unit.code.replace('-', '')}@gmail.com"


def _photo(chance: random.Random, side: int) -> bytes:
    """A noisy JPEG of that side: some hundred kilobytes, like one from a telephone that was made smaller."""
    out = io.BytesIO()
    small = Image.frombytes("RGB", (side // 4, side // 4), chance.randbytes(side // 4 * (side // 4) * 3))
    small.resize((side * 2, side * 2 * 3 // 4)).save(out, "JPEG", quality=70)
    return out.getvalue()
