"""The tables. Bodies are JSON text, so that SQLite and PostgreSQL keep the very same letters."""

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    false,
    text,
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
    Column("evaluator", Boolean, nullable=False, server_default=false()),
    Column("due_days", Integer, nullable=False, server_default=text("0")),
    Column("due_on", String(10), nullable=True),
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
    Column("answers", Text, nullable=True),
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

shares = Table(
    "shares",
    metadata,
    Column("record", _ID, ForeignKey("records.id", ondelete="CASCADE"), primary_key=True),
    Column("created", DateTime, nullable=False),
)

audits = Table(
    "audits",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("owner", _OWNER, ForeignKey("owners.id", ondelete="CASCADE"), nullable=False),
    Column("name", String(200), nullable=False),
    Column("code", String(16), nullable=False, unique=True),
    Column("added", Integer, nullable=False),
    Column("created", DateTime, nullable=False),
    Column("changed", DateTime, nullable=False),
)

# What comes from a chat goes with it: whoever asked may take it back.
audit_items = Table(
    "audit_items",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("audit", _ID, ForeignKey("audits.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("record", _ID, ForeignKey("records.id", ondelete="CASCADE"), nullable=True),
    Column("body", Text, nullable=False),
    Index("ix_audit_items_audit_number", "audit", "number", unique=True),
)

raters = Table(
    "raters",
    metadata,
    Column("audit", _ID, ForeignKey("audits.id", ondelete="CASCADE"), primary_key=True),
    Column("owner", _OWNER, ForeignKey("owners.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, nullable=False),
    Column("done", Boolean, nullable=False),
)

# A rater's verdicts in the order in which they were given: the last one on a claim counts.
verdicts = Table(
    "verdicts",
    metadata,
    Column("audit", _ID, ForeignKey("audits.id", ondelete="CASCADE"), primary_key=True),
    Column("rater", _OWNER, ForeignKey("owners.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("item", _ID, ForeignKey("audit_items.id", ondelete="CASCADE"), nullable=False),
    Column("claim", Integer, nullable=False),
    Column("body", Text, nullable=False),
)

feedback = Table(
    "feedback",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("record", _ID, ForeignKey("records.id", ondelete="CASCADE"), nullable=False),
    Column("turn", Integer, nullable=False),
    Column("thumb", String(4), nullable=False),
    Column("reason", String(20), nullable=True),
    Column("note", Text, nullable=False),
    Column("state", String(8), nullable=False),
    Column("created", DateTime, nullable=False),
    Index("ix_feedback_record_turn", "record", "turn", unique=True),
)

gold = Table(
    "gold",
    metadata,
    Column("item", _ID, ForeignKey("audit_items.id", ondelete="CASCADE"), primary_key=True),
    Column("owner", _OWNER, ForeignKey("owners.id", ondelete="CASCADE"), nullable=False),
    Column("body", Text, nullable=False),
    Column("created", DateTime, nullable=False),
)

# What keys are signed with: one row.
signing = Table(
    "signing",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("secret", String(64), nullable=False),
)

# Keys that stand for another owner than their own, or, without an owner, for nobody any more.
# Those of people who signed in hold until a time.
keys = Table(
    "keys",
    metadata,
    Column("id", _OWNER, primary_key=True),
    Column("owner", _OWNER, ForeignKey("owners.id", ondelete="CASCADE"), nullable=True),
    Column("until", DateTime, nullable=True),
)

# People's own documents. `about` is what is told of one, as JSON; `number` is what indexes know it
# by. `revision` counts what was read of it: only the passages of that revision are in use.
documents = Table(
    "documents",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", _ID, nullable=False, unique=True),
    Column("owner", _OWNER, ForeignKey("owners.id", ondelete="CASCADE"), nullable=True),
    Column("seen_by", _ID, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("state", String(12), nullable=False),
    Column("about", Text, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("letters", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("lease", DateTime, nullable=True),
    Column("created", DateTime, nullable=False),
    Column("changed", DateTime, nullable=False),
    Column("text", Text, nullable=True),
    Column("content", LargeBinary, nullable=True),
    Index("ix_documents_owner", "owner"),
    sqlite_autoincrement=True,
)

document_passages = Table(
    "document_passages",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("document", Integer, ForeignKey("documents.number", ondelete="CASCADE"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("vector", LargeBinary, nullable=True),
    Column("unit_vectors", LargeBinary, nullable=True),
    Index("ix_document_passages_document", "document", "revision"),
    sqlite_autoincrement=True,
)

# Counts every change to the documents, so that each process notices those of the others: one row.
document_changes = Table(
    "document_changes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("count", Integer, nullable=False),
)

# People who sign in: by whom they are vouched for, as whom, and what they may do.
people = Table(
    "people",
    metadata,
    Column("owner", _OWNER, ForeignKey("owners.id", ondelete="CASCADE"), primary_key=True),
    Column("issuer", String(200), nullable=False),
    Column("subject", String(300), nullable=False),
    Column("name", String(200), nullable=False),
    Column("roles", String(200), nullable=False),
    Column("group_name", String(200), nullable=False),
    Column("password", String(200), nullable=True),
    Column("created", DateTime, nullable=False),
    Index("ix_people_issuer_subject", "issuer", "subject", unique=True),
)

# By the hash of what their links hold.
invitations = Table(
    "invitations",
    metadata,
    Column("id", _OWNER, primary_key=True),
    Column("roles", String(200), nullable=False),
    Column("group_name", String(200), nullable=False),
    Column("until", DateTime, nullable=False),
)

# What programs sign in with, by the hash of each; `hint` is how its owner tells it from others.
tokens = Table(
    "tokens",
    metadata,
    Column("id", _OWNER, primary_key=True),
    Column("owner", _OWNER, ForeignKey("owners.id", ondelete="CASCADE"), nullable=False),
    Column("name", String(120), nullable=False),
    Column("scopes", String(120), nullable=False),
    Column("hint", String(16), nullable=False),
    Column("created", DateTime, nullable=False),
    Column("used", DateTime, nullable=True),
    Column("until", DateTime, nullable=True),
    Index("ix_tokens_owner", "owner"),
)

# What programs have made by a key of theirs, so that what is sent twice is made once.
requests = Table(
    "requests",
    metadata,
    Column("owner", _OWNER, ForeignKey("owners.id", ondelete="CASCADE"), primary_key=True),
    Column("key", String(200), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("record", _ID, nullable=False),
    Column("created", DateTime, nullable=False),
)

# Whom a record is shown to by name, and who has looked at it.
grants = Table(
    "grants",
    metadata,
    Column("record", _ID, ForeignKey("records.id", ondelete="CASCADE"), primary_key=True),
    Column("owner", _OWNER, ForeignKey("owners.id", ondelete="CASCADE"), primary_key=True),
    Column("created", DateTime, nullable=False),
)

looks = Table(
    "looks",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("record", _ID, ForeignKey("records.id", ondelete="CASCADE"), nullable=False),
    Column("owner", _OWNER, ForeignKey("owners.id", ondelete="CASCADE"), nullable=False),
    Column("at", DateTime, nullable=False),
    sqlite_autoincrement=True,
)

# Who changed what for others; it outlives them.
changes = Table(
    "changes",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("at", DateTime, nullable=False),
    Column("who", String(200), nullable=False),
    Column("what", String(200), nullable=False),
    sqlite_autoincrement=True,
)

# What administrators say at the head of every page: one row.
announcements = Table(
    "announcements",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("text", Text, nullable=False),
)
