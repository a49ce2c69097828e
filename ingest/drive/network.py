"""How we reach Google: proxy, trusted authorities, time limits, and the rule that secrets never travel in the clear."""

import ipaddress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httplib2
import requests

from ingest.errors import UsageError

GOOGLE_ROOT = "https://www.googleapis.com"


@dataclass(frozen=True, slots=True)
class Network:
    """The settings of `[network]`, and how long we wait for one answer."""

    proxy: str = ""
    ca_file: str = ""
    timeout: float = 60.0

    def http(self, root: str) -> httplib2.Http:
        """A connection holder for metadata calls. Not to be used by two threads at once; redirects are not followed."""
        proxy: Any = httplib2.proxy_info_from_environment
        if is_loopback(root):
            proxy = None
        elif self.proxy:
            proxy = httplib2.proxy_info_from_url(self.proxy, "https")
        http = httplib2.Http(timeout=self.timeout, proxy_info=proxy, ca_certs=self.ca_file or None)
        http.follow_redirects = False
        return http

    def session(self, root: str) -> requests.Session:
        """A session for bytes and tokens. Whoever uses it follows no redirect without looking where it leads."""
        session = requests.Session()
        session.trust_env = False  # a .netrc would replace our Authorization header
        session.verify = self.ca_file or True
        if not is_loopback(root):
            session.proxies.update({"https": self.proxy} if self.proxy else _environment_proxies(root))
        return session


def is_loopback(url: str) -> bool:
    """Whether an address stays on this machine."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_safe(url: str) -> bool:
    """Whether a token or key may be sent there: TLS, or this machine."""
    parts = urlsplit(url)
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(url)))


def api_root(api_endpoint: str) -> str:
    """The root under which /drive/v3/ lies, without a slash at its end."""
    root = (api_endpoint.strip() or GOOGLE_ROOT).rstrip("/")
    if not is_safe(root):
        raise UsageError(
            f"drive.api_endpoint = {root!r}: phải là địa chỉ https://… (http:// chỉ dùng cho chính máy này, ví dụ "
            "http://127.0.0.1:9000), vì mã truy cập không được gửi đi dưới dạng không mã hoá."
        )
    return root


def check_ca_file(ca_file: str) -> None:
    """A wrong path must be told at once, in words, not at the first call."""
    if ca_file and not Path(ca_file).is_file():
        raise UsageError(f"network.ca_file = {ca_file!r}: không có tệp này; đề nghị sửa đường dẫn hoặc để trống.")


def _environment_proxies(root: str) -> dict[str, str]:
    host = urlsplit(root).hostname or ""
    if proxy_bypass(host):
        return {}
    return {scheme: url for scheme, url in getproxies().items() if scheme in {"https", "all"}}
