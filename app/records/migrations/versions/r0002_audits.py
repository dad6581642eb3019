"""Shared chats, audits with their items, raters and verdicts, feedback, gold questions."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "r0002"
down_revision: str | None = "r0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_ID, _OWNER = sa.String(43), sa.String(64)


def upgrade() -> None:
    """Make the tables."""
    op.add_column(
        "owners", sa.Column("evaluator", sa.Boolean, nullable=False, server_default=sa.false())
    )
    op.create_table(
        "shares",
        sa.Column("record", _ID, nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("record", name="pk_shares"),
        _refers("shares", "record", "records"),
    )
    _make_audits()
    _make_verdicts()
    _make_feedback()


def downgrade() -> None:
    """Take the tables back."""
    for name in ("gold", "feedback", "verdicts", "raters", "audit_items", "audits", "shares"):
        op.drop_table(name)
    with op.batch_alter_table("owners") as owners:
        owners.drop_column("evaluator")


def _make_audits() -> None:
    op.create_table(
        "audits",
        sa.Column("id", _ID, nullable=False),
        sa.Column("owner", _OWNER, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("code", sa.String(16), nullable=False),
        sa.Column("added", sa.Integer, nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("changed", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audits"),
        sa.UniqueConstraint("code", name="uq_audits_code"),
        _refers("audits", "owner", "owners"),
    )
    op.create_table(
        "audit_items",
        sa.Column("id", _ID, nullable=False),
        sa.Column("audit", _ID, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("record", _ID, nullable=True),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_items"),
        _refers("audit_items", "audit", "audits"),
        _refers("audit_items", "record", "records"),
    )
    op.create_index("ix_audit_items_audit_number", "audit_items", ["audit", "number"], unique=True)


def _make_verdicts() -> None:
    op.create_table(
        "raters",
        sa.Column("audit", _ID, nullable=False),
        sa.Column("owner", _OWNER, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("done", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("audit", "owner", name="pk_raters"),
        _refers("raters", "audit", "audits"),
        _refers("raters", "owner", "owners"),
    )
    op.create_table(
        "verdicts",
        sa.Column("audit", _ID, nullable=False),
        sa.Column("rater", _OWNER, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("item", _ID, nullable=False),
        sa.Column("claim", sa.Integer, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("audit", "rater", "number", name="pk_verdicts"),
        _refers("verdicts", "audit", "audits"),
        _refers("verdicts", "rater", "owners"),
        _refers("verdicts", "item", "audit_items"),
    )


def _make_feedback() -> None:
    op.create_table(
        "feedback",
        sa.Column("id", _ID, nullable=False),
        sa.Column("record", _ID, nullable=False),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.Column("thumb", sa.String(4), nullable=False),
        sa.Column("reason", sa.String(20), nullable=True),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_feedback"),
        _refers("feedback", "record", "records"),
    )
    op.create_index("ix_feedback_record_turn", "feedback", ["record", "turn"], unique=True)
    op.create_table(
        "gold",
        sa.Column("item", _ID, nullable=False),
        sa.Column("owner", _OWNER, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("item", name="pk_gold"),
        _refers("gold", "item", "audit_items"),
        _refers("gold", "owner", "owners"),
    )


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}_{to}"
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete="CASCADE")
