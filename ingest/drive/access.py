"""What Drive's answers about a link amount to: one access state, and what the unit should do about it. Pure.

A 404 is never proof of deletion: it is the same answer for "not shared with us", "gone", "damaged link" and "resource
key missing". Only our own earlier success narrows it. A fault of ours or of Google's gives `unknown` and asks nothing
of the unit.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ingest.drive.interface import Answer, Fetched, Item, Observation
from ingest.drive.listed import EXPORTS, is_native
from validators.submission import Access

USUAL_LENGTHS = frozenset({19, 28, 33, 44})  # shared drive, old file, file and folder, document; a hint, never a rule
_CUT = 26  # shorter ids do not exist, shared drives aside

_VIEW_ONLY = frozenset({"cannotDownloadFile", "cannotExportFile", "fileNotExportable"})
_DOMAIN = frozenset({"domainPolicy", "teamDriveMembershipRequired"})
_NATIVE_NAMES: Mapping[str, str] = {
    "form": "biểu mẫu Google (Forms)",
    "map": "bản đồ Google (My Maps)",
    "site": "trang Google Sites",
    "jam": "bảng trắng Jamboard",
    "script": "đoạn mã Apps Script",
    "vid": "dự án Google Vids",
    "fusiontable": "bảng Fusion Tables",
}

_SHARE = (
    "đề nghị đơn vị mở Chia sẻ, mục Quyền truy cập chung chọn “Bất kỳ ai có đường liên kết – Người xem” "
    "rồi gửi lại đường dẫn"
)


@dataclass(frozen=True, slots=True)
class _Asked:
    """One observation with what became of its items."""

    observation: Observation
    had_success: bool
    outcomes: Mapping[str, Fetched]
    from_organisation: bool

    @property
    def lead(self) -> Answer | None:
        """The answer that we go by: the account's, or the stranger's where there is no account."""
        return self.observation.account or self.observation.stranger

    @property
    def second(self) -> Answer | None:
        """The stranger's answer beside the account's."""
        return self.observation.stranger if self.observation.account else None

    def blocked(self) -> list[tuple[Item, str]]:
        """The items that cannot be had as things stand, each with the reason."""
        found = []
        for item in self.observation.items:
            outcome = self.outcomes.get(item.id)
            if item.unreadable:
                found.append((item, item.unreadable))
            elif outcome is not None and outcome.cause == "forbidden" and outcome.reason in _VIEW_ONLY:
                found.append((item, "view_only"))
            elif outcome is not None and outcome.cause == "not_found":
                found.append((item, outcome.cause))
            elif not item.downloadable and not _holds_no_file(item):
                found.append((item, "view_only"))
        return found

    def delayed(self) -> list[Item]:
        """The items that Google does not give out for some hours."""
        return [item for item in self.observation.items if _cause(self.outcomes, item) == "quota"]


def access_of(
    observation: Observation,
    had_success: bool = False,
    outcomes: Mapping[str, Fetched] | None = None,
    *,
    from_organisation: bool = False,
) -> tuple[Access, str]:
    """The state of a link, and a Vietnamese sentence on it.

    `had_success`: an earlier observation of the link could be read. `outcomes`: what fetching gave, by item id, as far
    as it was tried. `from_organisation`: the sender writes from a domain of an organisation, which may block sharing
    to the outside.
    """
    asked = _Asked(observation, had_success, outcomes or {}, from_organisation)
    for judge in _JUDGES:
        verdict = judge(asked)
        if verdict is not None:
            return verdict
    return "unknown", "Chưa kiểm tra được đường dẫn; hệ thống sẽ tự kiểm tra lại."


def refusal(item: Item, fetched: Fetched, limit: str = "") -> str:
    """What to say of one file that did not come; "" where nothing is to be said to the unit."""
    if fetched.cause == "abusive":
        return (
            f"Google đánh dấu tệp “{item.name}” là có hại nên không cho tải; đề nghị đơn vị quét vi-rút và gửi lại "
            "bản sạch (không gửi tệp chạy, tệp nén lồng nhau)."
        )
    if fetched.cause == "quota":
        return (
            f"Google Drive tạm dừng cho tải tệp “{item.name}” vì nhiều lượt tải; hệ thống sẽ tự thử lại, nếu quá "
            "24 giờ đề nghị đơn vị tạo bản sao của tệp và gửi đường dẫn mới."
        )
    if fetched.cause == "not_found":
        return f"Tệp “{item.name}” có trong thư mục nhưng không mở được; {_SHARE}."
    if fetched.cause != "forbidden":
        return ""
    if fetched.reason == "too_large":
        size = f" ({limit})" if limit else ""
        return f"Tệp “{item.name}” vượt quá dung lượng tiếp nhận{size}; đề nghị đơn vị gửi bản có dung lượng nhỏ hơn."
    if fetched.reason == "encrypted":
        return f"Tệp “{item.name}” được cơ quan của đơn vị mã hoá; đề nghị đơn vị gửi bản không mã hoá."
    if fetched.reason == "unsupported_native" or _holds_no_file(item):
        return f"“{item.name}” là {_native_name(item.mime_type)}, không chứa tệp; đề nghị đơn vị gửi tệp kết quả."
    if fetched.reason == "exportSizeLimitExceeded":
        return (
            f"Tài liệu Google “{item.name}” quá lớn, không chuyển đổi được; đề nghị đơn vị chọn Tệp – Tải xuống dạng "
            "Word hoặc PDF rồi gửi tệp đó."
        )
    if fetched.reason == "limited_access":
        return f"Thư mục con “{item.path}” đang giới hạn quyền truy cập; đề nghị đơn vị bỏ giới hạn hoặc thêm hộp thư."
    if fetched.reason == "shortcut":
        return f"“{item.name}” là lối tắt tới tệp không mở được; đề nghị đơn vị chia sẻ tệp gốc hoặc tải chính tệp lên."
    return f"Tệp “{item.name}” xem được nhưng không tải được; {_UNLOCK}."


_UNLOCK = (
    "đề nghị đơn vị mở Chia sẻ, biểu tượng bánh răng, đánh dấu “Người xem và người nhận xét có thể thấy tuỳ chọn tải "
    "xuống, in và sao chép”"
)


def _not_answered(asked: _Asked) -> tuple[Access, str] | None:
    lead = asked.lead
    if lead is None:
        return "unknown", "Đường dẫn chưa được kiểm tra."
    if not lead.transient:
        return None
    if lead.cause in {"unauthorised", "bad_request"}:
        return "unknown", "Hệ thống tiếp nhận chưa truy cập được Google Drive; đơn vị chưa phải làm gì."
    return "unknown", "Google Drive tạm thời chưa trả lời; hệ thống sẽ tự kiểm tra lại, đơn vị chưa phải làm gì."


def _delayed_root(asked: _Asked) -> tuple[Access, str] | None:
    return ("quota", _QUOTA) if asked.lead is not None and asked.lead.cause == "quota" else None


_QUOTA = (
    "Google Drive tạm dừng cho tải vì nhiều lượt tải; hệ thống sẽ tự thử lại, nếu quá 24 giờ đề nghị đơn vị tạo bản "
    "sao của tệp và gửi đường dẫn mới."
)


def _not_opened(asked: _Asked) -> tuple[Access, str] | None:
    lead, seen = asked.lead, asked.observation
    if lead is None or lead.ok:
        return None
    if asked.second is not None and asked.second.ok:
        return "unknown", "Google Drive trả lời chưa nhất quán về đường dẫn này; hệ thống sẽ tự kiểm tra lại."
    if asked.had_success:
        return "revoked", (
            "Đường dẫn trước đây mở được, nay không mở được nữa vì quyền xem đã bị thu hồi hoặc tệp đã bị xoá; "
            "đề nghị đơn vị khôi phục quyền xem."
        )
    if lead.reason in _DOMAIN:
        return "no_access", (
            "Cơ quan của đơn vị chỉ cho phép chia sẻ trong nội bộ; đề nghị đơn vị tải lên từ tài khoản Google khác, "
            "hoặc chia sẻ trực tiếp cho hộp thư tiếp nhận."
        )
    if seen.drive_id.startswith("0B") and not seen.resource_key and len(seen.drive_id) >= _CUT:
        return "no_access", (
            "Đường dẫn kiểu cũ thiếu phần cuối (resourcekey); đề nghị đơn vị mở tệp, bấm “Sao chép đường liên kết” "
            "và gửi lại đường dẫn mới."
        )
    if looks_damaged(seen.drive_id):
        return "no_access", (
            "Đường dẫn nhận được không đầy đủ hoặc bị dính chữ; đề nghị đơn vị dùng “Sao chép đường liên kết” và gửi "
            "đường dẫn trên một dòng riêng."
        )
    outside = (
        "; nếu cơ quan không cho chia sẻ ra ngoài, đề nghị tải lên từ tài khoản Google cá nhân hoặc chia sẻ trực tiếp "
        "cho hộp thư tiếp nhận"
    )
    return "no_access", (
        f"Không mở được đường dẫn: chưa được chia sẻ hoặc tệp không còn; {_SHARE}"
        f"{outside if asked.from_organisation else ''}."
    )


def _broken_shortcut(asked: _Asked) -> tuple[Access, str] | None:
    seen = asked.observation
    if seen.folder or [item.unreadable for item in seen.items] != ["shortcut"]:
        return None
    return "no_access", (
        f"Đường dẫn chỉ tới lối tắt “{seen.items[0].name}” mà tệp gốc không mở được; đề nghị đơn vị chia sẻ tệp gốc "
        "hoặc tải chính tệp đó lên."
    )


def _in_the_trash(asked: _Asked) -> tuple[Access, str] | None:
    if asked.lead is None or (asked.lead.body or {}).get("trashed") is not True:
        return None
    what = "Thư mục" if asked.observation.folder else "Tệp"
    return "trashed", f"{what} đang nằm trong thùng rác của đơn vị và sẽ bị xoá; đề nghị đơn vị khôi phục."


def _without_a_file(asked: _Asked) -> tuple[Access, str] | None:
    seen = asked.observation
    if seen.folder or len(seen.items) != 1 or not _holds_no_file(seen.items[0]):
        return None
    name = _native_name(seen.items[0].mime_type)
    return "unsupported", f"Đường dẫn là {name}, không chứa tệp; đề nghị đơn vị gửi tệp kết quả."


def _single_file(asked: _Asked) -> tuple[Access, str] | None:
    if asked.observation.folder:
        return None
    if asked.blocked():
        item, reason = asked.blocked()[0]
        if reason != "view_only":
            return "no_access", f"Không mở được tệp “{item.name}”; {_SHARE}."
        return "view_only", f"Xem được nhưng không tải được tệp; {_UNLOCK}."
    return ("quota", _QUOTA) if asked.delayed() else None


def _closed_root(asked: _Asked) -> tuple[Access, str] | None:
    """The folder itself answers, but will not be listed."""
    seen = asked.observation
    root = seen.resolved_id or seen.drive_id
    if seen.folder and any(item.id == root and item.unreadable for item in seen.items):
        return "no_access", f"Thấy tên thư mục nhưng không xem được bên trong; {_SHARE}."
    return None


def _partly(asked: _Asked) -> tuple[Access, str] | None:
    """Before the question whether the listing is complete: what is closed is closed, whatever else there is."""
    blocked, total = asked.blocked(), len(asked.observation.items)
    if not blocked:
        return None
    if len(blocked) == total and all(reason == "view_only" for _item, reason in blocked):
        return "view_only", f"Xem được nhưng không tải được {total:02d} tệp trong thư mục; {_UNLOCK}."
    counted = f"{len(blocked):02d}/{total:02d} mục chưa mở được"
    return "partly_readable", f"{counted} ({_names(blocked)}); {_mend(blocked)}."


def _unfinished(asked: _Asked) -> tuple[Access, str] | None:
    seen = asked.observation
    if seen.complete:
        if seen.folder and not seen.items and not seen.confirmed_empty:
            return "unknown", "Thư mục có vẻ rỗng nhưng chưa xác nhận được; hệ thống sẽ tự kiểm tra lại."
        return None
    if seen.incomplete in {"too_many", "too_deep"}:
        return "unknown", (
            f"Thư mục quá lớn, hệ thống mới liệt kê được {len(seen.items)} mục; bộ phận tiếp nhận sẽ kiểm tra "
            "trực tiếp."
        )
    return "unknown", "Chưa liệt kê được hết thư mục; hệ thống sẽ tự kiểm tra lại, đơn vị chưa phải làm gì."


def _empty(asked: _Asked) -> tuple[Access, str] | None:
    if asked.observation.folder and not asked.observation.items:
        return "empty", (
            "Thư mục mở được nhưng chưa có tệp nào; đề nghị đơn vị kiểm tra việc tải lên đã xong chưa và có đúng "
            "thư mục không."
        )
    return None


def _delayed(asked: _Asked) -> tuple[Access, str] | None:
    waiting = asked.delayed()
    if not waiting:
        return None
    return "quota", f"{len(waiting):02d}/{len(asked.observation.items):02d} mục: {_QUOTA}"


def _open(asked: _Asked) -> tuple[Access, str] | None:
    if asked.observation.account is None:
        return "public", "Bất kỳ ai có đường dẫn đều mở được."
    if asked.second is None or asked.second.transient:
        return (
            "readable",
            "Đã đọc được; chưa hỏi được lần thứ hai nên chưa rõ đường dẫn mở cho mọi người hay chỉ hộp thư.",
        )
    if asked.second.ok:
        return "public", "Bất kỳ ai có đường dẫn đều mở được."
    return "private", "Chỉ hộp thư tiếp nhận mở được; cán bộ khác cần xem qua hệ thống."


# The first that has something to say decides.
_JUDGES: tuple[Callable[[_Asked], tuple[Access, str] | None], ...] = (
    _not_answered,
    _delayed_root,
    _not_opened,
    _broken_shortcut,
    _in_the_trash,
    _without_a_file,
    _single_file,
    _closed_root,
    _partly,
    _unfinished,
    _empty,
    _delayed,
    _open,
)


def looks_damaged(drive_id: str) -> bool:
    """Whether an id has a length that ids do not have; asked only of what does not open."""
    length = len(drive_id)
    if length in USUAL_LENGTHS:
        return length == 19 and not drive_id.startswith("0A")
    return length < _CUT or length > 28


def _holds_no_file(item: Item) -> bool:
    return is_native(item.mime_type) and item.md5 is None and item.mime_type not in EXPORTS and not item.unreadable


def _native_name(mime_type: str) -> str:
    return _NATIVE_NAMES.get(mime_type.rpartition(".")[2], "nội dung riêng của Google")


def _cause(outcomes: Mapping[str, Fetched], item: Item) -> str:
    outcome = outcomes.get(item.id)
    return outcome.cause if outcome else ""


def _names(blocked: list[tuple[Item, str]], shown: int = 3) -> str:
    names = ", ".join(f"“{item.path}”" for item, _reason in blocked[:shown])
    return f"{names} và {len(blocked) - shown} mục khác" if len(blocked) > shown else names


def _mend(blocked: list[tuple[Item, str]]) -> str:
    reasons = {reason for _item, reason in blocked}
    if reasons == {"limited_access"}:
        return "thư mục con đang giới hạn quyền truy cập, đề nghị đơn vị bỏ giới hạn hoặc thêm hộp thư tiếp nhận"
    if reasons == {"shortcut"}:
        return "trong thư mục là lối tắt, đề nghị đơn vị chia sẻ tệp gốc hoặc tải chính tệp lên"
    if reasons == {"view_only"}:
        return _UNLOCK
    return "đề nghị đơn vị kiểm tra quyền xem của từng mục, chia sẻ lại hoặc tải chính tệp lên thư mục"
