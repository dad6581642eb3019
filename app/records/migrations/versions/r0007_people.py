"""People who sign in, invitations, what is handed on and looked at, changes, announcements."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "r0007"
down_revision: str | None = "r0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_ID = sa.String(43)
_OWNER = sa.String(64)


def upgrade() -> None:
    """Make the tables, and give keys an end."""
    with op.batch_alter_table("keys") as keys:
        keys.add_column(sa.Column("until", sa.DateTime, nullable=True))
    op.create_table(
        "people",
        sa.Column("owner", _OWNER, nullable=False),
        sa.Column("issuer", sa.String(200), nullable=False),
        sa.Column("subject", sa.String(300), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("roles", sa.String(200), nullable=False),
        sa.Column("group_name", sa.String(200), nullable=False),
        sa.Column("password", sa.String(200), nullable=True),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("owner", name="pk_people"),
        sa.ForeignKeyConstraint(
            ["owner"], ["owners.id"], name="fk_people_owner_owners", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_people_issuer_subject", "people", ["issuer", "subject"], unique=True)
    op.create_table(
        "invitations",
        sa.Column("id", _OWNER, nullable=False),
        sa.Column("roles", sa.String(200), nullable=False),
        sa.Column("group_name", sa.String(200), nullable=False),
        sa.Column("until", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_invitations"),
    )
    op.create_table(
        "grants",
        sa.Column("record", _ID, nullable=False),
        sa.Column("owner", _OWNER, nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("record", "owner", name="pk_grants"),
        sa.ForeignKeyConstraint(
            ["record"], ["records.id"], name="fk_grants_record_records", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["owner"], ["owners.id"], name="fk_grants_owner_owners", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "looks",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("record", _ID, nullable=False),
        sa.Column("owner", _OWNER, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_looks"),
        sa.ForeignKeyConstraint(
            ["record"], ["records.id"], name="fk_looks_record_records", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["owner"], ["owners.id"], name="fk_looks_owner_owners", ondelete="CASCADE"
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "changes",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("who", sa.String(200), nullable=False),
        sa.Column("what", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_changes"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "announcements",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_announcements"),
    )


def downgrade() -> None:
    """Take the tables back, and the keys' end."""
    for table in ("announcements", "changes", "looks", "grants", "invitations", "people"):
        op.drop_table(table)
    with op.batch_alter_table("keys") as keys:
        keys.drop_column("until")
