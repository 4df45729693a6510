"""sessions in the database, and how far expired data was deleted

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('stored_session',
    sa.Column('id_hash', sa.String(length=64), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('expires_at', sa.DateTime(), nullable=False),
    sa.Column('ends_at', sa.DateTime(), nullable=False),
    sa.Column('lease', sa.String(length=36), nullable=False),
    sa.Column('leased_until', sa.DateTime(), nullable=True),
    sa.PrimaryKeyConstraint('id_hash', name=op.f('pk_stored_session'))
    )
    op.create_table('retention_run',
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('upto', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_retention_run'))
    )
    op.create_index(op.f('ix_stored_session_expires_at'), 'stored_session', ['expires_at'], unique=False)


def downgrade() -> None:
    op.drop_table('retention_run')
    op.drop_index(op.f('ix_stored_session_expires_at'), table_name='stored_session')
    op.drop_table('stored_session')
