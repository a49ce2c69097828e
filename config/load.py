"""Reads configuration: settings from file and environment, campaigns by name or path, and their registers.

Everything that is wrong is collected and told at once (`ConfigError`), with file, key, line and mend.
"""

import json
import os
import stat
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from config.campaign import (
    PARTS,
    Campaign,
    CampaignLetter,
    Group,
    OtherAddress,
    Period,
    RegisterRef,
    RequiredFields,
    Timing,
)
from config.problems import Complaint, ConfigError, Problem, complaints, did_you_mean, dotted
from config.registers import load_register
from config.settings import Settings, setting_keys
from config.toml_text import TomlText, parse_toml, read_toml
from config.units import Register

PREFIX = "TIEPNHAN_"
CONFIG_VARIABLE = "TIEPNHAN_CONFIG"
DEFAULT_FILE = "tiepnhan.toml"

# Keys that name a file with a secret, and the key that the secret itself has.
_SECRET_FILES: dict[tuple[str, str], str] = {
    ("mailbox", "password_file"): "password",
    ("digest", "smtp_password_file"): "smtp_password",
    ("drive", "api_key_file"): "api_key",
}
# Files with secrets that others read by themselves; here only their permissions are looked at.
_OTHER_SECRET_FILES = (("google", "client_secret_file"), ("google", "token_file"))

_CAMPAIGN_MODELS = (Campaign, Group, Timing, CampaignLetter, Period, RegisterRef, RequiredFields, OtherAddress)
NOMINATION_FIELDS = frozenset(
    {"name", "position", "organisation", "level", "role", "gender", "birth_year", "field", "achievements"}
)


def load_settings(path: Path | None, environ: Mapping[str, str]) -> Settings:
    """The settings from one file and the environment, which wins.

    `path` is what `--config` named. Without it the file is `TIEPNHAN_CONFIG`, else `./tiepnhan.toml` where there is
    one, else none: defaults and environment. A file that somebody named must exist.
    """
    named = path or (Path(environ[CONFIG_VARIABLE]) if environ.get(CONFIG_VARIABLE) else None)
    default = Path(DEFAULT_FILE)
    toml = read_toml(named or default) if named or default.exists() else TomlText("", {}, {})
    keys = setting_keys()
    overrides, problems = _from_environment(environ, keys)
    values = _merged(toml.values, {key: value for key, (_, value) in overrides.items()})
    names = {key: variable for key, (variable, _) in overrides.items()}

    def locate(complaint: Complaint) -> Problem:
        steps = tuple(str(step) for step in complaint.path if not isinstance(step, int))
        variable = names.get(steps[:2]) or names.get(steps[:1])
        if variable:
            return Problem(variable, complaint.key, complaint.message, complaint.mend)
        line = toml.line(complaint.path)
        return Problem(toml.file or DEFAULT_FILE, complaint.key, complaint.message, complaint.mend, line)

    secrets, troubles = _secrets(values, names)
    problems += [locate(trouble) for trouble in troubles]
    settings: Settings | None = None
    try:
        settings = Settings.model_validate(_merged(values, secrets))
    except ValidationError as error:
        problems += [locate(complaint) for complaint in complaints(error, [*map(dotted, keys), *Settings.model_fields])]
    if problems or settings is None:
        raise ConfigError(problems)
    return settings


def _from_environment(
    environ: Mapping[str, str], keys: Mapping[tuple[str, ...], type[Any]]
) -> tuple[dict[tuple[str, ...], tuple[str, Any]], list[Problem]]:
    """Each `TIEPNHAN_SECTION__KEY` as (variable, value); lists are JSON or separated by commas."""
    found: dict[tuple[str, ...], tuple[str, Any]] = {}
    problems: list[Problem] = []
    known = {PREFIX + "__".join(key).upper(): key for key in keys}
    for variable, text in environ.items():
        if not variable.startswith(PREFIX) or variable == CONFIG_VARIABLE:
            continue
        key = known.get(variable)
        if key is None:
            mend = did_you_mean(variable.removeprefix(PREFIX), [name.removeprefix(PREFIX) for name in known], "biến")
            problems.append(Problem(variable, "", "không có biến môi trường này", mend))
        else:
            found[key] = (variable, _listed(text) if keys[key] is tuple else text)
    return found, problems


def _listed(text: str) -> Any:
    if text.lstrip().startswith("["):
        try:
            return json.loads(text)
        except ValueError:
            return text  # refused by the model as "not a list"
    return [item.strip() for item in text.split(",") if item.strip()]


def _merged(base: Mapping[str, Any], over: Mapping[tuple[str, ...], Any]) -> dict[str, Any]:
    """`base` with single keys replaced; where a section is not a table, the model says so."""
    result = {name: dict(value) if isinstance(value, dict) else value for name, value in base.items()}
    for (section, *rest), value in over.items():
        if not rest:
            result[section] = value
        else:
            inner = result.setdefault(section, {})
            if isinstance(inner, dict):
                inner[rest[0]] = value
    return result


def _secrets(
    values: Mapping[str, Any], names: Mapping[tuple[str, ...], str]
) -> tuple[dict[tuple[str, ...], str], list[Complaint]]:
    """The secrets that `…_file` keys stand for, and what is wrong with those files."""
    secrets: dict[tuple[str, ...], str] = {}
    troubles: list[Complaint] = []
    for (section, key), target in _SECRET_FILES.items():
        table = values.get(section)
        file = table.get(key) if isinstance(table, dict) else None
        if not isinstance(file, str) or not file or not isinstance(table, dict):
            continue
        own, other = (section, target) in names, (section, key) in names
        if table.get(target):
            if own == other:
                message = f"đã có cả {target} và {key}"
                troubles.append(Complaint((section, key), message, "chỉ giữ một trong hai"))
                continue
            if own:
                continue  # the environment wins over the file's key
        try:
            secrets[(section, target)] = _secret(Path(file))
        except _SecretFileTrouble as trouble:
            troubles.append(Complaint((section, key), trouble.message, trouble.mend))
    for section, key in _OTHER_SECRET_FILES:
        default = Settings.model_fields[section].default
        table = values.get(section)
        file = table.get(key) if isinstance(table, dict) and key in table else getattr(default, key)
        if isinstance(file, str) and file and Path(file).exists() and _open_to_others(Path(file)):
            troubles.append(Complaint((section, key), f"người khác trên máy đọc được tệp {file}", _chmod(file)))
    return secrets, troubles


class _SecretFileTrouble(Exception):
    def __init__(self, message: str, mend: str) -> None:
        super().__init__(message)
        self.message = message
        self.mend = mend


def _secret(path: Path) -> str:
    try:
        if _open_to_others(path):
            raise _SecretFileTrouble(f"người khác trên máy đọc được tệp {path}", _chmod(str(path)))
        text = path.read_text(encoding="utf-8-sig").strip()
    except FileNotFoundError:
        raise _SecretFileTrouble(f"không tìm thấy tệp {path}", "kiểm tra đường dẫn của tệp") from None
    except UnicodeDecodeError:
        raise _SecretFileTrouble(f"tệp {path} không ở bảng mã UTF-8", "lưu lại tệp ở UTF-8") from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise _SecretFileTrouble(f"không đọc được tệp {path} ({reason})", "kiểm tra quyền đọc tệp") from None
    if not text:
        raise _SecretFileTrouble(f"tệp {path} trống", "ghi giá trị bí mật vào tệp này")
    return text


def _open_to_others(path: Path) -> bool:
    """Whether other people of this machine can read a file.

    What systemd hands over lies in a folder of the service's own; the group bits that it shows there (254 and newer)
    are the mask of an access list that names the service alone.
    """
    handed_over = os.environ.get("CREDENTIALS_DIRECTORY")
    others = 0o007 if handed_over and path.is_relative_to(handed_over) else 0o077
    return os.name == "posix" and bool(stat.S_IMODE(path.stat().st_mode) & others)


def _chmod(file: str) -> str:
    return f"chạy lệnh chmod 600 {file}"


# --- campaigns ------------------------------------------------------------------------------------------------------


def shipped_campaigns() -> tuple[str, ...]:
    """The ids of the campaigns that come with the program."""
    folder = resources.files("config") / "campaigns"
    return tuple(sorted(item.name.removesuffix(".toml") for item in folder.iterdir() if item.name.endswith(".toml")))


def load_campaign(name_or_path: str | Path, *, known_codes: frozenset[str] | None = None) -> Campaign:
    """A campaign by the id of a shipped one, or by path. `known_codes`: finding codes that [severity] may name."""
    text = _campaign_text(name_or_path)
    try:
        campaign = Campaign.model_validate(text.values)
    except ValidationError as error:
        known = [field.alias or name for model in _CAMPAIGN_MODELS for name, field in model.model_fields.items()]
        raise ConfigError([_located(text, complaint) for complaint in complaints(error, known)]) from None
    campaign = _with_register_path(campaign, Path(text.file).parent)
    troubles = _semantics(campaign, known_codes)
    if troubles:
        raise ConfigError([_located(text, trouble) for trouble in troubles])
    return campaign


def _campaign_text(name_or_path: str | Path) -> TomlText:
    name = str(name_or_path)
    if name.endswith(".toml") or len(Path(name).parts) > 1:
        return read_toml(Path(name))
    if name not in shipped_campaigns():
        ours = ", ".join(shipped_campaigns())
        mend = f"dùng một trong: {ours}; hoặc ghi đường dẫn đến tệp .toml của chiến dịch"
        raise ConfigError([Problem(name, "campaigns", "không có chiến dịch này", mend)])
    item = resources.files("config") / "campaigns" / f"{name}.toml"
    return parse_toml(f"{name}.toml", item.read_bytes())


def _located(text: TomlText, complaint: Complaint) -> Problem:
    return Problem(text.file, complaint.key, complaint.message, complaint.mend, text.line(complaint.path))


def _with_register_path(campaign: Campaign, folder: Path) -> Campaign:
    """A register that is a path is relative to the campaign's own file; from here on it no longer is."""
    file = campaign.register_.file
    if not file.endswith(".csv"):
        return campaign
    return campaign.model_copy(
        update={"register_": campaign.register_.model_copy(update={"file": str(folder.absolute() / file)})}
    )


def _semantics(campaign: Campaign, known_codes: frozenset[str] | None) -> list[Complaint]:
    """What a well-formed campaign can still have wrong."""
    troubles = [*_instants(campaign), *_groups(campaign), *_fields(campaign)]
    try:
        ZoneInfo(campaign.timezone)
    except (KeyError, ValueError, OSError):
        mend = 'ghi tên múi giờ IANA, ví dụ "Asia/Ho_Chi_Minh"'
        troubles.append(Complaint(("timezone",), f"không có múi giờ {campaign.timezone!r}", mend))
    troubles += [
        Complaint(("severity", code), "không có mã này", did_you_mean(code, known_codes, "mã"))
        for code in campaign.severity
        if known_codes is not None and code not in known_codes
    ]
    try:
        register = load_register(campaign.register_)
    except ConfigError as error:
        path = ("register", "file")
        troubles += [Complaint(path, f"{problem.file}: {problem.message}", problem.mend) for problem in error.problems]
    else:
        troubles += _units(campaign, register)
    return troubles


def _instants(campaign: Campaign) -> list[Complaint]:
    troubles: list[Complaint] = []
    places: list[tuple[tuple[str | int, ...], Timing]] = [(("defaults",), campaign.defaults)]
    for index, group in enumerate(campaign.group):
        for part, own in group.timing.items():
            effective = Timing(
                deadline=own.deadline or campaign.defaults.deadline,
                grace_until=own.grace_until or campaign.defaults.grace_until,
            )
            places.append((("group", index, "timing", part), effective))
    for path, timing in places:
        if timing.deadline and timing.grace_until and timing.grace_until < timing.deadline:
            mend = "đặt grace_until bằng hoặc sau deadline"
            troubles.append(Complaint((*path, "grace_until"), "grace_until sớm hơn deadline", mend))
        if timing.deadline and campaign.opening and timing.deadline <= campaign.opening:
            mend = "kiểm tra lại opening và deadline"
            troubles.append(Complaint((*path, "deadline"), "thời hạn không sau ngày mở đợt (opening)", mend))
    period = campaign.period
    if period.from_ and period.to and period.to < period.from_:
        troubles.append(Complaint(("period", "to"), "ngày kết thúc sớm hơn ngày bắt đầu", "đổi lại from và to"))
    return troubles


def _groups(campaign: Campaign) -> list[Complaint]:
    troubles: list[Complaint] = []
    seen: dict[tuple[str, str], str] = {}
    for index, group in enumerate(campaign.group):
        claims = [("id", group.id), *(("kinds", kind) for kind in group.kinds), *(("units", c) for c in group.units)]
        for key, value in claims:
            if (key, value) in seen:
                message = f"{value!r} đã có ở nhóm {seen[key, value]!r}"
                troubles.append(Complaint(("group", index, key), message, "chỉ để ở một nhóm"))
            seen.setdefault((key, value), group.id)
        if not group.kinds and not group.units:
            mend = "ghi kinds hoặc units của nhóm"
            troubles.append(Complaint(("group", index), f"nhóm {group.id!r} không có đơn vị nào", mend))
        for part, rule in group.owes.items():
            if rule == "with nominations" and part != "letter":
                mend = "chọn required, expected hoặc optional"
                troubles.append(Complaint(("group", index, "owes", part), "chỉ letter mới theo đề cử được", mend))
    return troubles


def _fields(campaign: Campaign) -> list[Complaint]:
    troubles: list[Complaint] = []
    for kind, entries in (
        ("individual", campaign.required_fields.individual),
        ("collective", campaign.required_fields.collective),
    ):
        for name in (name for entry in entries for name in entry.split("|")):
            if name not in NOMINATION_FIELDS:
                mend = f"dùng: {', '.join(sorted(NOMINATION_FIELDS))}"
                troubles.append(Complaint(("required_fields", kind), f"không có trường {name!r}", mend))
    return troubles


def _units(campaign: Campaign, register: Register) -> list[Complaint]:
    codes = [unit.code for unit in register]
    kinds = {unit.kind for unit in register}
    troubles: list[Complaint] = []
    if campaign.receiver and campaign.receiver not in codes:
        troubles.append(_no_unit(("receiver",), campaign.receiver, codes))
    for index, group in enumerate(campaign.group):
        troubles += [_no_unit(("group", index, "units"), code, codes) for code in group.units if code not in codes]
        for kind in group.kinds:
            if kind not in kinds:
                message = f"sổ đơn vị không có loại {kind!r}"
                troubles.append(Complaint(("group", index, "kinds"), message, f"dùng: {', '.join(sorted(kinds))}"))
    left = sorted({unit.kind for unit in register if campaign.group_of(unit.code, unit.kind) is None})
    if left:
        message = f"có loại đơn vị chưa thuộc nhóm nào: {', '.join(left)}"
        troubles.append(
            Complaint(("group",), message, f"thêm vào kinds của một [[group]]; phần nộp: {', '.join(PARTS)}")
        )
    return troubles


def _no_unit(path: tuple[str | int, ...], code: str, codes: list[str]) -> Complaint:
    return Complaint(path, f"sổ đơn vị không có mã {code!r}", did_you_mean(code, codes, "mã"))
