"""the ledger of checked facts, and since when a listing is out of the results

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('service', sa.Column('hidden_on', sa.Date(), nullable=True))
    op.create_table(
        'fact_check',
        sa.Column('id', sa.String(length=36), nullable=False),
        sa.Column('service_id', sa.String(length=36), nullable=False),
        sa.Column('fact', sa.String(length=20), nullable=False),
        sa.Column('at', sa.DateTime(), nullable=False),
        sa.Column('how', sa.String(length=20), nullable=False),
        sa.Column('outcome', sa.String(length=20), nullable=False),
        sa.Column('actor', sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ['service_id'], ['service.id'], name=op.f('fk_fact_check_service_id_service'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_fact_check')),
    )
    op.create_index('ix_fact_check_service_fact_at', 'fact_check', ['service_id', 'fact', 'at'])


def downgrade() -> None:
    with op.batch_alter_table('service') as batch:
        batch.drop_column('hidden_on')
    op.drop_table('fact_check')
