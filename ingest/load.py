"""From stored rows to what the assembly works on: everything that counts at an instant."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from ingest.drive.access import access_of
from ingest.drive.interface import Answer, Fetched, Item, Observation
from ingest.drive.policy import is_too_large, skip_reason
from ingest.reading import MAIL_NAME, MAIL_TYPE, decoded, options_of
from ingest.store import derived, facts
from ingest.store.derived import Readings, StoredReading
from ingest.store.facts import Decision, Sighting, StoredFetch, StoredMessage
from ingest.workplace import Workplace
from parsers.facts import READING_VERSION, FileFacts
from parsers.records import Image, Video
from parsers.vietnamese.folding import nfc
from validators.assemble.inputs import Assignment, Inputs, MessageInput, RootInput
from validators.assemble.tree import Node, walk
from validators.submission import FileStatus, LinkKind

_FOLDER_TYPE = "application/vnd.google-apps.folder"
_NATIVE_PREFIX = "application/vnd.google-apps."
_REFUSED: dict[str, FileStatus] = {"abusive": "refused", "encrypted": "encrypted"}  # causes and reasons of a fetch


@dataclass(frozen=True, slots=True)
class _Rows:
    messages: list[StoredMessage]
    readings: Readings
    observations: dict[str, list[Observation]]
    fetches: dict[tuple[str, str], StoredFetch]
    decisions: list[Decision]


class _Cache:
    """Readings, decoded when first asked for: of each file the one that stands, or (`stood`) the one that did."""

    def __init__(self, readings: Readings, *, stood: bool) -> None:
        self._rows = readings.rows
        self._stood = stood
        self._decoded: dict[tuple[str, str], FileFacts | None] = {}

    def get(self, sha256: str, name: str, media_type: str) -> FileFacts | None:
        key = (sha256, options_of(name, media_type))
        if key not in self._decoded:
            self._decoded[key] = self._first_good(self._rows.get(key, ()))
        return self._decoded[key]

    def _first_good(self, found: tuple[StoredReading, ...]) -> FileFacts | None:
        ordered = reversed(found) if self._stood else found
        return next((facts for one in ordered if (facts := decoded(one.body)) is not None), None)


def load_inputs(work: Workplace, as_of: datetime, readings: Readings | None = None, *, stood: bool = False) -> Inputs:
    """Everything that arrived and was observed up to an instant.

    `readings` are given where they are loaded already. With `stood`, files say what they said to the version of the
    code that the newest judgement stood on.
    """
    rows = _rows(work, as_of, readings)
    cache = _Cache(rows.readings, stood=stood)
    return Inputs(
        campaign=work.campaign,
        register=work.register,
        as_of=as_of,
        messages=tuple(message for stored in rows.messages if (message := _message(stored, cache, as_of))),
        roots={drive_id: _root(work, seen, rows.fetches, cache) for drive_id, seen in rows.observations.items()},
        assignments=tuple(_assignment(decision) for decision in rows.decisions if decision.kind == "assign"),
        own_addresses=work.own_addresses,
        authserv_id=work.settings.mailbox.authserv_id,
    )


def _rows(work: Workplace, as_of: datetime, readings: Readings | None) -> _Rows:
    campaign = work.campaign.id
    with work.database.read() as connection:
        return _Rows(
            messages=facts.messages(connection, campaign, as_of),
            readings=readings or derived.readings(connection, campaign, READING_VERSION),
            observations=facts.observations(connection, campaign, as_of),
            fetches=facts.fetches(connection, campaign, as_of),
            decisions=facts.decisions(connection, campaign, as_of),
        )


def chosen_sighting(sightings: Iterable[Sighting]) -> Sighting:
    """The sighting that a message's arrival and folder are taken from: IMAP first, then the earliest (contract §3)."""
    return min(
        sightings,
        key=lambda one: (
            one.account == "folder",
            one.received_at is None,
            one.received_at or one.seen_at,
            one.folder,
            one.uid,
        ),
    )


def _message(stored: StoredMessage, cache: _Cache, as_of: datetime) -> MessageInput | None:
    """One message; None for what has not been read or had not arrived."""
    seen = chosen_sighting(stored.sightings)
    own = cache.get(stored.sha256, MAIL_NAME, MAIL_TYPE)
    if own is None or (seen.received_at is not None and seen.received_at > as_of):
        return None
    return MessageInput(
        canonical=stored.canonical,
        received_at=seen.received_at,
        folder=seen.folder,
        junk=seen.junk,
        draft=all(one.draft for one in stored.sightings),
        facts=own,
        nodes=tuple(walk(own.children, cache.get)),
        seen_at=min(one.seen_at for one in stored.sightings),
    )


def _assignment(decision: Decision) -> Assignment:
    value = decision.value
    return Assignment(value["message"], tuple(value["units"]), value["part"], value["sender"])


def _root(
    work: Workplace, seen: list[Observation], fetches: Mapping[tuple[str, str], StoredFetch], cache: _Cache
) -> RootInput:
    """A linked root as of its newest observation; what it held when it was last readable stays ours."""
    newest = seen[-1]
    good = next((one for one in reversed(seen) if _answer(one) is not None), None)
    listing = newest if newest.items or good is None else good
    outcomes = {
        item.id: Fetched(fetch.cause, fetch.reason, None, fetch.sha256, fetch.size)  # type: ignore[arg-type]
        for item in listing.items
        if (fetch := fetches.get((item.id, item.revision)))
    }
    access, detail = access_of(newest, good is not None and good is not newest, outcomes)
    nodes = tuple(
        node
        for item in listing.items
        for node in _nodes(work, newest.drive_id, item, fetches.get((item.id, item.revision)), cache)
    )
    body = _answer(good) if good else None
    return RootInput(
        drive_id=newest.drive_id,
        access=access,
        detail=detail,
        kind=_kind(listing, body),
        checked_at=newest.asked_at,
        name=nfc(str((body or {}).get("name", ""))),
        archived=bool(listing.items) and all(_archived(item, outcomes) for item in listing.items),
        items=len(listing.items),
        nodes=nodes,
    )


def _archived(item: Item, outcomes: Mapping[str, Fetched]) -> bool:
    return item.id in outcomes and outcomes[item.id].cause == "ok"


def _answer(observation: Observation) -> dict[str, object] | None:
    """The good answer of an observation, the account's before the stranger's."""
    answers: tuple[Answer | None, ...] = (observation.account, observation.stranger)
    return next((answer.body or {} for answer in answers if answer is not None and answer.ok), None)


def _kind(observation: Observation, body: dict[str, object] | None) -> LinkKind:
    mime = str((body or {}).get("mimeType", ""))
    if observation.folder or mime == _FOLDER_TYPE:
        return "folder"
    if not mime:
        return "other"
    return "document" if mime.startswith(_NATIVE_PREFIX) else "file"


def _nodes(work: Workplace, root: str, item: Item, fetch: StoredFetch | None, cache: _Cache) -> Iterable[Node]:
    """A Drive item and what is inside it."""
    path = f"drive/{root}/{item.path}{fetch.extension if fetch else ''}"
    name = f"{item.name}{fetch.extension if fetch else ''}"
    bare = Node(
        path=path,
        parent="",
        origin="drive",
        name=name,
        sha256=None,
        size=item.size,
        media_type=item.mime_type,
        status=_REFUSED.get(fetch.cause, _REFUSED.get(fetch.reason, "not_fetched")) if fetch else "not_fetched",
        reason=item.unreadable or (fetch.reason or fetch.cause if fetch else ""),
        created_at=item.created_at or "",
        modified_at=item.modified_at or "",
        description=item.description,
    )
    if fetch is None or fetch.cause != "ok" or fetch.sha256 is None:
        skipped = skip_reason(item, work.settings.drive)
        if is_too_large(item, work.settings.drive):
            yield replace(bare, status="refused", reason=skipped)
            return
        yield replace(bare, reason=skipped or bare.reason or "not fetched yet", facts=_from_metadata(item, skipped))
        return
    own = cache.get(fetch.sha256, name, fetch.media_type)
    yield replace(
        bare,
        sha256=fetch.sha256,
        size=fetch.size,
        media_type=own.media_type if own else fetch.media_type,
        status=own.status if own else "not_fetched",
        reason=own.reason if own else "not read yet",
        facts=own,
    )
    if own:
        yield from walk(own.children, cache.get, parent=path, depth=2)


def _from_metadata(item: Item, skipped: str) -> FileFacts | None:
    """What Drive tells of a photo or video whose bytes we were told not to copy."""
    if not skipped or not item.mime_type.startswith(("image/", "video/")):
        return None
    kind = item.mime_type.partition("/")[2]
    if item.mime_type.startswith("video/"):
        return FileFacts("metadata", item.mime_type, "stored", skipped, video=Video(kind))
    image = Image(item.width or 0, item.height or 0, kind)
    return FileFacts("metadata", item.mime_type, "stored", skipped, image=image)
