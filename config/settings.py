"""The settings of one installation, as `tiepnhan.toml` and the environment give them. `config.load` reads them.

Paths are taken as written: relative ones are relative to the working directory, not to the file. A `…_file` key that
stands for a secret (`password_file`, `smtp_password_file`, `api_key_file`) has been read by then: whoever uses the
settings asks only for the secret itself.
"""

import ipaddress
import re
from datetime import time, timedelta
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationInfo,
    field_validator,
)

from config.durations import Duration, Size

Tls = Literal["implicit", "starttls", "none"]

_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


def is_loopback(host: str) -> bool:
    """Whether a host is this machine: the only one to which plain text may go."""
    bare = host.strip("[]").lower()
    if bare == "localhost":
        return True
    try:
        return ipaddress.ip_address(bare).is_loopback
    except ValueError:
        return False


def _clock(value: Any) -> Any:
    if isinstance(value, time):
        return value
    match = _CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
    if not match:
        raise ValueError('giờ không đúng; ghi như "07:30"')
    return time(int(match[1]), int(match[2]))


def _some(value: tuple[time, ...]) -> tuple[time, ...]:
    if not value:
        raise ValueError('cần ít nhất một giờ; ghi như ["07:30"]')
    return value


def _positive(value: timedelta) -> timedelta:
    if value <= timedelta(0):
        raise ValueError('khoảng thời gian phải lớn hơn 0; ghi như "5m", "6h" hoặc "7d"')
    return value


def _web_address(value: str) -> str:
    if value and (urlsplit(value).scheme not in {"http", "https"} or not urlsplit(value).hostname):
        raise ValueError("không phải địa chỉ web; bắt đầu bằng http:// hoặc https://")
    return value


def _endpoint(value: str) -> str:
    _web_address(value)
    if value and urlsplit(value).scheme == "http" and not is_loopback(urlsplit(value).hostname or ""):
        raise ValueError("mã truy cập không được gửi qua http:// ra ngoài máy này; dùng https://")
    return value.rstrip("/")


def _database(value: str) -> str:
    if not value.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise ValueError("cơ sở dữ liệu không hỗ trợ; bắt đầu bằng sqlite:/// hoặc postgresql+psycopg://")
    return value


def _plain_only_here(tls: Tls, host: str) -> Tls:
    if tls == "none" and not is_loopback(host):
        raise ValueError('"none" chỉ dùng được khi máy chủ ở ngay máy này; chọn "implicit" hoặc "starttls"')
    return tls


def _listen(value: str) -> str:
    host, colon, port = value.rpartition(":")
    if not (host and colon and port.isdigit() and int(port) <= 65535):
        raise ValueError('phải là địa chỉ và cổng; ghi như "127.0.0.1:8710"')
    return value


Clock = Annotated[time, BeforeValidator(_clock)]
Interval = Annotated[Duration, AfterValidator(_positive)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
Port = Annotated[int, Field(ge=1, le=65535)]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Database(_Section):
    """Where rows live."""

    url: Annotated[str, AfterValidator(_database)] = "sqlite:///var/tiepnhan.db"


class Mailbox(_Section):
    """The mailbox that is read, never written."""

    source: Literal["imap", "folder"] = "imap"
    path: str = Field(default="", validate_default=True)  # for "folder": Maildir, mbox or a folder of .eml
    host: str = "imap.gmail.com"
    port: Port = 993
    tls: Tls = "implicit"
    username: str = ""
    auth: Literal["oauth", "password"] = "oauth"
    password: SecretStr = SecretStr("")
    password_file: str = ""
    folders: tuple[str, ...] = ("\\All", "\\Junk")
    authserv_id: str = "mx.google.com"
    poll_every: Interval = timedelta(minutes=5)

    @field_validator("path")
    @classmethod
    def _folder_has_a_path(cls, path: str, fields: ValidationInfo) -> str:
        if fields.data.get("source") == "folder" and not path:
            raise ValueError('source = "folder" cần có path; ghi thư mục Maildir, tệp mbox hoặc thư mục chứa tệp .eml')
        return path

    @field_validator("tls")
    @classmethod
    def _plain_text_stays_here(cls, tls: Tls, fields: ValidationInfo) -> Tls:
        return _plain_only_here(tls, fields.data.get("host", ""))


class Google(_Section):
    """The desktop client with which `auth` asks for consent, and what came of it."""

    client_secret_file: str = ""
    token_file: str = "var/google-token.json"


class Drive(_Section):
    """How links are followed. `credentials` is "oauth", "anonymous" or the path of a credentials file."""

    credentials: str = "oauth"
    api_key: SecretStr = SecretStr("")
    api_key_file: str = ""
    api_endpoint: Annotated[str, AfterValidator(_endpoint)] = ""
    recheck_every: Interval = timedelta(hours=6)
    copy_: Literal["all", "documents", "metadata"] = Field(default="all", alias="copy")
    max_file_size: Annotated[Size, Field(gt=0)] = 20 << 30


class Digest(_Section):
    """To whom the daily digest goes, when, and through which server."""

    to: tuple[str, ...] = ()
    at: Annotated[tuple[Clock, ...], AfterValidator(_some)] = (time(7, 30),)
    smtp_host: str = "smtp.gmail.com"
    smtp_port: Port = 587
    smtp_tls: Tls = "starttls"
    smtp_auth: Literal["oauth", "password", "none"] = "oauth"
    smtp_username: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_password_file: str = ""
    sender: str = ""

    @field_validator("smtp_tls")
    @classmethod
    def _plain_text_stays_here(cls, tls: Tls, fields: ValidationInfo) -> Tls:
        return _plain_only_here(tls, fields.data.get("smtp_host", ""))


class Dashboard(_Section):
    """Where the dashboard and the health answer are served."""

    listen: Annotated[str, AfterValidator(_listen)] = "127.0.0.1:8710"

    @property
    def host(self) -> str:
        return self.listen.rpartition(":")[0].strip("[]")

    @property
    def port(self) -> int:
        return int(self.listen.rpartition(":")[2])


class Network(_Section):
    """The way out: a proxy and a certificate authority of the house."""

    proxy: WebAddress = ""
    ca_file: str = ""


class Settings(_Section):
    """Everything that an installation sets; the defaults are those of the contract."""

    campaigns: Annotated[tuple[str, ...], Field(min_length=1)] = ("congress-2024",)
    data_dir: str = "var"
    language: Literal["vi", "en"] = "vi"
    public_url: WebAddress = ""
    database: Database = Database()
    mailbox: Mailbox = Mailbox()
    google: Google = Google()
    drive: Drive = Drive()
    digest: Digest = Digest()
    dashboard: Dashboard = Dashboard()
    network: Network = Network()


def setting_keys() -> dict[tuple[str, ...], type[Any]]:
    """Every key of the file, `("mailbox", "port")`, with what it holds: `tuple` for lists, else `str`."""
    keys: dict[tuple[str, ...], type[Any]] = {}
    for name, field in Settings.model_fields.items():
        section = field.annotation
        if isinstance(section, type) and issubclass(section, BaseModel):
            for inner, own in section.model_fields.items():
                keys[(name, own.alias or inner)] = _holds(own.annotation)
        else:
            keys[(name,)] = _holds(field.annotation)
    return keys


def _holds(annotation: Any) -> type[Any]:
    return tuple if getattr(annotation, "__origin__", None) is tuple else str
