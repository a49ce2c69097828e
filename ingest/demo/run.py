"""The demo: the whole program over a sample mailbox and a sample Drive, with no account, network or configuration."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import SecretStr

from config.settings import Database, Drive, Mailbox, Settings
from ingest.demo import scene
from ingest.demo.emulator import Emulator
from ingest.digest.issue import issue
from ingest.errors import NotNow, UsageError
from ingest.export.document import export_document, to_json
from ingest.judge import judge
from ingest.lock import instance_lock
from ingest.pipeline import PassReport, run_pass
from ingest.wiring import choose_campaign, open_workplace
from validators.assessment import Assessment

NOW = datetime(2024, 11, 18, 0, 30, tzinfo=UTC)  # 7h30 in Hà Nội, two days before the deadline
# The office has been at work for a week, a pass each morning: so there are things that are new, old and settled.
MORNINGS = tuple(NOW - timedelta(days=days) for days in range(6, -1, -1))
_CAMPAIGN = "congress-2024"
_MARK = ".tiepnhan-demo"  # in a folder that a demo has made and may therefore empty
_MADE = ("data", "mail")


def run_demo(out: Path, *, verbose: bool) -> str:
    """Run the pipeline over the sample into `out`, which is made anew; what was done, in Vietnamese.

    Raises `UsageError` where `out` holds anything that no demo made.
    """
    _make_room(out)
    with Emulator(scene.drive_items(), mailbox=scene.MAILBOX) as drive:
        reports, assessment, digest = run_week(demo_settings(out, drive), out)
    problems = [problem for report in reports for problem in report.problems]
    if problems:
        raise NotNow(" ".join(dict.fromkeys(problems)))
    text = _told(out, reports, assessment, digest)
    return f"{text}\n{_calls(drive)}" if verbose else text


def demo_settings(out: Path, drive: Emulator) -> Settings:
    """The settings of the demo: the copied mails, the emulated Drive, all data below `out`."""
    data = out / "data"
    data.mkdir(exist_ok=True)
    credentials = drive.write_credentials(data / "drive.json")
    return Settings(
        campaigns=(_CAMPAIGN,),
        data_dir=str(data),
        database=Database(url=f"sqlite:///{data / 'tiepnhan.db'}"),
        mailbox=Mailbox(source="folder", path=str(out / "mail"), username=drive.mailbox),
        drive=Drive(credentials=str(credentials), api_key=SecretStr(drive.api_key), api_endpoint=drive.root_url),
    )


def run_week(settings: Settings, out: Path) -> tuple[list[PassReport], Assessment, tuple[Path, ...]]:
    """A pass each morning as `poll` does it, then digest and export: (what they did, what stands, the digest)."""
    campaign = choose_campaign(settings, _CAMPAIGN)
    reports = []
    with (
        instance_lock(Path(settings.data_dir), "demo"),
        open_workplace(settings, campaign, NOW, writing=True) as work,
    ):
        for morning in MORNINGS:
            scene.deliver(Path(settings.mailbox.path), morning)
            reports.append(run_pass(replace(work, now=morning)))
        digest = issue(work, None, out)
        assessment = judge(work, store=False).assessment
        (out / "export.json").write_text(to_json(export_document(assessment)), encoding="utf-8")
    return reports, assessment, digest


def _make_room(out: Path) -> None:
    """Make the folder, or empty it of what a demo before left there, and of nothing else."""
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise UsageError(f"--out {out}: không phải thư mục; hãy chọn thư mục khác.")
    if out.is_dir() and any(out.iterdir()) and not (out / _MARK).is_file():
        raise UsageError(f"--out {out}: thư mục đã có dữ liệu khác; hãy chọn thư mục trống hoặc chưa có.")
    out.mkdir(parents=True, exist_ok=True)
    (out / _MARK).touch()
    with instance_lock(out / "data", "demo"):
        pass  # a demo that is still running keeps its data
    for name in _MADE:
        if (out / name).is_dir() and not (out / name).is_symlink():
            shutil.rmtree(out / name)
    for made in (*out.glob("ban-tin-*.*"), out / "export.json"):
        made.unlink(missing_ok=True)


def _told(out: Path, reports: list[PassReport], assessment: Assessment, digest: tuple[Path, ...]) -> str:
    counted = [unit for unit in assessment.units if unit.submission.counts]
    written = sum(unit.submission.written for unit in counted)
    complete = sum(unit.state == "complete" for unit in counted)
    read, asked, fetched = (sum(getattr(report, name) for report in reports) for name in ("read", "asked", "fetched"))
    page, text, workbook = digest
    return "\n".join(
        (
            "Đã chạy thử trên hộp thư mẫu và Google Drive mẫu (dữ liệu tự tạo, không dùng tài khoản hay mạng):",
            f"- {len(reports)} buổi sáng làm việc: nhận và đọc {read} thư, hỏi Drive {asked} lần, tải {fetched} tệp;",
            f"- tính đến 7h30 ngày 18/11/2024: {written}/{len(counted)} đơn vị đã gửi, {complete} đơn vị đã đủ hồ sơ.",
            "",
            "Mời mở:",
            f"  {page}  (bản tin hằng ngày)",
            f"  {text}  (bản tin dạng văn bản)",
            f"  {workbook}  (bảng tổng hợp, từng vướng mắc)",
            f"  {out / 'export.json'}  (toàn bộ dữ liệu)",
            f"  {out / 'mail'}  (các thư mẫu, để đối chiếu)",
        )
    )


def _calls(drive: Emulator) -> str:
    units = sum(call.units for call in drive.calls)
    return f"Google Drive mẫu đã trả lời {len(drive.calls)} câu hỏi ({units} đơn vị hạn mức)."
