"""the inbox of requests: work, what somebody has seen, and openings of restricted requests

Revision ID: 0029
Revises: 0028
"""

import sqlalchemy as sa
from alembic import op

revision = '0029'
down_revision = '0028'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('request_work',
    sa.Column('referral_id', sa.String(length=36), nullable=False),
    sa.Column('queue', sa.String(length=20), nullable=False),
    sa.Column('priority', sa.String(length=10), nullable=False),
    sa.Column('due_at', sa.DateTime(), nullable=False),
    sa.Column('assigned_to', sa.String(length=36), nullable=False),
    sa.Column('is_restricted', sa.Boolean(), nullable=False),
    sa.Column('asked_at', sa.DateTime(), nullable=True),
    sa.Column('to_ring', sa.Boolean(), nullable=False),
    sa.Column('joined_to', sa.String(length=36), nullable=False),
    sa.Column('contact_id', sa.String(length=36), nullable=False),
    sa.Column('phone_lookup', sa.String(length=64), nullable=False),
    sa.Column('email_lookup', sa.String(length=64), nullable=False),
    sa.Column('person_lookup', sa.String(length=64), nullable=False),
    sa.Column('changed_at', sa.DateTime(), nullable=False),
    sa.Column('changed_by', sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(['referral_id'], ['referral.id'], name=op.f('fk_request_work_referral_id_referral'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('referral_id', name=op.f('pk_request_work'))
    )
    op.create_index(op.f('ix_request_work_assigned_to'), 'request_work', ['assigned_to'], unique=False)
    op.create_index(op.f('ix_request_work_contact_id'), 'request_work', ['contact_id'], unique=False)
    op.create_index(op.f('ix_request_work_due_at'), 'request_work', ['due_at'], unique=False)
    op.create_index(op.f('ix_request_work_email_lookup'), 'request_work', ['email_lookup'], unique=False)
    op.create_index(op.f('ix_request_work_joined_to'), 'request_work', ['joined_to'], unique=False)
    op.create_index(op.f('ix_request_work_person_lookup'), 'request_work', ['person_lookup'], unique=False)
    op.create_index(op.f('ix_request_work_phone_lookup'), 'request_work', ['phone_lookup'], unique=False)
    op.create_index(op.f('ix_request_work_queue'), 'request_work', ['queue'], unique=False)
    op.create_table('restricted_opening',
    sa.Column('referral_id', sa.String(length=36), nullable=False),
    sa.Column('account_id', sa.String(length=36), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.Column('opened_at', sa.DateTime(), nullable=False),
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(['referral_id'], ['referral.id'], name=op.f('fk_restricted_opening_referral_id_referral'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_restricted_opening'))
    )
    op.create_index(op.f('ix_restricted_opening_account_id'), 'restricted_opening', ['account_id'], unique=False)
    op.create_index(op.f('ix_restricted_opening_referral_id'), 'restricted_opening', ['referral_id'], unique=False)
    op.create_table('shift_mark',
    sa.Column('account_id', sa.String(length=36), nullable=False),
    sa.Column('seen_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_shift_mark_account_id_account'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('account_id', name=op.f('pk_shift_mark'))
    )


def downgrade() -> None:
    op.drop_table('shift_mark')
    op.drop_index(op.f('ix_restricted_opening_referral_id'), table_name='restricted_opening')
    op.drop_index(op.f('ix_restricted_opening_account_id'), table_name='restricted_opening')
    op.drop_table('restricted_opening')
    op.drop_index(op.f('ix_request_work_queue'), table_name='request_work')
    op.drop_index(op.f('ix_request_work_phone_lookup'), table_name='request_work')
    op.drop_index(op.f('ix_request_work_person_lookup'), table_name='request_work')
    op.drop_index(op.f('ix_request_work_joined_to'), table_name='request_work')
    op.drop_index(op.f('ix_request_work_email_lookup'), table_name='request_work')
    op.drop_index(op.f('ix_request_work_due_at'), table_name='request_work')
    op.drop_index(op.f('ix_request_work_contact_id'), table_name='request_work')
    op.drop_index(op.f('ix_request_work_assigned_to'), table_name='request_work')
    op.drop_table('request_work')
