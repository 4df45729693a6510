"""Messages are sealed and claimed, regular jobs have a table, and addresses on reports are sealed.

Expands only: the columns `recipient`, `subject` and `body` of `outbox_message`, `reply_to` of `correction`, and the table
`private_message` stay for the previous version. `flask --app app init` seals or empties what it finds in them.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

INDEXED = ('recipient_lookup', 'next_attempt_at', 'created_at', 'wipe_at')
ADDED = ('purpose', 'sealed', 'recipient_lookup', 'next_attempt_at', 'claimed_until', 'claim', 'wipe_at')


def upgrade() -> None:
    # Without batch mode: on SQLite a table that is made anew would take the rows of private_message with it (ON DELETE CASCADE).
    op.add_column('outbox_message', sa.Column('purpose', sa.String(length=40), nullable=False, server_default=''))
    op.add_column('outbox_message', sa.Column('sealed', sa.LargeBinary(), nullable=True))
    op.add_column('outbox_message', sa.Column('recipient_lookup', sa.String(length=64), nullable=False, server_default=''))
    op.add_column('outbox_message', sa.Column('next_attempt_at', sa.DateTime(), nullable=True))
    op.add_column('outbox_message', sa.Column('claimed_until', sa.DateTime(), nullable=True))
    op.add_column('outbox_message', sa.Column('claim', sa.String(length=36), nullable=False, server_default=''))
    op.add_column('outbox_message', sa.Column('wipe_at', sa.DateTime(), nullable=True))
    for name in INDEXED:
        op.create_index(op.f(f'ix_outbox_message_{name}'), 'outbox_message', [name], unique=False)
    op.add_column('correction', sa.Column('reply_sealed', sa.LargeBinary(), nullable=True))
    op.create_table('job_run',
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('due_at', sa.DateTime(), nullable=False),
    sa.Column('claim', sa.String(length=36), nullable=False),
    sa.Column('claimed_until', sa.DateTime(), nullable=True),
    sa.Column('started_at', sa.DateTime(), nullable=True),
    sa.Column('succeeded_at', sa.DateTime(), nullable=True),
    sa.Column('failed_at', sa.DateTime(), nullable=True),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('detail', sa.String(length=300), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_job_run')),
    )


def downgrade() -> None:
    op.drop_table('job_run')
    op.drop_column('correction', 'reply_sealed')
    for name in INDEXED:
        op.drop_index(op.f(f'ix_outbox_message_{name}'), 'outbox_message')
    for name in ADDED:
        op.drop_column('outbox_message', name)
