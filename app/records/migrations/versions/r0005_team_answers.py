"""A team's answers to the guide's questions."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "r0005"
down_revision: str | None = "r0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("teams", sa.Column("answers", sa.Text, nullable=True))


def downgrade() -> None:
    """Take the column out."""
    with op.batch_alter_table("teams") as batch:
        batch.drop_column("answers")
