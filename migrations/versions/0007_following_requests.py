"""following a request by its reference and three words

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('referral', sa.Column('pass_hash', sa.String(length=200), server_default='', nullable=False))
    op.add_column('referral_event', sa.Column('kind', sa.String(length=20), server_default='step', nullable=False))


def downgrade() -> None:
    op.drop_column('referral_event', 'kind')
    op.drop_column('referral', 'pass_hash')
