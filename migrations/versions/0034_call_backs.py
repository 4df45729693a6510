"""call-backs, their tries, and places in half hours

Revision ID: 0034
Revises: 0033
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('call_back_places',
    sa.Column('team', sa.String(length=10), nullable=False),
    sa.Column('places', sa.Integer(), nullable=False),
    sa.Column('set_by', sa.String(length=36), nullable=False),
    sa.PrimaryKeyConstraint('team', name=op.f('pk_call_back_places'))
    )
    op.create_table('call_back_window',
    sa.Column('team', sa.String(length=10), nullable=False),
    sa.Column('code', sa.String(length=17), nullable=False),
    sa.Column('taken', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('team', 'code', name=op.f('pk_call_back_window'))
    )
    op.create_table('call_back',
    sa.Column('booking_key', sa.String(length=64), nullable=False),
    sa.Column('team', sa.String(length=10), nullable=False),
    sa.Column('window_code', sa.String(length=17), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.Column('referral_id', sa.String(length=36), nullable=True),
    sa.Column('contact_id', sa.String(length=36), nullable=True),
    sa.Column('opened_contact_id', sa.String(length=36), nullable=False),
    sa.Column('organization_id', sa.String(length=36), nullable=False),
    sa.Column('service_id', sa.String(length=36), nullable=False),
    sa.Column('booked_by', sa.String(length=36), nullable=False),
    sa.Column('claimed_by', sa.String(length=36), nullable=False),
    sa.Column('claimed_at', sa.DateTime(), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(['contact_id'], ['contact_record.id'], name=op.f('fk_call_back_contact_id_contact_record'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['referral_id'], ['referral.id'], name=op.f('fk_call_back_referral_id_referral'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_call_back')),
    sa.UniqueConstraint('booking_key', name=op.f('uq_call_back_booking_key'))
    )
    op.create_index(op.f('ix_call_back_contact_id'), 'call_back', ['contact_id'], unique=False)
    op.create_index(op.f('ix_call_back_ended_at'), 'call_back', ['ended_at'], unique=False)
    op.create_index(op.f('ix_call_back_opened_contact_id'), 'call_back', ['opened_contact_id'], unique=False)
    op.create_index(op.f('ix_call_back_organization_id'), 'call_back', ['organization_id'], unique=False)
    op.create_index(op.f('ix_call_back_referral_id'), 'call_back', ['referral_id'], unique=False)
    op.create_index(op.f('ix_call_back_state'), 'call_back', ['state'], unique=False)
    op.create_index(op.f('ix_call_back_window_code'), 'call_back', ['window_code'], unique=False)
    op.create_table('call_back_attempt',
    sa.Column('call_back_id', sa.String(length=36), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('outcome', sa.String(length=12), nullable=False),
    sa.Column('by', sa.String(length=36), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(['call_back_id'], ['call_back.id'], name=op.f('fk_call_back_attempt_call_back_id_call_back'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_call_back_attempt')),
    sa.UniqueConstraint('call_back_id', 'number', name=op.f('uq_call_back_attempt_call_back_id_number'))
    )


def downgrade() -> None:
    op.drop_table('call_back_attempt')
    op.drop_index(op.f('ix_call_back_window_code'), table_name='call_back')
    op.drop_index(op.f('ix_call_back_state'), table_name='call_back')
    op.drop_index(op.f('ix_call_back_referral_id'), table_name='call_back')
    op.drop_index(op.f('ix_call_back_organization_id'), table_name='call_back')
    op.drop_index(op.f('ix_call_back_opened_contact_id'), table_name='call_back')
    op.drop_index(op.f('ix_call_back_ended_at'), table_name='call_back')
    op.drop_index(op.f('ix_call_back_contact_id'), table_name='call_back')
    op.drop_table('call_back')
    op.drop_table('call_back_window')
    op.drop_table('call_back_places')
