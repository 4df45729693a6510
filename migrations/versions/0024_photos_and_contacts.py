"""photos of listings, and contacts that groups keep once

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'photo',
        sa.Column('id', sa.String(36), nullable=False),
        sa.Column('organization_id', sa.String(36), nullable=False),
        sa.Column('jpeg', sa.LargeBinary(), nullable=False),
        sa.Column('width', sa.Integer(), nullable=False),
        sa.Column('height', sa.Integer(), nullable=False),
        sa.Column('author_id', sa.String(36), nullable=False),
        sa.Column('created_at', sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ['organization_id'], ['organization.id'], name=op.f('fk_photo_organization_id_organization'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_photo')),
    )
    op.create_index(op.f('ix_photo_organization_id'), 'photo', ['organization_id'])
    op.create_index(op.f('ix_photo_created_at'), 'photo', ['created_at'])
    op.create_table(
        'group_contact',
        sa.Column('id', sa.String(36), nullable=False),
        sa.Column('organization_id', sa.String(36), nullable=False),
        sa.Column('name', sa.String(300), nullable=False),
        sa.Column('title', sa.String(300), nullable=False),
        sa.Column('email', sa.String(320), nullable=False),
        sa.Column('phone', sa.String(60), nullable=False),
        sa.Column('phone_note', sa.String(500), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ['organization_id'],
            ['organization.id'],
            name=op.f('fk_group_contact_organization_id_organization'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_group_contact')),
    )
    op.create_index(op.f('ix_group_contact_organization_id'), 'group_contact', ['organization_id'])
    op.add_column('service', sa.Column('photo_id', sa.String(36), nullable=False, server_default=''))
    op.add_column('service', sa.Column('photo_alt', sa.String(500), nullable=False, server_default=''))


def downgrade() -> None:
    with op.batch_alter_table('service') as batch:
        batch.drop_column('photo_alt')
        batch.drop_column('photo_id')
    op.drop_table('group_contact')
    op.drop_table('photo')
