"""A burst of mails for the drain: submissions of all offices, or DMARC reports; made once, laid out for each run."""

import gzip
import io
import os
import random
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from benchmarks.mailboxes import photo
from config.registers import load_register
from tests.demo_material.mails import HANOI, Attached, Written, eml
from tests.demo_material.offices import captions, department, enforcement, nominees
from tests.demo_material.papers import Letter, Sheet, letter_docx, letter_pdf, list_docx, list_xlsx
from tests.servers.dovecot import Dovecot, TestMailbox

START = datetime(2024, 11, 19, 1, 0, tzinfo=UTC)
_KINDS = {"so_tu_phap": "STP-VP", "cuc_thads": "CTHADS-VP"}
_SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương")
_MIDDLES = ("Văn", "Thị", "Đức", "Minh", "Ngọc", "Hữu", "Thanh", "Xuân")
_GIVEN = ("An", "Bình", "Chi", "Dũng", "Giang", "Hà", "Khánh", "Lan", "Mai", "Nam", "Oanh", "Phúc", "Sơn", "Tuấn")
_PHOTO = 250_000
_RECORDS = 10


def office_mail(number: int) -> bytes:
    """A mail as the offices send them: by turns letters with lists, photos with captions, a question."""
    units = [unit for unit in load_register("units_2024") if unit.kind in _KINDS]
    unit = units[number % len(units)]
    chance = random.Random(number)
    name = f"{100 + number}/{_KINDS[unit.kind]}"
    make = department if unit.kind == "so_tu_phap" else enforcement
    letter = make(unit.province, name, 18, _person(chance), "đề cử các cá nhân trong danh sách kèm theo")
    files = list(_files(number, chance, letter))
    arrived = START.astimezone(HANOI) + timedelta(seconds=number)
    said = f"Kính gửi Vụ Tổ chức cán bộ,\n{unit.name} gửi hồ sơ theo Công văn số 6286/BTP-TCCB.\nTrân trọng./.\n"
    return eml(
        Written(
            key=f"burst-{number}",
            at=f"{arrived:%d %H:%M}",
            sender=f"{unit.name} <vanphong{number % len(units)}@moj.gov.vn>",
            subject=f"{unit.short_name} gửi hồ sơ điển hình tiên tiến theo CV 6286 ({number})",
            text=said if files else f"{unit.name} xin hỏi: ảnh gửi kèm cần kích thước bao nhiêu?\n",
            files=files,
        )
    )


def _files(number: int, chance: random.Random, letter: Letter) -> Iterator[Attached]:
    def listed(attached: Letter | None = letter) -> Sheet:
        people = [
            [_person(chance), "Chuyên viên", "Phòng Nghiệp vụ", f"Giải quyết {chance.randrange(90, 400)} vụ việc"]
            for _ in range(12)
        ]
        return nominees(attached, [], people)

    name = letter.number.partition("/")[0]
    match number % 8:
        case 0 | 1:
            yield Attached(f"CV {name}.pdf", letter_pdf(letter))
            yield Attached("Danh sách.docx", list_docx(listed()))
        case 2 | 3:
            yield Attached(f"CV {name}.docx", letter_docx(letter))
            yield Attached("Danh sách.xlsx", list_xlsx(listed()))
        case 4:
            yield Attached(f"CV {name}.pdf", letter_pdf(letter, listed()))
        case 5 | 6:
            names = [f"Anh {one}.jpg" for one in (1, 2)]
            rows = [[file, f"Hội nghị tập huấn lần {number}", "12/3/2024", "Hội trường cơ quan"] for file in names]
            yield from (Attached(file, photo(chance, _PHOTO)) for file in names)
            yield Attached("Chú thích ảnh.xlsx", list_xlsx(captions(rows), "Chú thích"))
        case _:
            return


def _person(chance: random.Random) -> str:
    return f"{chance.choice(_SURNAMES)} {chance.choice(_MIDDLES)} {chance.choice(_GIVEN)}"


def report_mail(number: int) -> bytes:
    """A DMARC aggregate report as the great mail services send them: one XML of ten records, zipped or gzipped."""
    begin = int(START.timestamp()) + number
    sender, domain = f"mail{number % 40}.example", "example.org"
    stem = f"{sender}!{domain}!{begin}!{begin + 86399}"
    message = EmailMessage(policy=SMTP)
    message["From"] = f"noreply-dmarc@{sender}"
    message["To"] = f"dmarc@{domain}"
    message["Subject"] = f"Report Domain: {domain} Submitter: {sender} Report-ID: {number}"
    message["Message-ID"] = f"<{number}@{sender}>"
    message["Date"] = START + timedelta(seconds=number)
    message.set_content("This is an aggregate report.\n")
    content = _report(number, sender, domain, begin).encode()
    if number % 2:
        message.add_attachment(
            gzip.compress(content, mtime=0), maintype="application", subtype="gzip", filename=f"{stem}.xml.gz"
        )
    else:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
            book.writestr(f"{stem}.xml", content)
        message.add_attachment(packed.getvalue(), maintype="application", subtype="zip", filename=f"{stem}.zip")
    return message.as_bytes()


def _report(number: int, sender: str, domain: str, begin: int) -> str:
    records = "".join(
        f"<record><row><source_ip>198.51.100.{(number * 7 + row) % 254 + 1}</source_ip><count>{row + 1}</count>"
        "<policy_evaluated><disposition>none</disposition><dkim>pass</dkim><spf>pass</spf></policy_evaluated></row>"
        f"<identifiers><header_from>{domain}</header_from></identifiers><auth_results>"
        f"<dkim><domain>{domain}</domain><selector>s{row}</selector><result>pass</result></dkim>"
        f"<spf><domain>{domain}</domain><result>pass</result></spf></auth_results></record>"
        for row in range(_RECORDS)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><feedback><report_metadata>'
        f"<org_name>{sender}</org_name><email>noreply-dmarc@{sender}</email><report_id>{number}.{sender}</report_id>"
        f"<date_range><begin>{begin}</begin><end>{begin + 86399}</end></date_range></report_metadata>"
        f"<policy_published><domain>{domain}</domain><adkim>r</adkim><aspf>r</aspf><p>none</p><sp>none</sp>"
        f"<pct>100</pct></policy_published>{records}</feedback>"
    )


class Burst:
    """Mails in a folder of the server's own file system; each run gets a new mailbox with links to them."""

    def __init__(self, dovecot: Dovecot, make: Callable[[int], bytes], count: int) -> None:
        self._dovecot = dovecot
        self._template = dovecot.mailbox("mau")
        with ProcessPoolExecutor() as pool:
            for number, mail in enumerate(pool.map(make, range(count), chunksize=20)):
                self._template.add(mail, START + timedelta(seconds=number))
        self.count = count
        self.size = sum(path.stat().st_size for path in self._mails())

    def _mails(self) -> list[Path]:
        return sorted((self._dovecot.home / self._template.user).rglob("cur/*"))

    def delivered(self) -> TestMailbox:
        """A mailbox that no program has seen, with all mails in it."""
        mailbox = self._dovecot.mailbox("dot")
        inbox = mailbox.create("INBOX") / "cur"
        for path in self._mails():
            os.link(path, inbox / path.name)
        return mailbox
