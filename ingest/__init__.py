"""Everything that touches the world: mailbox, Drive, disk, database, clock, commands."""
