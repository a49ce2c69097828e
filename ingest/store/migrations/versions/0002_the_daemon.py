"""What the daemon needs: tries, requests, digests, alerts; and what caused a change of a finding."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables; job runs keep their failures as well."""
    with op.batch_alter_table("finding_events") as batch_op:
        batch_op.add_column(sa.Column("cause", sa.String(length=16), nullable=False, server_default=""))
    with op.batch_alter_table("judgements") as batch_op:
        batch_op.add_column(sa.Column("version", sa.String(length=64), nullable=True))
    with op.batch_alter_table("job_runs") as batch_op:
        batch_op.alter_column("succeeded_at", existing_type=sa.String(length=27), nullable=True)
        batch_op.add_column(sa.Column("tried_at", sa.String(length=27), nullable=True))
        batch_op.add_column(sa.Column("error", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "attempts",
        sa.Column("campaign", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("begun", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("due_at", sa.String(length=27), nullable=False),
        sa.Column("aside", sa.Boolean(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("campaign", "kind", "subject", name=op.f("pk_attempts")),
    )
    op.create_table(
        "requests",
        sa.Column("campaign", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("command", sa.String(length=32), nullable=False),
        sa.Column("arguments", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.String(length=27), nullable=False),
        sa.Column("done_at", sa.String(length=27), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("campaign", "id", name=op.f("pk_requests")),
    )
    op.create_table(
        "digests",
        sa.Column("campaign", sa.String(length=64), nullable=False),
        sa.Column("slot", sa.String(length=27), nullable=False),
        sa.Column("made_at", sa.String(length=27), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("campaign", "slot", name=op.f("pk_digests")),
    )
    op.create_table(
        "alerts",
        sa.Column("campaign", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("since", sa.String(length=27), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("mend", sa.Text(), nullable=False),
        sa.Column("gone_at", sa.String(length=27), nullable=True),
        sa.PrimaryKeyConstraint("campaign", "kind", "subject", "since", name=op.f("pk_alerts")),
    )
