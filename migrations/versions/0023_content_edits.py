"""edits of the content, their versions, and how searches ended

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'content_edit',
        sa.Column('kind', sa.String(length=40), nullable=False),
        sa.Column('key', sa.String(length=120), nullable=False),
        sa.Column('file', sa.String(length=200), nullable=False),
        sa.Column('base', sa.JSON(), nullable=False),
        sa.Column('value', sa.JSON(), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('author_id', sa.String(length=36), nullable=False),
        sa.Column('updated_at', sa.DateTime(), nullable=False),
        sa.Column('id', sa.String(length=36), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_content_edit')),
        sa.UniqueConstraint('kind', 'key', name=op.f('uq_content_edit_kind_key')),
    )
    op.create_table(
        'content_version',
        sa.Column('number', sa.Integer(), autoincrement=True, nullable=False),
        sa.Column('token', sa.String(length=36), nullable=False),
        sa.Column('kind', sa.String(length=40), nullable=False),
        sa.Column('key', sa.String(length=120), nullable=False),
        sa.Column('before', sa.JSON(), nullable=False),
        sa.Column('after', sa.JSON(), nullable=False),
        sa.Column('origin', sa.String(length=20), nullable=False),
        sa.Column('author_id', sa.String(length=36), nullable=False),
        sa.Column('at', sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint('number', name=op.f('pk_content_version')),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f('ix_content_version_kind'), 'content_version', ['kind'])
    op.create_index(op.f('ix_content_version_key'), 'content_version', ['key'])
    op.create_table(
        'search_count',
        sa.Column('made_on', sa.Date(), nullable=False),
        sa.Column('kind', sa.String(length=20), nullable=False),
        sa.Column('words', sa.String(length=200), nullable=False),
        sa.Column('code', sa.String(length=16), nullable=False),
        sa.Column('times', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('made_on', 'kind', 'words', name=op.f('pk_search_count')),
    )
    op.create_index(op.f('ix_search_count_code'), 'search_count', ['code'])
    op.create_table(
        'search_decision',
        sa.Column('words', sa.String(length=200), nullable=False),
        sa.Column('reason', sa.String(length=20), nullable=False),
        sa.Column('decided_by', sa.String(length=36), nullable=False),
        sa.Column('decided_at', sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint('words', name=op.f('pk_search_decision')),
    )


def downgrade() -> None:
    op.drop_table('search_decision')
    op.drop_table('search_count')
    op.drop_table('content_version')
    op.drop_table('content_edit')
