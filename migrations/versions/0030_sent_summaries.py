"""Summaries of contacts: drafts, and what was sent.

Revision ID: 0030
Revises: 0029
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sent_summary",
        sa.Column("contact_id", sa.String(length=36), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("form", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=100), nullable=False),
        sa.Column("services", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("message_id", sa.String(length=36), nullable=False),
        sa.Column("confirmed", sa.String(length=300), nullable=False),
        sa.Column("decided", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("sent_by", sa.String(length=36), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("expires_at", sa.DateTime(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["contact_record.id"],
            name=op.f("fk_sent_summary_contact_id_contact_record"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sent_summary")),
        sa.UniqueConstraint("key", name=op.f("uq_sent_summary_key")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sent_summary_token_hash")),
    )
    op.create_index(op.f("ix_sent_summary_contact_id"), "sent_summary", ["contact_id"], unique=False)
    op.create_index(op.f("ix_sent_summary_created_at"), "sent_summary", ["created_at"], unique=False)
    op.create_index(op.f("ix_sent_summary_digest"), "sent_summary", ["digest"], unique=False)
    op.create_index(op.f("ix_sent_summary_expires_at"), "sent_summary", ["expires_at"], unique=False)
    op.create_index(op.f("ix_sent_summary_message_id"), "sent_summary", ["message_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_sent_summary_message_id"), table_name="sent_summary")
    op.drop_index(op.f("ix_sent_summary_expires_at"), table_name="sent_summary")
    op.drop_index(op.f("ix_sent_summary_digest"), table_name="sent_summary")
    op.drop_index(op.f("ix_sent_summary_created_at"), table_name="sent_summary")
    op.drop_index(op.f("ix_sent_summary_contact_id"), table_name="sent_summary")
    op.drop_table("sent_summary")
