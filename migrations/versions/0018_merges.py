"""pairs that may be one, merges, and ids that lead to the record which replaced theirs

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'duplicate_pair',
        sa.Column('id', sa.String(length=36), nullable=False),
        sa.Column('kind', sa.String(length=20), nullable=False),
        sa.Column('first_id', sa.String(length=36), nullable=False),
        sa.Column('second_id', sa.String(length=36), nullable=False),
        sa.Column('similarity', sa.Float(), nullable=False),
        sa.Column('reasons', sa.JSON(), nullable=False),
        sa.Column('state', sa.String(length=10), nullable=False),
        sa.Column('found_at', sa.DateTime(), nullable=False),
        sa.Column('decided_at', sa.DateTime(), nullable=True),
        sa.Column('decided_by', sa.String(length=36), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_duplicate_pair')),
        sa.UniqueConstraint('first_id', 'second_id', name=op.f('uq_duplicate_pair_first_id_second_id')),
    )
    op.create_index(op.f('ix_duplicate_pair_second_id'), 'duplicate_pair', ['second_id'])
    op.create_index(op.f('ix_duplicate_pair_state'), 'duplicate_pair', ['state'])
    op.create_table(
        'merge',
        sa.Column('id', sa.String(length=36), nullable=False),
        sa.Column('kind', sa.String(length=20), nullable=False),
        sa.Column('kept_id', sa.String(length=36), nullable=False),
        sa.Column('retired_id', sa.String(length=36), nullable=False),
        sa.Column('before', sa.JSON(), nullable=False),
        sa.Column('kept_version', sa.Integer(), nullable=False),
        sa.Column('merged_by', sa.String(length=36), nullable=False),
        sa.Column('merged_at', sa.DateTime(), nullable=False),
        sa.Column('undone_by', sa.String(length=36), nullable=False),
        sa.Column('undone_at', sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_merge')),
    )
    for name in ('kept_id', 'merged_at', 'retired_id'):
        op.create_index(op.f(f'ix_merge_{name}'), 'merge', [name])
    op.create_table(
        'retired_id',
        sa.Column('old_id', sa.String(length=36), nullable=False),
        sa.Column('kind', sa.String(length=20), nullable=False),
        sa.Column('slug', sa.String(length=120), nullable=False),
        sa.Column('replaced_by', sa.String(length=36), nullable=False),
        sa.Column('merge_id', sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ['merge_id'], ['merge.id'], name=op.f('fk_retired_id_merge_id_merge'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('old_id', name=op.f('pk_retired_id')),
    )
    for name in ('replaced_by', 'slug'):
        op.create_index(op.f(f'ix_retired_id_{name}'), 'retired_id', [name])


def downgrade() -> None:
    for name in ('retired_id', 'merge', 'duplicate_pair'):
        op.drop_table(name)
