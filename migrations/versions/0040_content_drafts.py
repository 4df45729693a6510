"""Add what content editors typed and have not published.

Revision ID: 0040
Revises: 0039
"""

import sqlalchemy as sa
from alembic import op

revision = '0040'
down_revision = '0039'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('content_draft',
    sa.Column('author_id', sa.String(length=36), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('key', sa.String(length=120), nullable=False),
    sa.Column('fields', sa.JSON(), nullable=False),
    sa.Column('saved_at', sa.DateTime(), nullable=False),
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_content_draft')),
    sa.UniqueConstraint('author_id', 'kind', 'key', name=op.f('uq_content_draft_author_id_kind_key'))
    )
    op.create_index(op.f('ix_content_draft_saved_at'), 'content_draft', ['saved_at'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_content_draft_saved_at'), table_name='content_draft')
    op.drop_table('content_draft')
