"""How contacts end, and looks at restricted people.

Revision ID: 0032
Revises: 0031
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('person_look',
    sa.Column('person_id', sa.String(length=36), nullable=False),
    sa.Column('by', sa.String(length=36), nullable=False),
    sa.Column('why', sa.String(length=40), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['known_person.id'], name=op.f('fk_person_look_person_id_known_person'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person_look'))
    )
    op.create_index(op.f('ix_person_look_by'), 'person_look', ['by'], unique=False)
    op.create_index(op.f('ix_person_look_person_id'), 'person_look', ['person_id'], unique=False)
    op.create_table('contact_ending',
    sa.Column('contact_id', sa.String(length=36), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('from_version', sa.Integer(), nullable=False),
    sa.Column('outcome', sa.String(length=40), nullable=False),
    sa.Column('why_not', sa.String(length=40), nullable=False),
    sa.Column('is_carer', sa.Boolean(), nullable=True),
    sa.Column('follow_up', sa.Boolean(), nullable=True),
    sa.Column('follow_up_by', sa.String(length=20), nullable=False),
    sa.Column('follow_up_on', sa.Date(), nullable=True),
    sa.Column('words_version', sa.String(length=20), nullable=False),
    sa.Column('is_dissatisfied', sa.Boolean(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=True),
    sa.Column('by', sa.String(length=36), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('reopened_at', sa.DateTime(), nullable=True),
    sa.Column('reopened_by', sa.String(length=36), nullable=False),
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(['contact_id'], ['contact_record.id'], name=op.f('fk_contact_ending_contact_id_contact_record'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contact_ending')),
    sa.UniqueConstraint('contact_id', 'number', name=op.f('uq_contact_ending_contact_id_number'))
    )
    op.create_index(op.f('ix_contact_ending_at'), 'contact_ending', ['at'], unique=False)
    op.create_index(op.f('ix_contact_ending_contact_id'), 'contact_ending', ['contact_id'], unique=False)
    op.create_index(op.f('ix_contact_ending_follow_up_on'), 'contact_ending', ['follow_up_on'], unique=False)
    op.create_index(op.f('ix_contact_ending_outcome'), 'contact_ending', ['outcome'], unique=False)
    op.create_table('carer_instance',
    sa.Column('ending_id', sa.String(length=36), nullable=False),
    sa.Column('organization_id', sa.String(length=36), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(['ending_id'], ['contact_ending.id'], name=op.f('fk_carer_instance_ending_id_contact_ending'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_carer_instance')),
    sa.UniqueConstraint('ending_id', 'organization_id', name=op.f('uq_carer_instance_ending_id_organization_id'))
    )
    op.create_index(op.f('ix_carer_instance_ending_id'), 'carer_instance', ['ending_id'], unique=False)
    op.create_index(op.f('ix_carer_instance_on'), 'carer_instance', ['on'], unique=False)
    op.create_index(op.f('ix_carer_instance_organization_id'), 'carer_instance', ['organization_id'], unique=False)
    op.create_table('unmet_need',
    sa.Column('ending_id', sa.String(length=36), nullable=False),
    sa.Column('need_id', sa.String(length=60), nullable=False),
    sa.Column('why', sa.String(length=40), nullable=False),
    sa.Column('area', sa.String(length=200), nullable=False),
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(['ending_id'], ['contact_ending.id'], name=op.f('fk_unmet_need_ending_id_contact_ending'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unmet_need')),
    sa.UniqueConstraint('ending_id', name=op.f('uq_unmet_need_ending_id'))
    )
    op.create_index(op.f('ix_unmet_need_need_id'), 'unmet_need', ['need_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_unmet_need_need_id'), table_name='unmet_need')
    op.drop_table('unmet_need')
    op.drop_index(op.f('ix_carer_instance_organization_id'), table_name='carer_instance')
    op.drop_index(op.f('ix_carer_instance_on'), table_name='carer_instance')
    op.drop_index(op.f('ix_carer_instance_ending_id'), table_name='carer_instance')
    op.drop_table('carer_instance')
    op.drop_index(op.f('ix_contact_ending_outcome'), table_name='contact_ending')
    op.drop_index(op.f('ix_contact_ending_follow_up_on'), table_name='contact_ending')
    op.drop_index(op.f('ix_contact_ending_contact_id'), table_name='contact_ending')
    op.drop_index(op.f('ix_contact_ending_at'), table_name='contact_ending')
    op.drop_table('contact_ending')
    op.drop_index(op.f('ix_person_look_person_id'), table_name='person_look')
    op.drop_index(op.f('ix_person_look_by'), table_name='person_look')
    op.drop_table('person_look')
