"""Settings: what the file and the environment may say, and what is refused."""

import os
from datetime import time, timedelta
from pathlib import Path

import pytest

from config.load import load_settings
from config.problems import ConfigError, Problem
from config.settings import Settings, is_loopback


def _write(folder: Path, text: str) -> Path:
    path = folder / "tiepnhan.toml"
    path.write_text(text, encoding="utf-8")
    return path


def _secret(path: Path, text: str = "bi-mat\n", mode: int = 0o600) -> Path:
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


def _problems(path: Path | None, environ: dict[str, str] | None = None) -> tuple[Problem, ...]:
    with pytest.raises(ConfigError) as caught:
        load_settings(path, environ or {})
    return caught.value.problems


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cwd").mkdir()
    monkeypatch.chdir(tmp_path / "cwd")


def test_the_defaults_are_those_of_the_contract() -> None:
    settings = load_settings(None, {})
    assert settings.campaigns == ("congress-2024",)
    assert settings.data_dir == "var"
    assert settings.database.url == "sqlite:///var/tiepnhan.db"
    assert (settings.mailbox.host, settings.mailbox.port, settings.mailbox.tls) == ("imap.gmail.com", 993, "implicit")
    assert settings.mailbox.folders == ("\\All", "\\Junk")
    assert settings.mailbox.poll_every == timedelta(minutes=5)
    assert settings.drive.recheck_every == timedelta(hours=6)
    assert settings.drive.max_file_size == 20 * 1024**3
    assert settings.digest.at == (time(7, 30),)
    assert (settings.dashboard.host, settings.dashboard.port) == ("127.0.0.1", 8710)


def test_it_reads_the_file_of_the_working_directory(tmp_path: Path) -> None:
    _write(Path.cwd(), 'language = "en"\n')
    assert load_settings(None, {}).language == "en"


def test_it_prefers_the_named_file_to_the_variable_and_the_variable_to_the_working_directory(tmp_path: Path) -> None:
    _write(Path.cwd(), 'data_dir = "here"\n')
    named, variable = tmp_path / "named.toml", tmp_path / "variable.toml"
    named.write_text('data_dir = "named"\n', encoding="utf-8")
    variable.write_text('data_dir = "variable"\n', encoding="utf-8")
    environ = {"TIEPNHAN_CONFIG": str(variable)}
    assert load_settings(named, environ).data_dir == "named"
    assert load_settings(None, environ).data_dir == "variable"
    assert load_settings(None, {}).data_dir == "here"


def test_a_named_file_must_exist(tmp_path: Path) -> None:
    (problem,) = _problems(tmp_path / "nowhere.toml")
    assert problem.file.endswith("nowhere.toml")
    assert "không tìm thấy" in problem.message
    assert _problems(None, {"TIEPNHAN_CONFIG": str(tmp_path / "nowhere.toml")}) == (problem,)


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    path = _write(tmp_path, '[mailbox]\nhost = "a.example.vn"\nport = 1993\n')
    environ = {
        "TIEPNHAN_MAILBOX__HOST": "b.example.vn",
        "TIEPNHAN_CAMPAIGNS": "one, two",
        "TIEPNHAN_DIGEST__TO": '["x@example.vn", "y@example.vn"]',
        "TIEPNHAN_DIGEST__AT": "07:30,16:30",
        "TIEPNHAN_DRIVE__COPY": "metadata",
        "TIEPNHAN_MAILBOX__PASSWORD": "s3cret",
        "PATH": "/bin",
    }
    settings = load_settings(path, environ)
    assert (settings.mailbox.host, settings.mailbox.port) == ("b.example.vn", 1993)
    assert settings.campaigns == ("one", "two")
    assert settings.digest.to == ("x@example.vn", "y@example.vn")
    assert settings.digest.at == (time(7, 30), time(16, 30))
    assert settings.drive.copy_ == "metadata"
    assert settings.mailbox.password.get_secret_value() == "s3cret"


def test_a_password_is_never_shown() -> None:
    settings = load_settings(None, {"TIEPNHAN_MAILBOX__PASSWORD": "s3cret", "TIEPNHAN_DRIVE__API_KEY": "k3y"})
    assert "s3cret" not in repr(settings) + str(settings.model_dump())
    assert "k3y" not in repr(settings)


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Settings().data_dir = "elsewhere"


def test_it_lists_all_problems_at_once_with_file_line_key_and_mend(tmp_path: Path) -> None:
    path = _write(
        tmp_path,
        'langauge = "vi"\n[mailbox]\nport = "many"\npoll_every = "5 minutes"\n[drive]\ncopy = "some"\n'
        '[digest]\nat = ["25:00"]\n',
    )
    problems = {problem.key: problem for problem in _problems(path, {"TIEPNHAN_DATABASE__URL": "mysql://x"})}
    assert set(problems) == {
        "langauge",
        "mailbox.port",
        "mailbox.poll_every",
        "drive.copy",
        "digest.at[1]",
        "database.url",
    }
    assert problems["langauge"].mend.startswith("có lẽ là language")
    assert (problems["mailbox.port"].file, problems["mailbox.port"].line) == (str(path), 3)
    assert '"5m"' in problems["mailbox.poll_every"].mend
    assert problems["drive.copy"].mend == 'chọn một trong: "all", "documents" hoặc "metadata"'
    assert problems["database.url"].file == "TIEPNHAN_DATABASE__URL"
    assert all(problem.mend for problem in problems.values())


def test_an_unknown_variable_is_refused() -> None:
    (problem,) = _problems(None, {"TIEPNHAN_MAILBOX__PASWORD": "x"})
    assert problem.file == "TIEPNHAN_MAILBOX__PASWORD"
    assert "MAILBOX__PASSWORD" in problem.mend
    assert "MAILBOX" not in _problems(None, {"TIEPNHAN_FOO": "1"})[0].mend
    assert "x" not in str(problem).split()


def test_a_syntax_error_is_told_with_its_line(tmp_path: Path) -> None:
    (problem,) = _problems(_write(tmp_path, 'data_dir = "var"\n[mailbox\nport = 1\n'))
    assert problem.line == 2
    assert "TOML" in problem.message


def test_it_forgives_the_byte_order_mark_of_notepad_but_not_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "bom.toml"
    path.write_bytes(b'\xef\xbb\xbfdata_dir = "d"\n')
    assert load_settings(path, {}).data_dir == "d"
    path.write_bytes(b'# dong 1\ndata_dir = "\xe0\xe8"\n')
    (problem,) = _problems(path)
    assert (problem.line, "UTF-8" in problem.message) == (2, True)


def test_a_section_that_is_no_table_is_a_problem_not_a_crash(tmp_path: Path) -> None:
    (problem,) = _problems(_write(tmp_path, "mailbox = 3\n"), {"TIEPNHAN_MAILBOX__PASSWORD": "x"})
    assert problem.key == "mailbox"


@pytest.mark.parametrize(
    ("section", "key"), [("mailbox", "password"), ("digest", "smtp_password"), ("drive", "api_key")]
)
def test_it_reads_a_secret_from_its_file_and_strips_it(tmp_path: Path, section: str, key: str) -> None:
    secret = _secret(tmp_path / "secret", "  bi-mat \r\n")
    settings = load_settings(_write(tmp_path, f'[{section}]\n{key}_file = "{secret}"\n'), {})
    assert getattr(getattr(settings, section), key).get_secret_value() == "bi-mat"


@pytest.mark.skipif(os.name != "posix", reason="only POSIX keeps such bits")
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o620])
def test_a_secret_file_that_others_can_use_is_refused(tmp_path: Path, mode: int) -> None:
    secret = _secret(tmp_path / "secret", mode=mode)
    (problem,) = _problems(_write(tmp_path, f'[mailbox]\npassword_file = "{secret}"\n'))
    assert (problem.key, problem.line) == ("mailbox.password_file", 2)
    assert "chmod 600" in problem.mend
    assert "bi-mat" not in str(problem)


@pytest.mark.skipif(os.name != "posix", reason="only POSIX keeps such bits")
def test_a_token_file_that_others_can_read_is_refused_and_a_missing_one_is_not(tmp_path: Path) -> None:
    token = tmp_path / "token.json"
    path = _write(tmp_path, f'[google]\ntoken_file = "{token}"\n')
    assert load_settings(path, {}).google.token_file == str(token)
    _secret(token, mode=0o644)
    assert [problem.key for problem in _problems(path)] == ["google.token_file"]


def test_a_missing_or_empty_secret_file_is_a_problem(tmp_path: Path) -> None:
    path = _write(tmp_path, f'[mailbox]\npassword_file = "{tmp_path / "none"}"\n')
    assert "không tìm thấy" in _problems(path)[0].message
    path = _write(tmp_path, f'[mailbox]\npassword_file = "{_secret(tmp_path / "empty", " ")}"\n')
    assert "trống" in _problems(path)[0].message


def test_a_secret_and_its_file_in_one_place_are_refused_but_the_environment_wins(tmp_path: Path) -> None:
    secret = _secret(tmp_path / "secret")
    path = _write(tmp_path, f'[mailbox]\npassword = "a"\npassword_file = "{secret}"\n')
    assert [problem.key for problem in _problems(path)] == ["mailbox.password_file"]
    path = _write(tmp_path, f'[mailbox]\npassword_file = "{secret}"\n')
    settings = load_settings(path, {"TIEPNHAN_MAILBOX__PASSWORD": "b"})
    assert settings.mailbox.password.get_secret_value() == "b"


@pytest.mark.parametrize(("section", "host", "tls"), [("mailbox", "host", "tls"), ("digest", "smtp_host", "smtp_tls")])
def test_plain_text_is_allowed_to_this_machine_only(tmp_path: Path, section: str, host: str, tls: str) -> None:
    path = _write(tmp_path, f'[{section}]\n{host} = "mail.example.vn"\n{tls} = "none"\n')
    (problem,) = _problems(path)
    assert (problem.key, problem.line) == (f"{section}.{tls}", 3)
    for local in ("127.0.0.1", "localhost", "::1"):
        path = _write(tmp_path, f'[{section}]\n{host} = "{local}"\n{tls} = "none"\n')
        assert getattr(load_settings(path, {}), section)


def test_a_name_that_only_looks_local_is_not() -> None:
    assert not is_loopback("localhost.example.vn")
    assert not is_loopback("127.0.0.1.example.vn")
    assert is_loopback("127.8.8.8")


def test_a_token_does_not_travel_over_plain_http(tmp_path: Path) -> None:
    path = _write(tmp_path, '[drive]\napi_endpoint = "http://drive.example.vn"\n')
    assert [problem.key for problem in _problems(path)] == ["drive.api_endpoint"]
    path = _write(tmp_path, '[drive]\napi_endpoint = "http://127.0.0.1:9000/"\n')
    assert load_settings(path, {}).drive.api_endpoint == "http://127.0.0.1:9000"


def test_a_folder_source_needs_its_path(tmp_path: Path) -> None:
    (problem,) = _problems(_write(tmp_path, '[mailbox]\nsource = "folder"\n'))
    assert problem.key == "mailbox.path"
    settings = load_settings(None, {"TIEPNHAN_MAILBOX__SOURCE": "folder", "TIEPNHAN_MAILBOX__PATH": "mail"})
    assert settings.mailbox.path == "mail"


@pytest.mark.parametrize("value", ['"0s"', "5", '"5"', '"-1m"'])
def test_an_interval_has_a_unit_and_is_more_than_nothing(tmp_path: Path, value: str) -> None:
    assert [p.key for p in _problems(_write(tmp_path, f"[mailbox]\npoll_every = {value}\n"))] == ["mailbox.poll_every"]


def test_a_credential_that_systemd_hands_over_may_show_the_mask_of_its_access_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "credentials"
    folder.mkdir()
    file = _secret(folder / "mailbox-password", mode=0o440)
    environ = {"TIEPNHAN_MAILBOX__PASSWORD_FILE": str(file)}
    (problem,) = _problems(None, environ)
    assert "chmod 600" in problem.mend
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(folder))
    assert load_settings(None, environ).mailbox.password.get_secret_value() == "bi-mat"
    file.chmod(0o444)
    assert "chmod 600" in _problems(None, environ)[0].mend


def test_a_digest_without_an_hour_is_refused(tmp_path: Path) -> None:
    (problem,) = _problems(_write(tmp_path, "[digest]\nat = []\n"))
    assert "ít nhất một giờ" in str(problem)
