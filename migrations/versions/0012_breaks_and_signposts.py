"""breaks of a service, and listings that only say where to get help

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('service', sa.Column('paused_from', sa.Date(), nullable=True))
    op.add_column('service', sa.Column('paused_until', sa.Date(), nullable=True))
    op.add_column(
        'service', sa.Column('signposts_only', sa.Boolean(), nullable=False, server_default=sa.false())
    )


def downgrade() -> None:
    with op.batch_alter_table('service') as batch:
        batch.drop_column('signposts_only')
        batch.drop_column('paused_until')
        batch.drop_column('paused_from')
