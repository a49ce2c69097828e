"""What a file contains: bytes in, records out; no socket, no database, no clock."""
