"""changes that wait for a moderator, and what each record was before

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('service', sa.Column('version', sa.Integer(), nullable=False, server_default='1'))
    op.add_column('organization', sa.Column('version', sa.Integer(), nullable=False, server_default='1'))
    op.add_column(
        'organization', sa.Column('trusted', sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_table(
        'listing_version',
        sa.Column('id', sa.String(length=36), nullable=False),
        sa.Column('service_id', sa.String(length=36), nullable=True),
        sa.Column('organization_id', sa.String(length=36), nullable=True),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('record', sa.JSON(), nullable=False),
        sa.Column('published_at', sa.DateTime(), nullable=False),
        sa.Column('actor', sa.String(length=36), nullable=False),
        sa.Column('origin', sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ['service_id'], ['service.id'], name=op.f('fk_listing_version_service_id_service'), ondelete='CASCADE'
        ),
        sa.ForeignKeyConstraint(
            ['organization_id'],
            ['organization.id'],
            name=op.f('fk_listing_version_organization_id_organization'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_listing_version')),
        sa.UniqueConstraint('service_id', 'number', name=op.f('uq_listing_version_service_id_number')),
        sa.UniqueConstraint('organization_id', 'number', name=op.f('uq_listing_version_organization_id_number')),
    )
    op.create_index(op.f('ix_listing_version_published_at'), 'listing_version', ['published_at'])
    op.create_table(
        'listing_change',
        sa.Column('id', sa.String(length=36), nullable=False),
        sa.Column('kind', sa.String(length=20), nullable=False),
        sa.Column('service_id', sa.String(length=36), nullable=True),
        sa.Column('organization_id', sa.String(length=36), nullable=False),
        sa.Column('base_version', sa.Integer(), nullable=False),
        sa.Column('record', sa.JSON(), nullable=False),
        sa.Column('state', sa.String(length=12), nullable=False),
        sa.Column('origin', sa.String(length=20), nullable=False),
        sa.Column('author_id', sa.String(length=36), nullable=False),
        sa.Column('created_at', sa.DateTime(), nullable=False),
        sa.Column('updated_at', sa.DateTime(), nullable=False),
        sa.Column('submitted_at', sa.DateTime(), nullable=True),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('decided_by', sa.String(length=36), nullable=False),
        sa.Column('decided_at', sa.DateTime(), nullable=True),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('published_version', sa.Integer(), nullable=True),
        sa.Column('to_look_at', sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ['service_id'], ['service.id'], name=op.f('fk_listing_change_service_id_service'), ondelete='CASCADE'
        ),
        sa.ForeignKeyConstraint(
            ['organization_id'],
            ['organization.id'],
            name=op.f('fk_listing_change_organization_id_organization'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_listing_change')),
    )
    for column in ('service_id', 'organization_id', 'state', 'author_id', 'submitted_at'):
        op.create_index(op.f(f'ix_listing_change_{column}'), 'listing_change', [column])
    op.create_table(
        'listing_change_message',
        sa.Column('id', sa.String(length=36), nullable=False),
        sa.Column('change_id', sa.String(length=36), nullable=False),
        sa.Column('author_id', sa.String(length=36), nullable=False),
        sa.Column('side', sa.String(length=10), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('written_at', sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ['change_id'],
            ['listing_change.id'],
            name=op.f('fk_listing_change_message_change_id_listing_change'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_listing_change_message')),
    )
    op.create_index(op.f('ix_listing_change_message_change_id'), 'listing_change_message', ['change_id'])


def downgrade() -> None:
    op.drop_table('listing_change_message')
    op.drop_table('listing_change')
    op.drop_table('listing_version')
    with op.batch_alter_table('organization') as batch:
        batch.drop_column('trusted')
        batch.drop_column('version')
    with op.batch_alter_table('service') as batch:
        batch.drop_column('version')
