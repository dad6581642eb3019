"""People's own documents, their passages, and a counter of changes to them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "r0006"
down_revision: str | None = "r0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_ID = sa.String(43)
_OWNER = sa.String(64)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "documents",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("id", _ID, nullable=False),
        sa.Column("owner", _OWNER, nullable=True),
        sa.Column("seen_by", _ID, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("letters", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("lease", sa.DateTime, nullable=True),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("changed", sa.DateTime, nullable=False),
        sa.Column("text", sa.Text, nullable=True),
        sa.Column("content", sa.LargeBinary, nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_documents"),
        sa.UniqueConstraint("id", name="uq_documents_id"),
        sa.ForeignKeyConstraint(
            ["owner"], ["owners.id"], name="fk_documents_owner_owners", ondelete="CASCADE"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_documents_owner", "documents", ["owner"])
    op.create_table(
        "document_passages",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("document", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("vector", sa.LargeBinary, nullable=True),
        sa.Column("unit_vectors", sa.LargeBinary, nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_document_passages"),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.number"],
            name="fk_document_passages_document_documents", ondelete="CASCADE",
        ),
        sqlite_autoincrement=True,
    )  # fmt: skip
    op.create_index("ix_document_passages_document", "document_passages", ["document", "revision"])
    op.create_table(
        "document_changes",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_document_changes"),
    )


def downgrade() -> None:
    """Take the tables back."""
    op.drop_table("document_changes")
    op.drop_table("document_passages")
    op.drop_table("documents")
