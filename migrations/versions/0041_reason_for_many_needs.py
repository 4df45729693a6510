"""Add to changes of listings why a listing has more than eight needs.

Revision ID: 0041
Revises: 0040
"""

import sqlalchemy as sa
from alembic import op

revision = '0041'
down_revision = '0040'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('listing_change', sa.Column('needs_reason', sa.Text(), server_default='', nullable=False))


def downgrade() -> None:
    op.drop_column('listing_change', 'needs_reason')
