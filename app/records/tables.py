"""The tables. Bodies are JSON text, so that SQLite and PostgreSQL keep the very same letters."""

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_ID = String(43)
_OWNER = String(64)

owners = Table(
    "owners",
    metadata,
    Column("id", _OWNER, primary_key=True),
    Column("seen", DateTime, nullable=False),
    Column("keep_days", Integer, nullable=True),
)

records = Table(
    "records",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("owner", _OWNER, ForeignKey("owners.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("title", String(200), nullable=False),
    Column("body", Text, nullable=False),
    Column("created", DateTime, nullable=False),
    Column("changed", DateTime, nullable=False),
    Index("ix_records_owner_changed", "owner", "changed"),
)

turns = Table(
    "turns",
    metadata,
    Column("record", _ID, ForeignKey("records.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("body", Text, nullable=False),
    Column("created", DateTime, nullable=False),
)

teams = Table(
    "teams",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("owner", _OWNER, ForeignKey("owners.id", ondelete="CASCADE"), nullable=False),
    Column("name", String(200), nullable=False),
    Column("code", String(16), nullable=False, unique=True),
    Column("shown", Text, nullable=True),
    Column("is_open", Boolean, nullable=False),
    Column("gone", Integer, nullable=False),
    Column("created", DateTime, nullable=False),
)

members = Table(
    "members",
    metadata,
    Column("team", _ID, ForeignKey("teams.id", ondelete="CASCADE"), primary_key=True),
    Column("owner", _OWNER, ForeignKey("owners.id", ondelete="CASCADE"), primary_key=True),
    Column("role", String(80), nullable=False),
    Column("agreed", Boolean, nullable=False),
    Column("body", Text, nullable=False),
    Column("changed", DateTime, nullable=False),
)
