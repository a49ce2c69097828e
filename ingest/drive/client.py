"""Google Drive through Google's client library: each link asked twice, every answer classified, retries of our own.

One service object builds the requests; each is executed on a connection holder that no other thread has at that
moment, because a shared one silently hands out other requests' answers.
"""

import http.client
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Self

import httplib2
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError

from ingest.drive.answers import network_failure, read_answer, retry_after
from ingest.drive.credentials import Account, TokenRefused, load_account
from ingest.drive.download import Downloader
from ingest.drive.interface import Answer, Fetched, Identity, Item, Observation
from ingest.drive.listed import FOLDER, LIST_FIELDS, ROOT_FIELDS, SHORTCUT, is_id, item_of, label, safe_key
from ingest.drive.network import Network, api_root, check_ca_file
from ingest.drive.pool import Pool
from ingest.drive.walk import BROKEN_SHORTCUT, Limits, Listing, target_of, walk
from ingest.errors import UsageError
from ingest.retry import PATIENT, GiveUp, Policy, decide

PAGE_SIZE = 1000
NOBODYS_ID = "1" + "0" * 32
RESOURCE_KEYS = "X-Goog-Drive-Resource-Keys"


def open_drive(
    credentials: str,
    token_file: Path,
    *,
    api_key: str = "",
    api_endpoint: str = "",
    proxy: str = "",
    ca_file: str = "",
    policy: Policy = PATIENT,
    limits: Limits | None = None,
    timeout: float = 60.0,
) -> "GoogleDrive":
    """Drive as the settings describe it. Raises `UsageError` with the mend where they cannot work."""
    network = Network(proxy, ca_file, timeout)
    account = load_account(credentials, token_file, network=network)
    if account is None and not api_key:
        raise UsageError(
            'drive.credentials = "anonymous" cần có drive.api_key; đề nghị tạo khoá API cho Drive, hoặc ghi "oauth".'
        )
    return GoogleDrive(
        account, api_key=api_key, api_endpoint=api_endpoint, network=network, policy=policy, limits=limits
    )


class GoogleDrive:
    """The `Drive` of the real world, and of the emulator. May be used by many threads; close it at the end."""

    def __init__(
        self,
        account: Account | None,
        *,
        api_key: str = "",
        api_endpoint: str = "",
        network: Network | None = None,
        policy: Policy = PATIENT,
        limits: Limits | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        network = network or Network()
        check_ca_file(network.ca_file)
        root = api_root(api_endpoint)
        self._account = account
        self._api_key = api_key
        self._policy = policy
        self._limits = limits or Limits()
        self._sleep = sleep
        self._https: Pool[httplib2.Http] = Pool(lambda: network.http(root))
        with self._https.lend() as holder:  # static discovery: no call is made
            service = build(
                "drive",
                "v3",
                http=holder,
                cache_discovery=False,
                static_discovery=True,
                client_options={"api_endpoint": f"{root}/drive/v3/"},
            )
        self._files = service.files()
        self._about = service.about()
        self._lead: Identity = "account" if account else "stranger"
        self._downloader = Downloader(
            root=root,
            account=account,
            api_key=api_key,
            network=network,
            policy=policy,
            sleep=sleep,
            metadata=lambda drive_id, key, fields: self.get(self._lead, drive_id, key, fields),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._https.close()
        self._downloader.close()

    def observe(self, drive_id: str, resource_key: str | None, now: datetime) -> Observation:
        """Ask about a root as the account and as a stranger and, for a folder, list it."""
        key = safe_key(resource_key)
        seen = Observation(drive_id, now, None, None, resource_key=key)
        if not is_id(drive_id):
            return self._said(seen, Answer(self._lead, "not_found", 0, "invalidId", {}))
        answer, root_id = self._root(drive_id, key)
        body = answer.body or {}
        if answer.ok and body.get("mimeType") == SHORTCUT:
            target_id, target_key = target_of(body)
            target = self._target(target_id, target_key)
            if not target.ok and not target.transient:
                broken = item_of(body, label(str(body.get("name", ""))), unreadable=BROKEN_SHORTCUT)
                return self._said(replace(seen, items=(broken,)), answer)
            answer, root_id, key, body = target, target_id, target_key, target.body or {}
        seen = replace(seen, resolved_id=root_id if root_id != drive_id else "")
        stranger = None
        if self._account and self._api_key and not answer.transient:
            stranger = self.get("stranger", root_id, key, "id")
        seen = self._said(seen, answer, stranger)
        if not answer.ok:
            return seen
        if body.get("mimeType") != FOLDER:
            single = item_of({"resourceKey": key, **body}, label(str(body.get("name", ""))))
            return replace(seen, items=(single,))
        found = self._list(body, key, stranger)
        return replace(
            seen,
            items=found.items,
            complete=not found.incomplete,
            incomplete=found.incomplete,
            confirmed_empty=found.confirmed_empty,
            folder=True,
        )

    def fetch(self, item: Item, folder: Path, limit: int) -> Fetched:
        """Download one item into `folder` under a name of ours; native documents are exported."""
        return self._downloader.fetch(item, folder, limit)

    def whoami(self) -> Answer:
        """Who Drive takes us for: body["user"]["emailAddress"]; without an account whether the key is taken."""
        if self._account is None:
            return self.key_check() or Answer("stranger", "unauthorised", 0, "noIdentity", {})
        return self._ask("account", lambda: self._about.get(fields="user(displayName,emailAddress)"), None)

    def key_check(self) -> Answer | None:
        """Whether Drive takes the API key, asked of an id that nobody has; None without a key."""
        if not self._api_key:
            return None
        answer = self.get("stranger", NOBODYS_ID, None, "id")
        return Answer("stranger", "ok", 200, body={}) if answer.cause == "not_found" else answer

    def get(self, identity: Identity, drive_id: str, resource_key: str | None, fields: str) -> Answer:
        """Metadata of one file, as one of the two identities."""
        return self._ask(
            identity,
            lambda: self._files.get(fileId=drive_id, fields=fields, supportsAllDrives=True, **self._key(identity)),
            (drive_id, resource_key),
        )

    def children(self, identity: Identity, folder_id: str, resource_key: str | None, page_token: str | None) -> Answer:
        """One page of a folder, with what lies in the trash. One folder per call: merged queries lose files."""
        asked = {
            "q": f"'{folder_id}' in parents",
            "fields": LIST_FIELDS,
            "pageSize": PAGE_SIZE,
            "supportsAllDrives": True,
            "includeItemsFromAllDrives": True,
            **self._key(identity),
        }
        if page_token:
            asked["pageToken"] = page_token
        return self._ask(identity, lambda: self._files.list(**asked), (folder_id, resource_key))

    def _key(self, identity: Identity) -> dict[str, str]:
        """A stranger is known by the API key alone."""
        return {"key": self._api_key} if identity == "stranger" and self._api_key else {}

    def _said(self, seen: Observation, lead: Answer, stranger: Answer | None = None) -> Observation:
        if self._lead == "account":
            return replace(seen, account=lead, stranger=stranger)
        return replace(seen, account=None, stranger=lead)

    def _root(self, drive_id: str, key: str | None) -> tuple[Answer, str]:
        """The root's answer and the id that gave it: a link glued to its neighbour in a text is cut right."""
        answer = self.get(self._lead, drive_id, key, ROOT_FIELDS)
        if answer.cause == "not_found":
            for shorter in cut_right(drive_id):
                second = self.get(self._lead, shorter, key, ROOT_FIELDS)
                if second.ok:
                    return second, shorter
        return answer, drive_id

    def _target(self, target_id: str, key: str | None) -> Answer:
        if not is_id(target_id):
            return Answer(self._lead, "not_found", 0, "invalidId", {})
        target = self.get(self._lead, target_id, key, ROOT_FIELDS)
        if target.ok and (target.body or {}).get("mimeType") == SHORTCUT:
            return Answer(self._lead, "not_found", target.status, BROKEN_SHORTCUT, {})
        return target

    def _list(self, root: dict[str, Any], key: str | None, stranger: Answer | None) -> Listing:
        lead = _As(self, self._lead)
        second = _As(self, "stranger") if stranger is not None and stranger.ok else lead
        return walk(lead, second, root, key, self._limits)

    def _ask(self, identity: Identity, request: Callable[[], Any], keyed: tuple[str, str | None] | None) -> Answer:
        waited = 0.0
        attempt = 1
        while True:
            answer, wish = self._once(identity, request, keyed)
            next_step = decide(answer.cause, attempt, wish, policy=self._policy, waited=waited, chance=random.random())
            if isinstance(next_step, GiveUp):
                return answer
            self._sleep(next_step.seconds)
            waited += next_step.seconds
            attempt += 1

    def _once(
        self, identity: Identity, request: Callable[[], Any], keyed: tuple[str, str | None] | None
    ) -> tuple[Answer, float | None]:
        if identity == "stranger":
            return self._send(identity, request(), keyed, None)
        if self._account is None:
            return Answer(identity, "unauthorised", 0, "noAccount", {}), None
        try:
            token = self._account.token()
            answer, wish = self._send(identity, request(), keyed, token)
            if answer.status == 401:  # revoked before its time: once more with a new one
                answer, wish = self._send(identity, request(), keyed, self._account.token(rejected=token))
        except TokenRefused as refused:
            return refused.answer, None
        return answer, wish

    def _send(
        self, identity: Identity, request: Any, keyed: tuple[str, str | None] | None, token: str | None
    ) -> tuple[Answer, float | None]:
        if token is not None:
            request.headers["authorization"] = f"Bearer {token}"
        if keyed and keyed[1]:
            request.headers[RESOURCE_KEYS] = f"{keyed[0]}/{keyed[1]}"
        try:
            with self._https.lend() as http_holder:
                return _executed(identity, request, http_holder)
        except (OSError, httplib2.HttpLib2Error, http.client.HTTPException) as error:
            return network_failure(identity, error), None


@dataclass(frozen=True, slots=True)
class _As:
    """Drive as one identity sees it: what the walk asks."""

    drive: GoogleDrive
    identity: Identity

    def get(self, drive_id: str, resource_key: str | None, fields: str) -> Answer:
        return self.drive.get(self.identity, drive_id, resource_key, fields)

    def children(self, folder_id: str, resource_key: str | None, page_token: str | None) -> Answer:
        return self.drive.children(self.identity, folder_id, resource_key, page_token)


def cut_right(drive_id: str) -> list[str]:
    """Shorter ids to try where an id is longer than ids are: 44 for documents, 33 for files and folders, 28 of old."""
    length = len(drive_id)
    if length in {28, 33, 44}:
        return []
    if 28 < length < 33:
        return [drive_id[:28]] if drive_id.startswith("0B") else []
    return [drive_id[:right] for right in (44, 33) if right < length]


def _executed(identity: Identity, request: Any, holder: httplib2.Http) -> tuple[Answer, float | None]:
    try:
        body = request.execute(http=holder, num_retries=0)
    except HttpError as error:
        return read_answer(identity, int(error.resp.status), error.content), retry_after(error.resp)
    except ValueError:  # not JSON, not UTF-8
        return Answer(identity, "server", 200, "brokenAnswer", {}), None
    if not isinstance(body, dict):
        return Answer(identity, "server", 200, "brokenAnswer", {}), None
    return Answer(identity, "ok", 200, body=body), None
