"""An officer says whose a message is: kept as a fact, remembered for its sender, honoured by every later judgement."""

import hashlib
from collections.abc import Sequence

from ingest.errors import UsageError
from ingest.judge import Judged, judge
from ingest.load import load_inputs
from ingest.store import facts
from ingest.store.facts import Decision
from ingest.workplace import Workplace
from validators.assemble.identity import public_ids


def assign(
    work: Workplace, message: str, codes: Sequence[str], by: str, reason: str, part: str | None = None
) -> Judged:
    """Assign a message (by its MESSAGE-ID as in paths, with or without <>) to units, and judge again.

    `part` is the path of one file of it, as exported or within the message: then only that file is assigned, and
    nothing is remembered for the sender.
    """
    message = message.strip().removeprefix("<").removesuffix(">")
    unknown = [code for code in codes if work.register.get(code) is None]
    if unknown:
        raise UsageError(f"Không có đơn vị {', '.join(unknown)} trong danh sách; xem mã đơn vị bằng lệnh status.")
    inputs = load_inputs(work, work.now)
    ids = public_ids(inputs.messages)
    source = next((one for one in inputs.messages if ids[one.canonical] == message), None)
    if source is None:
        raise UsageError(f"Không có thư {message}; xem mã thư trong bảng “Thư” của bản tin hoặc trong export json.")
    within = (part or "").removeprefix(f"{message}/")
    if within and within not in {node.path for node in source.nodes}:
        raise UsageError(f"Thư {message} không có tệp {part}; xem đường dẫn tệp trong export json.")
    units = sorted(set(codes))
    stamp = work.now.isoformat()
    key = "\0".join((work.campaign.id, "assign", message, within, *units, stamp))
    decision = Decision(
        id=hashlib.sha256(key.encode()).hexdigest()[:12],
        kind="assign",
        unit=units[0] if len(units) == 1 else None,
        subject=f"{message}/{within}" if within else message,
        value={
            "message": message,
            "units": units,
            "part": within,
            "sender": source.mail.sender.address if source.mail and not within else "",
        },
        by=by,
        at=work.now,
        reason=reason,
    )
    with work.database.begin() as connection:
        facts.add_decision(connection, work.campaign.id, decision)
    return judge(work, store=True)
