"""Note with which key the hashes of a request were made. `init` makes them anew where that is not known.

Revision ID: 0045
Revises: 0044
"""

import sqlalchemy as sa
from alembic import op

revision = '0045'
down_revision = '0044'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('request_work', sa.Column('hashes_key', sa.String(length=16), server_default='', nullable=False))


def downgrade() -> None:
    op.drop_column('request_work', 'hashes_key')
