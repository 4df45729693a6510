"""Add to changes of listings why a listing has more than eight needs.

Revision ID: 0044
Revises: 0043
"""

import sqlalchemy as sa
from alembic import op

revision = '0044'
down_revision = '0043'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('listing_change', sa.Column('needs_reason', sa.Text(), server_default='', nullable=False))


def downgrade() -> None:
    op.drop_column('listing_change', 'needs_reason')
