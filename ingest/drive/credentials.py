"""Who we are towards Google: the access token of the mailbox account, read from a file and renewed in one place."""

import json
import stat
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import google.auth.exceptions
import google.auth.transport.requests
import google.oauth2.credentials
import google.oauth2.service_account

from ingest.drive.answers import network_failure, read_answer
from ingest.drive.interface import Answer
from ingest.drive.network import Network, check_ca_file, is_safe
from ingest.errors import UsageError, said

DRIVE_READONLY = "https://www.googleapis.com/auth/drive.readonly"
GOOGLE_TOKEN_URI = "https://oauth2.googleapis.com/token"
ANONYMOUS = "anonymous"
OAUTH = "oauth"


class Renewable(Protocol):
    """The part of google-auth's credentials that we use."""

    token: str | None

    @property
    def valid(self) -> bool:
        """Whether the token is there and not about to expire."""

    def refresh(self, request: Any) -> None:
        """Fetch a new access token."""


class TokenRefused(Exception):
    """No access token could be had; `answer` says what it means."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.reason)
        self.answer = answer


class Account:
    """One account's access token.

    google-auth has no lock of its own: sixteen threads with a stale token would fetch sixteen new ones.
    """

    def __init__(self, credentials: Renewable, token_uri: str, network: Network) -> None:
        self._credentials = credentials
        self._token_uri = token_uri
        self._network = network
        self._lock = threading.Lock()

    def token(self, rejected: str | None = None) -> str:
        """The current access token; renewed when stale, or when it is still the one that was just `rejected`."""
        with self._lock:
            if not self._credentials.valid or self._credentials.token == rejected:
                self._renew()
            return self._credentials.token or ""

    def _renew(self) -> None:
        with self._network.session(self._token_uri) as session:
            session.max_redirects = 0  # the refresh token goes to its endpoint and nowhere else
            try:
                self._credentials.refresh(google.auth.transport.requests.Request(session))
            except google.auth.exceptions.RefreshError as error:
                raise TokenRefused(_refusal(error)) from None
            except google.auth.exceptions.TransportError as error:
                raise TokenRefused(network_failure("account", error)) from None


def load_account(
    credentials: str,
    token_file: Path,
    *,
    network: Network | None = None,
    scopes: Sequence[str] = (DRIVE_READONLY,),
) -> Account | None:
    """The account that the settings name; None for "anonymous". Raises `UsageError` with the mend."""
    network = network or Network()
    check_ca_file(network.ca_file)
    if credentials == ANONYMOUS:
        return None
    if credentials == OAUTH:
        path, key, mend = (
            token_file,
            "google.token_file",
            "phiên bản này chưa tự xin cấp quyền; đề nghị ghi drive.credentials là đường dẫn tệp khóa, hoặc anonymous",
        )
    else:
        path, key, mend = Path(credentials), "drive.credentials", 'đề nghị ghi "oauth", "anonymous" hoặc đường dẫn đúng'
    # The token file is ours to keep closed; a file that the operator brings may be the house's own, and doctor tells.
    info = _read_secret(path, f"{key} = {str(path)!r}", mend, closed=credentials == OAUTH)
    where = f"{key} = {str(path)!r}"
    token_uri = str(info.get("token_uri") or GOOGLE_TOKEN_URI)
    if not is_safe(token_uri):
        raise UsageError(f"{where}: token_uri phải là https:// (http:// chỉ dùng cho chính máy này); đề nghị sửa tệp.")
    if info.get("type") == "service_account":
        return Account(_service_account(info, token_uri, scopes, where), token_uri, network)
    return Account(_authorized_user(info, token_uri, where, mend), token_uri, network)


def _authorized_user(info: dict[str, Any], token_uri: str, where: str, mend: str) -> Renewable:
    missing = [name for name in ("client_id", "client_secret", "refresh_token") if not isinstance(info.get(name), str)]
    if missing:
        hint = "; đây là tệp client, chưa phải tệp đã cấp quyền" if {"installed", "web"} & info.keys() else ""
        raise UsageError(f"{where}: thiếu {', '.join(missing)}{hint}; {mend}.")
    # from_authorized_user_info would ignore token_uri. No scopes: the token keeps all that was granted (mail, too).
    credentials: Renewable = google.oauth2.credentials.Credentials(  # type: ignore[no-untyped-call]
        token=None,
        refresh_token=info["refresh_token"],
        token_uri=token_uri,
        client_id=info["client_id"],
        client_secret=info["client_secret"],
    )
    return credentials


def _service_account(info: dict[str, Any], token_uri: str, scopes: Sequence[str], where: str) -> Renewable:
    try:
        credentials: Renewable = google.oauth2.service_account.Credentials.from_service_account_info(  # type: ignore[no-untyped-call]
            {**info, "token_uri": token_uri}, scopes=list(scopes)
        )
    except (ValueError, KeyError, TypeError):
        raise UsageError(
            f"{where}: không phải tệp service account hợp lệ; đề nghị tải lại tệp khoá từ Google Cloud."
        ) from None
    return credentials


def open_to_others(path: Path) -> bool:
    """Whether other users of the machine can read a file."""
    return bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))


def _read_secret(path: Path, where: str, mend: str, *, closed: bool) -> dict[str, Any]:
    try:
        if closed and open_to_others(path):
            raise UsageError(f"{where}: người dùng khác đọc được tệp bí mật này; đề nghị chạy `chmod 600 {path}`.")
        info = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise UsageError(f"{where}: chưa có tệp này; {mend}.") from None
    except OSError as error:
        raise UsageError(f"{where}: không đọc được tệp ({said(error)}); {mend}.") from None
    except ValueError:
        raise UsageError(f"{where}: tệp không phải JSON hợp lệ; {mend}.") from None
    if not isinstance(info, dict):
        raise UsageError(f"{where}: tệp không phải JSON của Google; {mend}.")
    return info


def _refusal(error: google.auth.exceptions.RefreshError) -> Answer:
    """What the token endpoint said, from google-auth's error: (message, body). Only its own words are final."""
    body = error.args[1] if len(error.args) > 1 else None
    if error.retryable or not isinstance(body, dict) or not isinstance(body.get("error"), str):
        return Answer("account", "server", 0, "tokenEndpoint", {})
    answer = read_answer("account", 401, json.dumps(body).encode())
    return answer if answer.transient else Answer("account", "unauthorised", 401, answer.reason, {})
