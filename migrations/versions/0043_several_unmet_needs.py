"""a contact has several unmet needs, each once

Revision ID: 0043
Revises: 0042
"""

from alembic import op

revision = '0043'
down_revision = '0042'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('unmet_need') as batch:
        batch.drop_constraint(op.f('uq_unmet_need_ending_id'), type_='unique')
        batch.create_unique_constraint(op.f('uq_unmet_need_ending_id_need_id'), ['ending_id', 'need_id'])
    op.create_index(op.f('ix_unmet_need_ending_id'), 'unmet_need', ['ending_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_unmet_need_ending_id'), table_name='unmet_need')
    with op.batch_alter_table('unmet_need') as batch:
        batch.drop_constraint(op.f('uq_unmet_need_ending_id_need_id'), type_='unique')
        batch.create_unique_constraint(op.f('uq_unmet_need_ending_id'), ['ending_id'])
