"""service alerts and their history

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'service_alert',
        sa.Column('id', sa.String(length=36), nullable=False),
        sa.Column('kind', sa.String(length=20), nullable=False),
        sa.Column('severity', sa.String(length=12), nullable=False),
        sa.Column('title', sa.String(length=120), nullable=False),
        sa.Column('words', sa.Text(), nullable=False),
        sa.Column('areas', sa.JSON(), nullable=False),
        sa.Column('needs', sa.JSON(), nullable=False),
        sa.Column('service_ids', sa.JSON(), nullable=False),
        sa.Column('link', sa.String(length=1000), nullable=False),
        sa.Column('starts_at', sa.DateTime(), nullable=False),
        sa.Column('ends_at', sa.DateTime(), nullable=False),
        sa.Column('published_at', sa.DateTime(), nullable=True),
        sa.Column('created_at', sa.DateTime(), nullable=False),
        sa.Column('updated_at', sa.DateTime(), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_service_alert')),
    )
    op.create_index(op.f('ix_service_alert_ends_at'), 'service_alert', ['ends_at'])
    op.create_table(
        'service_alert_version',
        sa.Column('id', sa.String(length=36), nullable=False),
        sa.Column('alert_id', sa.String(length=36), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('record', sa.JSON(), nullable=False),
        sa.Column('actor', sa.String(length=36), nullable=False),
        sa.Column('at', sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ['alert_id'],
            ['service_alert.id'],
            name=op.f('fk_service_alert_version_alert_id_service_alert'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_service_alert_version')),
    )
    op.create_index(op.f('ix_service_alert_version_alert_id'), 'service_alert_version', ['alert_id'])


def downgrade() -> None:
    op.drop_table('service_alert_version')
    op.drop_table('service_alert')
