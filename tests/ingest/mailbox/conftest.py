"""The mail server of the session."""

from tests.servers.dovecot import dovecot

__all__ = ["dovecot"]
