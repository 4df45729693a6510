"""the local authority of each postcode

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('postcode', sa.Column('council_id', sa.SmallInteger(), nullable=True))
    op.create_table('council_code',
    sa.Column('id', sa.SmallInteger(), autoincrement=False, nullable=False),
    sa.Column('gss_code', sa.String(length=9), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_council_code')),
    sa.UniqueConstraint('gss_code', name=op.f('uq_council_code_gss_code'))
    )
    op.create_table('outward_council',
    sa.Column('outward', sa.String(length=4), nullable=False),
    sa.Column('council_id', sa.SmallInteger(), autoincrement=False, nullable=False),
    sa.Column('postcodes', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('outward', 'council_id', name=op.f('pk_outward_council'))
    )


def downgrade() -> None:
    op.drop_table('outward_council')
    op.drop_table('council_code')
    op.drop_column('postcode', 'council_id')
