"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "decisions",
        sa.Column("campaign", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=True),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.String(length=255), nullable=False),
        sa.Column("decided_at", sa.String(length=27), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("campaign", "id", name=op.f("pk_decisions")),
    )
    op.create_table(
        "fetches",
        sa.Column("campaign", sa.String(length=64), nullable=False),
        sa.Column("item", sa.String(length=255), nullable=False),
        sa.Column("revision", sa.String(length=255), nullable=False),
        sa.Column("fetched_at", sa.String(length=27), nullable=False),
        sa.Column("cause", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("media_type", sa.String(length=255), nullable=False),
        sa.Column("extension", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("campaign", "item", "revision", "fetched_at", name=op.f("pk_fetches")),
    )
    op.create_table(
        "finding_events",
        sa.Column("campaign", sa.String(length=64), nullable=False),
        sa.Column("finding", sa.String(length=12), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=True),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("severity", sa.String(length=8), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("campaign", "finding", "at", name=op.f("pk_finding_events")),
    )
    op.create_table(
        "job_runs",
        sa.Column("campaign", sa.String(length=64), nullable=False),
        sa.Column("job", sa.String(length=64), nullable=False),
        sa.Column("succeeded_at", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("campaign", "job", name=op.f("pk_job_runs")),
    )
    op.create_table(
        "judgements",
        sa.Column("campaign", sa.String(length=64), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("campaign", "at", name=op.f("pk_judgements")),
    )
    op.create_table(
        "link_work",
        sa.Column("campaign", sa.String(length=64), nullable=False),
        sa.Column("drive_id", sa.String(length=255), nullable=False),
        sa.Column("resource_key", sa.String(length=255), nullable=True),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.String(length=27), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("pending", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("campaign", "drive_id", name=op.f("pk_link_work")),
    )
    with op.batch_alter_table("link_work", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_link_work_due_at"), ["due_at"], unique=False)

    op.create_table(
        "listings",
        sa.Column("campaign", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("campaign", "sha256", name=op.f("pk_listings")),
    )
    op.create_table(
        "messages",
        sa.Column("campaign", sa.String(length=64), nullable=False),
        sa.Column("canonical", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.String(length=27), nullable=False),
        sa.Column("version", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("campaign", "canonical", name=op.f("pk_messages")),
    )
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_messages_version"), ["version"], unique=False)

    op.create_table(
        "observations",
        sa.Column("campaign", sa.String(length=64), nullable=False),
        sa.Column("drive_id", sa.String(length=255), nullable=False),
        sa.Column("asked_at", sa.String(length=27), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("listing", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("campaign", "drive_id", "asked_at", name=op.f("pk_observations")),
    )
    op.create_table(
        "positions",
        sa.Column("campaign", sa.String(length=64), nullable=False),
        sa.Column("account", sa.String(length=255), nullable=False),
        sa.Column("folder", sa.String(length=1024), nullable=False),
        sa.Column("uidvalidity", sa.BigInteger(), nullable=False),
        sa.Column("next_uid", sa.BigInteger(), nullable=False),
        sa.Column("on_server", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("campaign", "account", "folder", name=op.f("pk_positions")),
    )
    op.create_table(
        "readings",
        sa.Column("campaign", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("options", sa.String(length=64), nullable=False),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("campaign", "sha256", "options", "version", name=op.f("pk_readings")),
    )
    op.create_table(
        "sightings",
        sa.Column("campaign", sa.String(length=64), nullable=False),
        sa.Column("account", sa.String(length=255), nullable=False),
        sa.Column("folder", sa.String(length=1024), nullable=False),
        sa.Column("uidvalidity", sa.BigInteger(), nullable=False),
        sa.Column("uid", sa.String(length=2048), nullable=False),
        sa.Column("canonical", sa.String(length=64), nullable=True),
        sa.Column("received_at", sa.String(length=27), nullable=True),
        sa.Column("arrival", sa.String(length=16), nullable=False),
        sa.Column("junk", sa.Boolean(), nullable=False),
        sa.Column("draft", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("campaign", "account", "folder", "uidvalidity", "uid", name=op.f("pk_sightings")),
    )
    with op.batch_alter_table("sightings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sightings_canonical"), ["canonical"], unique=False)
