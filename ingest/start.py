"""First steps: the template of the configuration, and a campaign file in words."""

from pathlib import Path

from config.explain import explain
from config.load import load_campaign
from config.registers import load_register
from config.template import TEMPLATE
from ingest.errors import UsageError, said
from ingest.options import Options
from ingest.session import configured
from validators.findings import CODES


def write_template(path: Path) -> str:
    """Write the commented configuration; an existing file is never overwritten."""
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(TEMPLATE)
    except FileExistsError as error:
        raise UsageError(f"{path} đã có; hãy sửa tệp đó hoặc chọn tên khác bằng --config.") from error
    except OSError as error:
        raise UsageError(f"Không ghi được {path}: {said(error)}.") from error
    return (
        f"Đã ghi {path}. Bước tiếp theo:\n"
        "  1. Điền địa chỉ và mật khẩu hộp thư, tài khoản Google Drive vào tệp này.\n"
        "  2. Chạy “tiepnhan doctor” để kiểm tra.\n"
        "  3. Chạy “tiepnhan poll” để đọc thư lần đầu, “tiepnhan digest” để xem bản tin, “tiepnhan run” để chạy "
        "thường trực."
    )


def describe_campaign(options: Options, file: str | None) -> str:
    """What a campaign file means; raises `ConfigError` with what is wrong in it."""
    campaign = load_campaign(file, known_codes=frozenset(CODES)) if file else configured(options)[1]
    return explain(campaign, load_register(campaign.register_))
