"""contacts of the front door, and people who agreed to be known

Revision ID: 0028
Revises: 0027
"""

import sqlalchemy as sa
from alembic import op

revision = '0028'
down_revision = '0027'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('known_person',
    sa.Column('reference', sa.String(length=12), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.Column('phone_lookup', sa.String(length=64), nullable=False),
    sa.Column('email_lookup', sa.String(length=64), nullable=False),
    sa.Column('is_restricted', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('agreed_at', sa.DateTime(), nullable=False),
    sa.Column('needs_review_on', sa.Date(), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('touched_at', sa.DateTime(), nullable=False),
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_known_person')),
    sa.UniqueConstraint('reference', name=op.f('uq_known_person_reference'))
    )
    op.create_index(op.f('ix_known_person_email_lookup'), 'known_person', ['email_lookup'], unique=False)
    op.create_index(op.f('ix_known_person_needs_review_on'), 'known_person', ['needs_review_on'], unique=False)
    op.create_index(op.f('ix_known_person_phone_lookup'), 'known_person', ['phone_lookup'], unique=False)
    op.create_table('contact_record',
    sa.Column('reference', sa.String(length=12), nullable=False),
    sa.Column('start_key', sa.String(length=64), nullable=False),
    sa.Column('channel', sa.String(length=20), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('handler_id', sa.String(length=36), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('known_person_id', sa.String(length=36), nullable=True),
    sa.Column('merged_into', sa.String(length=36), nullable=False),
    sa.Column('outcome', sa.String(length=40), nullable=False),
    sa.Column('is_carer', sa.Boolean(), nullable=True),
    sa.Column('opened_at', sa.DateTime(), nullable=False),
    sa.Column('touched_at', sa.DateTime(), nullable=False),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.Column('ended_by', sa.String(length=36), nullable=False),
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(['known_person_id'], ['known_person.id'], name=op.f('fk_contact_record_known_person_id_known_person'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contact_record')),
    sa.UniqueConstraint('reference', name=op.f('uq_contact_record_reference')),
    sa.UniqueConstraint('start_key', name=op.f('uq_contact_record_start_key'))
    )
    op.create_index(op.f('ix_contact_record_ended_at'), 'contact_record', ['ended_at'], unique=False)
    op.create_index(op.f('ix_contact_record_handler_id'), 'contact_record', ['handler_id'], unique=False)
    op.create_index(op.f('ix_contact_record_known_person_id'), 'contact_record', ['known_person_id'], unique=False)
    op.create_index(op.f('ix_contact_record_opened_at'), 'contact_record', ['opened_at'], unique=False)
    op.create_index(op.f('ix_contact_record_state'), 'contact_record', ['state'], unique=False)
    op.create_table('contact_addition',
    sa.Column('contact_id', sa.String(length=36), nullable=False),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('tab', sa.String(length=36), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('why', sa.String(length=20), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.Column('typed_by', sa.String(length=36), nullable=False),
    sa.Column('typed_at', sa.DateTime(), nullable=False),
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(['contact_id'], ['contact_record.id'], name=op.f('fk_contact_addition_contact_id_contact_record'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contact_addition')),
    sa.UniqueConstraint('contact_id', 'name', 'tab', name=op.f('uq_contact_addition_contact_id_name_tab'))
    )
    op.create_index(op.f('ix_contact_addition_contact_id'), 'contact_addition', ['contact_id'], unique=False)
    op.create_table('contact_event',
    sa.Column('contact_id', sa.String(length=36), nullable=False),
    sa.Column('key', sa.String(length=80), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('subject_id', sa.String(length=64), nullable=False),
    sa.Column('detail', sa.String(length=200), nullable=False),
    sa.Column('by', sa.String(length=36), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(['contact_id'], ['contact_record.id'], name=op.f('fk_contact_event_contact_id_contact_record'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contact_event')),
    sa.UniqueConstraint('contact_id', 'key', name=op.f('uq_contact_event_contact_id_key'))
    )
    op.create_index(op.f('ix_contact_event_contact_id'), 'contact_event', ['contact_id'], unique=False)
    op.create_table('contact_field',
    sa.Column('contact_id', sa.String(length=36), nullable=False),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('tab', sa.String(length=36), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('typed_by', sa.String(length=36), nullable=False),
    sa.Column('typed_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['contact_id'], ['contact_record.id'], name=op.f('fk_contact_field_contact_id_contact_record'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('contact_id', 'name', name=op.f('pk_contact_field'))
    )
    op.create_table('contact_service',
    sa.Column('contact_id', sa.String(length=36), nullable=False),
    sa.Column('service_id', sa.String(length=36), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=True),
    sa.Column('added_by', sa.String(length=36), nullable=False),
    sa.Column('added_at', sa.DateTime(), nullable=False),
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(['contact_id'], ['contact_record.id'], name=op.f('fk_contact_service_contact_id_contact_record'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contact_service')),
    sa.UniqueConstraint('contact_id', 'service_id', name=op.f('uq_contact_service_contact_id_service_id'))
    )
    op.create_index(op.f('ix_contact_service_contact_id'), 'contact_service', ['contact_id'], unique=False)
    op.create_index(op.f('ix_contact_service_service_id'), 'contact_service', ['service_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_contact_service_service_id'), table_name='contact_service')
    op.drop_index(op.f('ix_contact_service_contact_id'), table_name='contact_service')
    op.drop_table('contact_service')
    op.drop_table('contact_field')
    op.drop_index(op.f('ix_contact_event_contact_id'), table_name='contact_event')
    op.drop_table('contact_event')
    op.drop_index(op.f('ix_contact_addition_contact_id'), table_name='contact_addition')
    op.drop_table('contact_addition')
    op.drop_index(op.f('ix_contact_record_state'), table_name='contact_record')
    op.drop_index(op.f('ix_contact_record_opened_at'), table_name='contact_record')
    op.drop_index(op.f('ix_contact_record_known_person_id'), table_name='contact_record')
    op.drop_index(op.f('ix_contact_record_handler_id'), table_name='contact_record')
    op.drop_index(op.f('ix_contact_record_ended_at'), table_name='contact_record')
    op.drop_table('contact_record')
    op.drop_index(op.f('ix_known_person_phone_lookup'), table_name='known_person')
    op.drop_index(op.f('ix_known_person_needs_review_on'), table_name='known_person')
    op.drop_index(op.f('ix_known_person_email_lookup'), table_name='known_person')
    op.drop_table('known_person')
