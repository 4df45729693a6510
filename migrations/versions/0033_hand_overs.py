"""Hand-overs to a case system, and its answers

Revision ID: 0033
Revises: 0032
"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hand_over",
        sa.Column("referral_id", sa.String(length=36), nullable=False),
        sa.Column("target", sa.String(length=40), nullable=False),
        sa.Column("format", sa.String(length=20), nullable=False),
        sa.Column("message_id", sa.String(length=36), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("may_be_there", sa.Boolean(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=True),
        sa.Column("remark", sa.LargeBinary(), nullable=True),
        sa.Column("external_reference", sa.String(length=100), nullable=False),
        sa.Column("last_code", sa.String(length=80), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(), nullable=True),
        sa.Column("claim", sa.String(length=36), nullable=False),
        sa.Column("claimed_until", sa.DateTime(), nullable=True),
        sa.Column("left_at", sa.DateTime(), nullable=True),
        sa.Column("arrived_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("started_by", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["referral_id"],
            ["referral.id"],
            name=op.f("fk_hand_over_referral_id_referral"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_over")),
        sa.UniqueConstraint("message_id", name=op.f("uq_hand_over_message_id")),
        sa.UniqueConstraint("referral_id", "target", name=op.f("uq_hand_over_referral_id_target")),
    )
    op.create_index(op.f("ix_hand_over_created_at"), "hand_over", ["created_at"], unique=False)
    op.create_index(op.f("ix_hand_over_next_attempt_at"), "hand_over", ["next_attempt_at"], unique=False)
    op.create_index(op.f("ix_hand_over_status"), "hand_over", ["status"], unique=False)
    op.create_table(
        "hand_over_answer",
        sa.Column("hand_over_id", sa.String(length=36), nullable=False),
        sa.Column("message_id", sa.String(length=100), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("decision", sa.String(length=20), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("is_applied", sa.Boolean(), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["hand_over_id"],
            ["hand_over.id"],
            name=op.f("fk_hand_over_answer_hand_over_id_hand_over"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_over_answer")),
        sa.UniqueConstraint(
            "hand_over_id", "message_id", name=op.f("uq_hand_over_answer_hand_over_id_message_id")
        ),
    )


def downgrade() -> None:
    op.drop_table("hand_over_answer")
    op.drop_index(op.f("ix_hand_over_status"), table_name="hand_over")
    op.drop_index(op.f("ix_hand_over_next_attempt_at"), table_name="hand_over")
    op.drop_index(op.f("ix_hand_over_created_at"), table_name="hand_over")
    op.drop_table("hand_over")
