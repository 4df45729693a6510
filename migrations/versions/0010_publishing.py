"""keys of those who read the feed, and what may be published again

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('service', sa.Column('created_at', sa.DateTime(), nullable=True))
    op.create_table(
        'api_key',
        sa.Column('id', sa.String(length=36), nullable=False),
        sa.Column('name', sa.String(length=200), nullable=False),
        sa.Column('key_hash', sa.String(length=64), nullable=False),
        sa.Column('created_at', sa.DateTime(), nullable=False),
        sa.Column('revoked_at', sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_api_key')),
        sa.UniqueConstraint('key_hash', name=op.f('uq_api_key_key_hash')),
    )
    op.create_table(
        'feed_source',
        sa.Column('source', sa.String(length=500), nullable=False),
        sa.Column('url', sa.String(length=1000), nullable=False),
        sa.Column('publisher', sa.String(length=200), nullable=False),
        sa.Column('licence', sa.String(length=200), nullable=False),
        sa.Column('licence_url', sa.String(length=1000), nullable=False),
        sa.Column('republish', sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint('source', name=op.f('pk_feed_source')),
    )
    # What was imported from a web address before is somebody else's too.
    op.execute(
        "INSERT INTO feed_source (source, url, publisher, licence, licence_url, republish) "
        "SELECT DISTINCT source, source, '', '', '', false FROM service "
        "WHERE source LIKE 'http://%' OR source LIKE 'https://%'"
    )


def downgrade() -> None:
    with op.batch_alter_table('service') as batch:
        batch.drop_column('created_at')
    op.drop_table('feed_source')
    op.drop_table('api_key')
