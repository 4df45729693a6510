"""feeds that are read regularly, and where their records were first published

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'feed_profile',
        sa.Column('source', sa.String(length=500), nullable=False),
        sa.Column('url', sa.String(length=1000), nullable=False),
        sa.Column('kind', sa.String(length=40), nullable=False),
        sa.Column('version', sa.String(length=60), nullable=False),
        sa.Column('abilities', sa.JSON(), nullable=False),
        sa.Column('faults', sa.JSON(), nullable=False),
        sa.Column('probed_at', sa.DateTime(), nullable=True),
        sa.Column('every_hours', sa.Integer(), nullable=False),
        sa.Column('enabled', sa.Boolean(), nullable=False),
        sa.Column('created_at', sa.DateTime(), nullable=False),
        sa.Column('next_due_at', sa.DateTime(), nullable=False),
        sa.Column('running_until', sa.DateTime(), nullable=True),
        sa.Column('last_attempt_at', sa.DateTime(), nullable=True),
        sa.Column('last_success_at', sa.DateTime(), nullable=True),
        sa.Column('last_whole_at', sa.DateTime(), nullable=True),
        sa.Column('last_outcome', sa.String(length=20), nullable=False),
        sa.Column('last_detail', sa.Text(), nullable=False),
        sa.Column('last_seconds', sa.Integer(), nullable=False),
        sa.Column('last_counts', sa.JSON(), nullable=False),
        sa.Column('failures', sa.Integer(), nullable=False),
        sa.Column('etag', sa.String(length=300), nullable=False),
        sa.Column('http_last_modified', sa.String(length=100), nullable=False),
        sa.Column('may_shrink', sa.Boolean(), nullable=False),
        sa.Column('wants_whole', sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint('source', name=op.f('pk_feed_profile')),
    )
    op.create_table(
        'pulled_record',
        sa.Column('service_id', sa.String(length=36), nullable=False),
        sa.Column('source', sa.String(length=500), nullable=False),
        sa.Column('origin', sa.String(length=1000), nullable=False),
        sa.Column('origin_name', sa.String(length=200), nullable=False),
        sa.Column('origin_id', sa.String(length=200), nullable=False),
        sa.Column('digest', sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ['service_id'], ['service.id'], name=op.f('fk_pulled_record_service_id_service'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('service_id', name=op.f('pk_pulled_record')),
    )
    with op.batch_alter_table('pulled_record') as batch:
        batch.create_index(op.f('ix_pulled_record_source'), ['source'])
        batch.create_index(op.f('ix_pulled_record_origin'), ['origin'])


def downgrade() -> None:
    op.drop_table('pulled_record')
    op.drop_table('feed_profile')
