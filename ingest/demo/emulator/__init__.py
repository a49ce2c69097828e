"""A small Google Drive on this machine: for the demo and for the tests, with every way in which Drive can refuse.

    with Emulator([EmulatedItem("root", "Ảnh", FOLDER, access=ANYONE), ...]) as drive:
        drive.write_credentials(path)          # an authorized-user file for the mailbox account
        ... api_endpoint = drive.root_url ...

It is honest: what it does not know (a parameter, a clause of `q`, a field) it answers with 501 and keeps in
`violations`; it never pretends. What of the real API is documented but not confirmed is said where it is emulated.
"""

from ingest.demo.emulator.bodies import Reply, classic, detailed, message_only, oauth, page
from ingest.demo.emulator.items import ANYONE, DOMAIN, FOLDER, SHORTCUT, EmulatedItem, user
from ingest.demo.emulator.server import MAILBOX, Call, Emulator, Fault

__all__ = [
    "ANYONE",
    "DOMAIN",
    "FOLDER",
    "MAILBOX",
    "SHORTCUT",
    "Call",
    "EmulatedItem",
    "Emulator",
    "Fault",
    "Reply",
    "classic",
    "detailed",
    "message_only",
    "oauth",
    "page",
    "user",
]
