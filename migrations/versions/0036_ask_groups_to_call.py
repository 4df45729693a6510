"""services on whose page people ask a group for a call

Revision ID: 0036
Revises: 0035
"""

import sqlalchemy as sa
from alembic import op

revision = '0036'
down_revision = '0035'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('call_me_service',
    sa.Column('service_id', sa.String(length=36), nullable=False),
    sa.Column('switched_on_by', sa.String(length=36), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['service_id'], ['service.id'], name=op.f('fk_call_me_service_service_id_service'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('service_id', name=op.f('pk_call_me_service'))
    )


def downgrade() -> None:
    op.drop_table('call_me_service')
