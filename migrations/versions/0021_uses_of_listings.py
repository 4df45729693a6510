"""how often listings are used, and by which searches they were found

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'listing_use',
        sa.Column('made_on', sa.Date(), nullable=False),
        sa.Column('service_id', sa.String(length=36), nullable=False),
        sa.Column('what', sa.String(length=10), nullable=False),
        sa.Column('times', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('made_on', 'service_id', 'what', name=op.f('pk_listing_use')),
    )
    op.create_index(op.f('ix_listing_use_service_id'), 'listing_use', ['service_id'])
    op.create_table(
        'listing_search',
        sa.Column('made_on', sa.Date(), nullable=False),
        sa.Column('service_id', sa.String(length=36), nullable=False),
        sa.Column('words', sa.String(length=200), nullable=False),
        sa.Column('times', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('made_on', 'service_id', 'words', name=op.f('pk_listing_search')),
    )
    op.create_index(op.f('ix_listing_search_service_id'), 'listing_search', ['service_id'])


def downgrade() -> None:
    op.drop_table('listing_search')
    op.drop_table('listing_use')
