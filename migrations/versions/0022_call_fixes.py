"""what call handlers put right during a call

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'call_fix',
        sa.Column('id', sa.String(length=36), nullable=False),
        sa.Column('service_id', sa.String(length=36), nullable=False),
        sa.Column('what', sa.String(length=10), nullable=False),
        sa.Column('before', sa.String(length=320), nullable=False),
        sa.Column('after', sa.String(length=320), nullable=False),
        sa.Column('why', sa.String(length=300), nullable=False),
        sa.Column('actor', sa.String(length=36), nullable=False),
        sa.Column('at', sa.DateTime(), nullable=False),
        sa.Column('outcome', sa.String(length=10), nullable=False),
        sa.Column('looked_at', sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ['service_id'], ['service.id'], name=op.f('fk_call_fix_service_id_service'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_call_fix')),
    )
    op.create_index(op.f('ix_call_fix_service_id'), 'call_fix', ['service_id'])
    op.create_index(op.f('ix_call_fix_actor'), 'call_fix', ['actor'])
    op.create_index(op.f('ix_call_fix_outcome'), 'call_fix', ['outcome'])


def downgrade() -> None:
    op.drop_table('call_fix')
