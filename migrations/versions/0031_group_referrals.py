"""referrals to groups

Revision ID: 0031
Revises: 0030
"""

import sqlalchemy as sa
from alembic import op

revision = '0031'
down_revision = '0030'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('group_referral',
    sa.Column('reference', sa.String(length=12), nullable=False),
    sa.Column('submission_key', sa.String(length=64), nullable=False),
    sa.Column('organization_id', sa.String(length=36), nullable=False),
    sa.Column('service_id', sa.String(length=36), nullable=False),
    sa.Column('service_name', sa.String(length=300), nullable=False),
    sa.Column('contact_id', sa.String(length=36), nullable=True),
    sa.Column('sealed', sa.LargeBinary(), nullable=True),
    sa.Column('sealed_answer', sa.LargeBinary(), nullable=True),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('reason', sa.String(length=20), nullable=False),
    sa.Column('progress', sa.String(length=20), nullable=False),
    sa.Column('next_step', sa.String(length=20), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('made_by', sa.String(length=36), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.Column('told_how', sa.String(length=10), nullable=False),
    sa.Column('told_by', sa.String(length=36), nullable=False),
    sa.Column('told_at', sa.DateTime(), nullable=True),
    sa.Column('decided_by', sa.String(length=36), nullable=False),
    sa.Column('decided_at', sa.DateTime(), nullable=True),
    sa.Column('settled_by', sa.String(length=36), nullable=False),
    sa.Column('settled_at', sa.DateTime(), nullable=True),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(['contact_id'], ['contact_record.id'], name=op.f('fk_group_referral_contact_id_contact_record'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_group_referral')),
    sa.UniqueConstraint('reference', name=op.f('uq_group_referral_reference')),
    sa.UniqueConstraint('submission_key', name=op.f('uq_group_referral_submission_key'))
    )
    op.create_index(op.f('ix_group_referral_contact_id'), 'group_referral', ['contact_id'], unique=False)
    op.create_index(op.f('ix_group_referral_due_on'), 'group_referral', ['due_on'], unique=False)
    op.create_index(op.f('ix_group_referral_ended_at'), 'group_referral', ['ended_at'], unique=False)
    op.create_index(op.f('ix_group_referral_organization_id'), 'group_referral', ['organization_id'], unique=False)
    op.create_index(op.f('ix_group_referral_state'), 'group_referral', ['state'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_group_referral_state'), table_name='group_referral')
    op.drop_index(op.f('ix_group_referral_organization_id'), table_name='group_referral')
    op.drop_index(op.f('ix_group_referral_ended_at'), table_name='group_referral')
    op.drop_index(op.f('ix_group_referral_due_on'), table_name='group_referral')
    op.drop_index(op.f('ix_group_referral_contact_id'), table_name='group_referral')
    op.drop_table('group_referral')
