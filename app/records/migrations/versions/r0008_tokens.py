"""Tokens of programs, and what they have made by a key."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "r0008"
down_revision: str | None = "r0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_OWNER = sa.String(64)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "tokens",
        sa.Column("id", _OWNER, nullable=False),
        sa.Column("owner", _OWNER, nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("scopes", sa.String(120), nullable=False),
        sa.Column("hint", sa.String(16), nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("used", sa.DateTime, nullable=True),
        sa.Column("until", sa.DateTime, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_tokens"),
        sa.ForeignKeyConstraint(
            ["owner"], ["owners.id"], name="fk_tokens_owner_owners", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_tokens_owner", "tokens", ["owner"])
    op.create_table(
        "requests",
        sa.Column("owner", _OWNER, nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("record", sa.String(43), nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("owner", "key", name="pk_requests"),
        sa.ForeignKeyConstraint(
            ["owner"], ["owners.id"], name="fk_requests_owner_owners", ondelete="CASCADE"
        ),
    )


def downgrade() -> None:
    """Take the tables back."""
    op.drop_table("requests")
    op.drop_table("tokens")
