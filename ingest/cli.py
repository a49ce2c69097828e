"""The commands; no logic. Results go to standard output, messages for people to standard error.

Imports of everything heavy are inside the commands, so that `--help` and mistakes answer at once.
"""

import errno
import functools
import getpass
import json
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import click

from ingest.options import Options

Command = Callable[..., Any]


def common(command: Command) -> Command:
    """The options that every command takes, before or after its name."""

    @click.option("--config", metavar="FILE", help="Tệp cấu hình (mặc định: TIEPNHAN_CONFIG, rồi ./tiepnhan.toml).")
    @click.option("--campaign", metavar="ID", help="Mã chiến dịch, khi cấu hình nhiều chiến dịch.")
    @click.option("--now", metavar="INSTANT", help="Thời điểm thay cho đồng hồ, ví dụ 2024-11-18T07:30+07:00.")
    @click.option("--json", "as_json", is_flag=True, help="Kết quả là một tài liệu JSON.")
    @click.option("-v", "--verbose", is_flag=True, help="Ghi nhật ký chi tiết ra màn hình lỗi.")
    @click.pass_context
    @functools.wraps(command)
    def wrapper(
        context: click.Context,
        /,
        config: str | None,
        campaign: str | None,
        now: str | None,
        as_json: bool,
        verbose: bool,
        **rest: Any,
    ) -> Any:
        before: Options = context.find_object(Options) or Options()
        options = Options(
            config=config or before.config,
            campaign=campaign or before.campaign,
            now=now or before.now,
            json=as_json or before.json,
            verbose=verbose or before.verbose,
        )
        context.obj = options
        return command(options, **rest)

    return wrapper


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, no_args_is_help=True)
@common
def cli(options: Options) -> None:
    """Tiếp Nhận: tiếp nhận, kiểm tra và đôn đốc hồ sơ thi đua, khen thưởng gửi qua thư điện tử và Google Drive."""
    from ingest.logs import configure

    configure(verbose=options.verbose)


@cli.command()
@click.option("--out", type=click.Path(path_type=Path), default=Path("demo-out"), help="Thư mục kết quả.")
@click.option("--no-serve", is_flag=True, help="Không mở bảng theo dõi sau khi chạy.")
@common
def demo(options: Options, out: Path, no_serve: bool) -> None:
    """Chạy thử trọn vẹn trên hộp thư mẫu và Google Drive mẫu, không cần tài khoản hay mạng."""
    from ingest.demo.run import run_demo

    del no_serve  # the dashboard comes with a later version; until then there is nothing to open
    click.echo(run_demo(out, verbose=options.verbose))


@cli.command()
@common
def init(options: Options) -> None:
    """Ghi tệp tiepnhan.toml có chú giải để bắt đầu."""
    from ingest.start import write_template

    click.echo(write_template(Path(options.config or "tiepnhan.toml")))


@cli.command()
@click.option("--drive", "link", metavar="LINK", help="Giải thích một đường dẫn: từng câu hỏi, từng câu trả lời.")
@common
def doctor(options: Options, link: str | None) -> None:
    """Kiểm tra cấu hình, hộp thư, Google Drive, ổ đĩa, cơ sở dữ liệu; mỗi mục một dòng, kèm cách khắc phục."""
    from ingest.doctor import examine, explain_link

    checks = explain_link(options, link) if link else examine(options)
    if options.json:
        _print_json([{"name": c.name, "ok": c.ok, "detail": c.detail, "mend": c.mend} for c in checks])
    else:
        for check in checks:
            click.echo(check.line())
    if not all(check.ok for check in checks):
        sys.exit(1)


@cli.command()
@common
def run(options: Options) -> None:
    """Chạy thường trực: đọc thư, kiểm tra đường dẫn, đánh giá, ra bản tin đúng giờ."""
    from ingest.daemon import serve

    serve(options)


@cli.command()
@common
def poll(options: Options) -> None:
    """Một lượt: nhận thư mới, mở đường dẫn, đọc, đánh giá."""
    _report(options, _carry_out(options, "poll"))


@cli.command()
@click.option("--unit", metavar="CODE", help="Chỉ đường dẫn của đơn vị này, kể cả chưa đến hạn kiểm tra.")
@common
def recheck(options: Options, unit: str | None) -> None:
    """Kiểm tra lại các đường dẫn, thư mục đã đến hạn."""
    _report(options, _carry_out(options, "recheck", unit=unit))


@cli.command()
@click.option("--unit", metavar="CODE", required=True, help="Mã đơn vị.")
@click.option("--refetch", is_flag=True, help="Hỏi lại cả Google Drive.")
@common
def rerun(options: Options, unit: str, refetch: bool) -> None:
    """Đọc lại toàn bộ thư của một đơn vị và đánh giá lại; in ra những gì thay đổi."""
    done = _carry_out(options, "rerun", unit=unit, refetch=refetch)
    if options.json:
        _print_json(done)
    else:
        click.echo(f"Đã đọc lại {done['messages']} thư.")
        for one in done["changed"]:
            click.echo(f"{one['unit'] or 'Thư chưa rõ đơn vị'}:")
            for line in one["lines"]:
                click.echo(f"  - {line}")
        if not done["changed"]:
            click.echo("Không có thay đổi.")
    _exit_with(done["problems"])


@cli.command()
@click.argument("message")
@click.argument("code", nargs=-1, required=True)
@click.option("--part", metavar="PATH", default=None, help="Chỉ một tệp của thư, theo đường dẫn trong export json.")
@click.option("--by", default=None, help="Người quyết định (mặc định: tên đăng nhập).")
@click.option("--reason", default="", help="Lý do.")
@common
def assign(
    options: Options, message: str, code: tuple[str, ...], part: str | None, by: str | None, reason: str
) -> None:
    """Ghi nhận thư MESSAGE là của đơn vị CODE…; ghi nhớ cho người gửi."""
    said_by = by or getpass.getuser()
    done = _carry_out(options, "assign", message=message, units=list(code), by=said_by, reason=reason, part=part)
    if options.json:
        _print_json({key: done[key] for key in ("message", "units", "findings")})
    else:
        click.echo(f"Đã ghi nhận thư là của {', '.join(done['units'])}.")


@cli.command()
@common
def status(options: Options) -> None:
    """Mỗi đơn vị một dòng: tình trạng, số liệu, vướng mắc, lần gửi gần nhất."""
    from ingest.judge import judge
    from ingest.session import reading
    from ingest.status import render_status, status_document

    with reading(options) as work:
        assessment = judge(work, store=False).assessment
    if options.json:
        _print_json(status_document(assessment))
    else:
        click.echo(render_status(assessment))


@cli.command()
@click.option("--cancel", metavar="ID", help="Dừng việc này sau phần đang làm và để riêng; ghi phần đầu của mã là đủ.")
@click.option("--retry", metavar="ID", help="Thử lại ngay việc đang để riêng hoặc chờ thử lại; “all” là tất cả.")
@common
def tasks(options: Options, cancel: str | None, retry: str | None) -> None:
    """Việc đang làm, chờ thử lại, để riêng; kèm lý do."""
    from zoneinfo import ZoneInfo

    from ingest import backlog
    from ingest.session import reading

    with reading(options) as work:
        if cancel:
            backlog.cancel(work, cancel)
        if retry:
            backlog.retry(work, retry)
        found = backlog.entries(work)
    if options.json:
        _print_json([one.document() for one in found])
    else:
        for line in backlog.render(found, ZoneInfo(work.campaign.timezone)):
            click.echo(line)
        if backlog.hint(found):
            click.echo(backlog.hint(found), err=True)


@cli.command()
@click.option("--date", metavar="D", help="Ngày của bản tin, dạng YYYY-MM-DD (mặc định: hôm nay).")
@click.option("--out", type=click.Path(path_type=Path), help="Thư mục ghi bản tin.")
@common
def digest(options: Options, date: str | None, out: Path | None) -> None:
    """Bản tin hằng ngày: HTML, văn bản thường và XLSX."""
    from ingest.digest.issue import issue
    from ingest.session import reading

    with reading(options) as work:
        files = issue(work, date, out)
    if options.json:
        _print_json({"files": [str(path) for path in files]})
    else:
        for path in files:
            click.echo(str(path))


@cli.group()
@common
def export(options: Options) -> None:
    """Xuất dữ liệu."""


@export.command("json")
@click.option("--unit", metavar="CODE", help="Chỉ đơn vị này.")
@click.option("--out", type=click.Path(path_type=Path), help="Tệp kết quả (mặc định: màn hình).")
@common
def export_json(options: Options, unit: str | None, out: Path | None) -> None:
    """Toàn bộ dữ liệu của chiến dịch, theo lược đồ JSON đã công bố."""
    from ingest.export.document import export_document, to_json
    from ingest.export.narrow import narrowed
    from ingest.judge import judge
    from ingest.session import reading

    with reading(options) as work:
        assessment = judge(work, store=False).assessment
        text = to_json(export_document(narrowed(assessment, work.register, unit) if unit else assessment))
    if out is None:
        click.echo(text, nl=False)
    else:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text, encoding="utf-8")
        click.echo(str(out), err=True)


@cli.command()
@click.argument("path", type=click.Path(path_type=Path))
@common
def backup(options: Options, path: Path) -> None:
    """Sao lưu cơ sở dữ liệu và mọi bản gốc vào thư mục PATH, kể cả khi chương trình thường trực đang chạy."""
    from ingest.backup.make import make_backup
    from ingest.clock import instant, utc
    from ingest.session import configured

    settings, _ = configured(options)
    report = make_backup(settings, path, instant(options.now))
    if options.json:
        _print_json(
            {
                "folder": str(report.folder),
                "made_at": utc(report.made_at),
                "database_bytes": report.database_bytes,
                "originals": report.originals,
                "copied": report.copied,
                "copied_bytes": report.copied_bytes,
                "removed": list(report.removed),
                "problems": list(report.problems),
            }
        )
    else:
        click.echo(
            f"Đã sao lưu vào {report.folder}: {report.originals} bản gốc (chép mới {report.copied}), "
            f"cơ sở dữ liệu {report.database_bytes >> 10} KB; đã kiểm tra."
        )
    _exit_with(list(report.problems))


@cli.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--at", metavar="NAME", help="Bản sao lưu cần lấy, ví dụ 20241118T003000Z (mặc định: bản mới nhất).")
@click.option("--partial", is_flag=True, help="Khôi phục cả khi bản sao lưu thiếu một số bản gốc.")
@common
def restore(options: Options, path: Path, at: str | None, partial: bool) -> None:
    """Khôi phục từ thư mục sao lưu PATH; dữ liệu đang có được giữ lại ở một thư mục riêng."""
    from ingest.backup.restore import restore as bring_back
    from ingest.clock import instant, utc
    from ingest.session import configured

    settings, _ = configured(options)
    report = bring_back(settings, path, instant(options.now), at=at, partial=partial)
    if options.json:
        _print_json(
            {
                "name": report.name,
                "made_at": utc(report.made_at),
                "originals": report.originals,
                "brought_back": report.brought_back,
                "aside": str(report.aside) if report.aside else None,
                "problems": list(report.problems),
            }
        )
    else:
        click.echo(
            f"Đã khôi phục bản sao lưu {report.name}: {report.originals} bản gốc (lấy lại {report.brought_back})."
            + (f" Dữ liệu trước đó được giữ ở {report.aside}." if report.aside else "")
        )
    _exit_with(list(report.problems))


@cli.group("campaign")
@common
def campaign_group(options: Options) -> None:
    """Tệp cấu hình chiến dịch."""


@campaign_group.command("check")
@click.argument("file", required=False)
@common
def campaign_check(options: Options, file: str | None) -> None:
    """Nói rõ tệp chiến dịch nghĩa là gì và có gì chưa đúng."""
    from ingest.start import describe_campaign

    click.echo(describe_campaign(options, file))


def main() -> NoReturn:
    """Run a command; exit 0, 1 or 2 as the contract says (§1), with one line per mistake and never a traceback."""
    verbose = any(argument in {"-v", "--verbose"} for argument in sys.argv[1:])
    try:
        cli.main(standalone_mode=False)
        sys.exit(0)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except click.Abort:
        sys.exit(1)
    except BrokenPipeError:  # the reader of our output has gone
        sys.stderr.close()
        sys.exit(1)
    except Exception as error:  # noqa: BLE001 the outermost border: told in one line, traceback under -v
        if verbose:
            traceback.print_exc()
        lines, code = _told(error)
        for line in lines:
            click.echo(line, err=True)
        sys.exit(code)


def _told(error: Exception) -> tuple[list[str], int]:
    from config.problems import ConfigError
    from ingest.errors import TiepnhanError, said

    if isinstance(error, ConfigError):
        return [str(problem) for problem in error.problems], 2
    if isinstance(error, TiepnhanError):
        return [str(error)], error.exit_status
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO}:
        where = f" ({error.filename})" if error.filename else ""
        return [f"Ổ đĩa không ghi, đọc được{where}: {said(error)}; hãy kiểm tra dung lượng và quyền của ổ đĩa."], 1
    return [f"Lỗi ngoài dự kiến ({type(error).__name__}); chạy lại với -v để xem chi tiết và báo người phụ trách."], 1


def _carry_out(options: Options, command: str, **arguments: Any) -> dict[str, Any]:
    from ingest.requests import carry_out

    return carry_out(options, command, arguments)


def _report(options: Options, done: dict[str, Any]) -> None:
    if options.json:
        _print_json(done)
    else:
        click.echo(
            f"Nhận {done['received']} thư mới, đọc {done['read']} thư, kiểm tra {done['links_asked']} đường dẫn, "
            f"tải {done['fetched']} tệp; phát sinh {done['opened']} vướng mắc, "
            f"khắc phục {done['resolved']}, tái diễn {done['came_back']}."
        )
        if done["held"]:
            click.echo(f"Có {done['held']} thư máy chủ chưa giao nội dung; lượt sau sẽ hỏi lại.", err=True)
    _exit_with(done["problems"])


def _exit_with(problems: list[str]) -> None:
    for line in problems:
        click.echo(line, err=True)
    if problems:
        sys.exit(1)


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, sort_keys=True, indent=2))
