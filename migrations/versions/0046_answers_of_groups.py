"""Let hand-overs tell the case system what groups answer to referrals.

Revision ID: 0046
Revises: 0045
"""

import sqlalchemy as sa
from alembic import op

revision = '0046'
down_revision = '0045'
branch_labels = None
depends_on = None

_KEY = 'fk_hand_over_group_referral_id_group_referral'


def upgrade() -> None:
    with op.batch_alter_table('hand_over') as batch:
        batch.add_column(sa.Column('group_referral_id', sa.String(length=36), nullable=True))
        batch.alter_column('referral_id', existing_type=sa.String(length=36), nullable=True)
        batch.create_foreign_key(_KEY, 'group_referral', ['group_referral_id'], ['id'], ondelete='CASCADE')
        batch.create_index('ix_hand_over_group_referral_id', ['group_referral_id'])


def downgrade() -> None:
    op.execute('DELETE FROM hand_over WHERE referral_id IS NULL')
    with op.batch_alter_table('hand_over') as batch:
        batch.drop_index('ix_hand_over_group_referral_id')
        batch.drop_constraint(_KEY, type_='foreignkey')
        batch.alter_column('referral_id', existing_type=sa.String(length=36), nullable=False)
        batch.drop_column('group_referral_id')
