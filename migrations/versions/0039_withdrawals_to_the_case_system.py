"""what tells a case system that a request was taken back

Revision ID: 0039
Revises: 0038
"""

import sqlalchemy as sa
from alembic import op

revision = '0039'
down_revision = '0038'
branch_labels = None
depends_on = None

_OLD = 'uq_hand_over_referral_id_target'
_NEW = 'uq_hand_over_referral_id_target_purpose'


def upgrade() -> None:
    with op.batch_alter_table('hand_over') as batch:
        batch.add_column(
            sa.Column('purpose', sa.String(length=20), server_default='request', nullable=False)
        )
        batch.drop_constraint(_OLD, type_='unique')
        batch.create_unique_constraint(_NEW, ['referral_id', 'target', 'purpose'])


def downgrade() -> None:
    op.execute("DELETE FROM hand_over WHERE purpose <> 'request'")
    with op.batch_alter_table('hand_over') as batch:
        batch.drop_constraint(_NEW, type_='unique')
        batch.create_unique_constraint(_OLD, ['referral_id', 'target'])
        batch.drop_column('purpose')
