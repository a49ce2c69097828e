"""The database: facts (append-only), derived values (caches), findings with their history. SQLite and PostgreSQL."""
