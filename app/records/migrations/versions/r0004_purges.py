"""On how many days an owner's old things were found due, before they go."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "r0004"
down_revision: str | None = "r0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Add the columns."""
    op.add_column(
        "owners", sa.Column("due_days", sa.Integer, nullable=False, server_default=sa.text("0"))
    )
    op.add_column("owners", sa.Column("due_on", sa.String(10), nullable=True))


def downgrade() -> None:
    """Take the columns out."""
    with op.batch_alter_table("owners") as batch:
        batch.drop_column("due_on")
        batch.drop_column("due_days")
