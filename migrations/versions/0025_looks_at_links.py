"""what came of opening the web addresses of listings

Revision ID: 0025
Revises: 0024
"""

import sqlalchemy as sa
from alembic import op

revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'link_check',
        sa.Column('id', sa.String(length=36), nullable=False),
        sa.Column('url', sa.String(length=1000), nullable=False),
        sa.Column('checked_at', sa.DateTime(), nullable=False),
        sa.Column('due_at', sa.DateTime(), nullable=False),
        sa.Column('result', sa.String(length=20), nullable=False),
        sa.Column('status', sa.Integer(), nullable=False),
        sa.Column('failures', sa.Integer(), nullable=False),
        sa.Column('failing_since', sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_link_check')),
        sa.UniqueConstraint('url', name=op.f('uq_link_check_url')),
    )
    op.create_index(op.f('ix_link_check_due_at'), 'link_check', ['due_at'])


def downgrade() -> None:
    op.drop_table('link_check')
