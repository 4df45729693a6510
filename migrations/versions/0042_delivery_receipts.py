"""what the provider says about a message after it took it, and what the message is about

Revision ID: 0042
Revises: 0041
"""

import sqlalchemy as sa
from alembic import op

revision = '0042'
down_revision = '0041'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The version before writes rows without these columns.
    for name, length in (('subject_id', 36), ('provider_id', 64), ('receipt', 30)):
        column = sa.Column(name, sa.String(length=length), nullable=False, server_default='')
        op.add_column('outbox_message', column)
    for name in ('receipt_at', 'asked_at'):
        op.add_column('outbox_message', sa.Column(name, sa.DateTime(), nullable=True))
    op.create_index('ix_outbox_message_subject_id', 'outbox_message', ['subject_id'])


def downgrade() -> None:
    op.drop_index('ix_outbox_message_subject_id', table_name='outbox_message')
    with op.batch_alter_table('outbox_message') as batch:
        for name in ('asked_at', 'receipt_at', 'receipt', 'provider_id', 'subject_id'):
            batch.drop_column(name)
