"""The secret that keys are signed with, and keys that were changed or retired."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "r0003"
down_revision: str | None = "r0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_OWNER = sa.String(64)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "signing",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("secret", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_signing"),
    )
    op.create_table(
        "keys",
        sa.Column("id", _OWNER, nullable=False),
        sa.Column("owner", _OWNER, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_keys"),
        sa.ForeignKeyConstraint(
            ["owner"], ["owners.id"], name="fk_keys_owner_owners", ondelete="CASCADE"
        ),
    )


def downgrade() -> None:
    """Take the tables back."""
    op.drop_table("keys")
    op.drop_table("signing")
