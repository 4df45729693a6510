"""professionals who sign in, and who sent which request

Revision ID: 0037
Revises: 0036
"""

import sqlalchemy as sa
from alembic import op

revision = '0037'
down_revision = '0036'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('professional_details',
    sa.Column('account_id', sa.String(length=36), nullable=False),
    sa.Column('role', sa.String(length=320), nullable=False),
    sa.Column('phone', sa.String(length=320), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_professional_details_account_id_account'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('account_id', name=op.f('pk_professional_details'))
    )
    op.create_table('professional_referral',
    sa.Column('referral_id', sa.String(length=36), nullable=False),
    sa.Column('organization_id', sa.String(length=36), nullable=False),
    sa.Column('account_id', sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(['referral_id'], ['referral.id'], name=op.f('fk_professional_referral_referral_id_referral'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('referral_id', name=op.f('pk_professional_referral'))
    )
    op.create_index(op.f('ix_professional_referral_account_id'), 'professional_referral', ['account_id'], unique=False)
    op.create_index(op.f('ix_professional_referral_organization_id'), 'professional_referral', ['organization_id'], unique=False)
    op.add_column('referring_organization', sa.Column('shares', sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    op.drop_column('referring_organization', 'shares')
    op.drop_index(op.f('ix_professional_referral_organization_id'), table_name='professional_referral')
    op.drop_index(op.f('ix_professional_referral_account_id'), table_name='professional_referral')
    op.drop_table('professional_referral')
    op.drop_table('professional_details')
