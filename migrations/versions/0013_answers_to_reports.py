"""what becomes of a report of a mistake

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('correction') as batch:
        batch.add_column(sa.Column('joined_id', sa.String(length=36), nullable=True))
        batch.add_column(sa.Column('reports', sa.Integer(), nullable=False, server_default='1'))
        batch.add_column(sa.Column('for_group', sa.Boolean(), nullable=False, server_default=sa.true()))
        batch.add_column(sa.Column('group_answer', sa.String(length=10), nullable=False, server_default=''))
        batch.add_column(sa.Column('group_words', sa.Text(), nullable=False, server_default=''))
        batch.add_column(sa.Column('group_answered_at', sa.DateTime(), nullable=True))
        batch.add_column(sa.Column('outcome', sa.String(length=20), nullable=False, server_default=''))
        batch.add_column(sa.Column('outcome_words', sa.Text(), nullable=False, server_default=''))
        batch.add_column(sa.Column('decided_at', sa.DateTime(), nullable=True))
        batch.add_column(sa.Column('version', sa.Integer(), nullable=False, server_default='1'))
        batch.create_index(op.f('ix_correction_joined_id'), ['joined_id'])
        batch.create_foreign_key(
            op.f('fk_correction_joined_id_correction'), 'correction', ['joined_id'], ['id'], ondelete='SET NULL'
        )
    # Reports of the version before whose words a group must not read.
    op.execute("UPDATE correction SET for_group = false WHERE what IN ('safety', 'other')")


def downgrade() -> None:
    with op.batch_alter_table('correction') as batch:
        batch.drop_constraint(op.f('fk_correction_joined_id_correction'), type_='foreignkey')
        batch.drop_index(op.f('ix_correction_joined_id'))
        for name in (
            'version',
            'decided_at',
            'outcome_words',
            'outcome',
            'group_answered_at',
            'group_words',
            'group_answer',
            'for_group',
            'reports',
            'joined_id',
        ):
            batch.drop_column(name)
