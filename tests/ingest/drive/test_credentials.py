"""Whoever we are is said in a file; what is wrong with it is told with the mend."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from ingest.demo.emulator import Emulator, Fault, Reply
from ingest.drive.access import access_of
from ingest.drive.client import open_drive
from ingest.drive.credentials import TokenRefused, load_account
from ingest.errors import UsageError
from tests.servers.drive import HASTY, NOW, ROOT, EmulatedDrive

USER = {"client_id": "c", "client_secret": "s", "refresh_token": "r"}


def secret(path: Path, content: Any, mode: int = 0o600) -> Path:
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    path.chmod(mode)
    return path


def service_account(path: Path, token_uri: str, address: str = "robot@project.iam.gserviceaccount.com") -> Path:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    info = {"type": "service_account", "client_email": address, "private_key": pem, "private_key_id": "1"}
    return secret(path, {**info, "token_uri": token_uri})


def test_what_auth_saved_is_used(drive: EmulatedDrive) -> None:
    account = load_account("oauth", drive.emulator.write_credentials(drive.folder / "t.json"))
    assert account is not None
    assert account.token().startswith("emulated-")


def test_a_path_is_an_authorized_user_and_its_token_uri_is_honoured(drive: EmulatedDrive) -> None:
    path = drive.emulator.write_credentials(drive.folder / "user.json")
    account = load_account(str(path), drive.folder / "none.json")
    assert account is not None
    assert account.token()
    assert drive.emulator.count("token") == 1


def test_a_path_may_be_a_service_account(drive: EmulatedDrive) -> None:
    drive.public_folder()
    drive.emulator.change(ROOT, access=("user:robot@project.iam.gserviceaccount.com",))
    path = service_account(drive.folder / "sa.json", f"{drive.emulator.root_url}/token")
    seen = drive.client(str(path)).observe(ROOT, None, NOW)
    assert seen.account is not None
    assert seen.account.ok


def test_anonymous_is_no_account_and_needs_a_key(tmp_path: Path) -> None:
    assert load_account("anonymous", tmp_path / "t.json") is None
    with pytest.raises(UsageError, match=r"drive\.api_key"):
        open_drive("anonymous", tmp_path / "t.json")


@pytest.mark.parametrize(
    ("content", "mend"),
    [
        ("not json", "không phải JSON"),
        ("[1]", "không phải JSON của Google"),
        ({**USER, "refresh_token": None}, "thiếu refresh_token"),
        ({"installed": {"client_id": "c"}}, "chưa phải tệp đã cấp quyền"),
        ({**USER, "token_uri": "http://tokens.example.com/token"}, "https://"),
        ({"type": "service_account", "client_email": "a@b", "private_key": "no key"}, "service account"),
    ],
)
def test_a_file_that_cannot_work_is_told_at_once(tmp_path: Path, content: Any, mend: str) -> None:
    path = secret(tmp_path / "t.json", content)
    for credentials, key in (("oauth", "google.token_file"), (str(path), "drive.credentials")):
        with pytest.raises(UsageError, match=mend) as caught:
            load_account(credentials, path)
        assert key in str(caught.value)
        assert "\n" not in str(caught.value)


def test_a_missing_token_file_says_what_to_write_instead(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cấp quyền"):
        load_account("oauth", tmp_path / "t.json")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_secret_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    with pytest.raises(UsageError, match="chmod 600"):
        load_account("oauth", secret(tmp_path / "t.json", USER, mode))


def test_a_missing_ca_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"network\.ca_file"):
        open_drive("anonymous", tmp_path / "t.json", api_key="k", ca_file=str(tmp_path / "none.pem"))


def test_sixteen_threads_fetch_one_token(drive: EmulatedDrive) -> None:
    account = load_account("oauth", drive.emulator.write_credentials(drive.folder / "t.json"))
    assert account is not None
    drive.emulator.fail(Fault("token", latency=0.05))
    together = threading.Barrier(16)

    def ask(_number: int) -> str:
        together.wait()
        return account.token()

    with ThreadPoolExecutor(16) as pool:
        tokens = set(pool.map(ask, range(16)))
    assert len(tokens) == 1
    assert drive.emulator.count("token") == 1
    (token,) = tokens
    with ThreadPoolExecutor(16) as pool:  # all were refused with the same token
        renewed = set(pool.map(lambda _n: account.token(rejected=token), range(16)))
    assert len(renewed) == 1
    assert renewed != tokens
    assert drive.emulator.count("token") == 2


def test_a_token_is_renewed_before_it_expires(tmp_path: Path) -> None:
    with Emulator(token_seconds=60) as emulator:  # google-auth counts it as stale minutes before its end
        account = load_account("oauth", emulator.write_credentials(tmp_path / "t.json"))
        assert account is not None
        assert account.token() != account.token()


def test_the_refresh_token_follows_no_redirect(drive: EmulatedDrive) -> None:
    with Emulator() as elsewhere:
        drive.emulator.fail(Fault("token", reply=Reply(307, b"", headers={"Location": f"{elsewhere.root_url}/token"})))
        account = load_account("oauth", drive.emulator.write_credentials(drive.folder / "t.json"))
        assert account is not None
        with pytest.raises(TokenRefused):
            account.token()
        assert elsewhere.calls == []


def test_nothing_secret_stands_in_an_observation(drive: EmulatedDrive) -> None:
    drive.emulator.fail(Fault(drop=True))
    seen = drive.client("anonymous", policy=HASTY).observe(ROOT, None, NOW)
    assert access_of(seen)[0] == "unknown"
    assert drive.emulator.api_key not in repr(seen)
