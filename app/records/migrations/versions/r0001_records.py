"""Owners, records with their turns, teams with their members."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "r0001"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "owners",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("seen", sa.DateTime, nullable=False),
        sa.Column("keep_days", sa.Integer, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_owners"),
    )
    op.create_table(
        "records",
        sa.Column("id", sa.String(43), nullable=False),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("changed", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_records"),
        _owner("records"),
    )
    op.create_index("ix_records_owner_changed", "records", ["owner", "changed"])
    op.create_table(
        "turns",
        sa.Column("record", sa.String(43), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("record", "number", name="pk_turns"),
        sa.ForeignKeyConstraint(
            ["record"], ["records.id"], name="fk_turns_record_records", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "teams",
        sa.Column("id", sa.String(43), nullable=False),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("code", sa.String(16), nullable=False),
        sa.Column("shown", sa.Text, nullable=True),
        sa.Column("is_open", sa.Boolean, nullable=False),
        sa.Column("gone", sa.Integer, nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_teams"),
        sa.UniqueConstraint("code", name="uq_teams_code"),
        _owner("teams"),
    )
    op.create_table(
        "members",
        sa.Column("team", sa.String(43), nullable=False),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("role", sa.String(80), nullable=False),
        sa.Column("agreed", sa.Boolean, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("changed", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("team", "owner", name="pk_members"),
        sa.ForeignKeyConstraint(
            ["team"], ["teams.id"], name="fk_members_team_teams", ondelete="CASCADE"
        ),
        _owner("members"),
    )


def downgrade() -> None:
    """Remove the tables."""
    for table in ("members", "teams", "turns", "records", "owners"):
        op.drop_table(table)


def _owner(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_owner_owners"
    return sa.ForeignKeyConstraint(["owner"], ["owners.id"], name=name, ondelete="CASCADE")
