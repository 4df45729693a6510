"""what the list of requests is ordered and counted by

Revision ID: 0038
Revises: 0037
"""

import sqlalchemy as sa
from alembic import op

revision = '0038'
down_revision = '0037'
branch_labels = None
depends_on = None

_OPEN = ("new", "looked_at", "accepted")


def upgrade() -> None:
    with op.batch_alter_table('request_work') as batch:
        batch.add_column(sa.Column('status', sa.String(length=20), server_default='', nullable=False))
        batch.add_column(sa.Column('sent_at', sa.DateTime(), nullable=True))
        batch.add_column(sa.Column('is_waiting', sa.Boolean(), server_default=sa.false(), nullable=False))
    work = sa.table(
        'request_work',
        sa.column('referral_id', sa.String),
        sa.column('joined_to', sa.String),
        sa.column('status', sa.String),
        sa.column('sent_at', sa.DateTime),
        sa.column('is_waiting', sa.Boolean),
    )
    request = sa.table(
        'referral', sa.column('id', sa.String), sa.column('status', sa.String), sa.column('created_at', sa.DateTime)
    )
    mine = request.c.id == work.c.referral_id
    op.execute(
        work.update().values(
            status=sa.select(request.c.status).where(mine).scalar_subquery(),
            sent_at=sa.select(request.c.created_at).where(mine).scalar_subquery(),
        )
    )
    waits = work.c.status.in_(_OPEN) & (work.c.joined_to == '')
    op.execute(work.update().where(waits).values(is_waiting=sa.true()))
    op.create_index('ix_request_work_waiting', 'request_work', ['is_waiting', 'due_at', 'queue'], unique=False)
    op.create_index('ix_request_work_status_due', 'request_work', ['status', 'due_at', 'queue'], unique=False)
    op.create_index(op.f('ix_request_work_sent_at'), 'request_work', ['sent_at'], unique=False)
    op.create_index(op.f('ix_request_work_changed_at'), 'request_work', ['changed_at'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_request_work_changed_at'), table_name='request_work')
    op.drop_index(op.f('ix_request_work_sent_at'), table_name='request_work')
    op.drop_index('ix_request_work_status_due', table_name='request_work')
    op.drop_index('ix_request_work_waiting', table_name='request_work')
    with op.batch_alter_table('request_work') as batch:
        batch.drop_column('is_waiting')
        batch.drop_column('sent_at')
        batch.drop_column('status')
