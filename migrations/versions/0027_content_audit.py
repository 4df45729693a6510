"""what the audit of the listings found, and why a listing has many needs

Revision ID: 0027
Revises: 0026
"""

import sqlalchemy as sa
from alembic import op

revision = '0027'
down_revision = '0026'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'audit_finding',
        sa.Column('id', sa.String(length=36), nullable=False),
        sa.Column('level', sa.String(length=10), nullable=False),
        sa.Column('kind', sa.String(length=30), nullable=False),
        sa.Column('service_id', sa.String(length=36), nullable=False),
        sa.Column('other_id', sa.String(length=36), nullable=False),
        sa.Column('what', sa.Text(), nullable=False),
        sa.Column('found_at', sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ['service_id'], ['service.id'], name=op.f('fk_audit_finding_service_id_service'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_finding')),
    )
    for name in ('level', 'service_id'):
        op.create_index(op.f(f'ix_audit_finding_{name}'), 'audit_finding', [name])
    op.create_table(
        'needs_reason',
        sa.Column('service_id', sa.String(length=36), nullable=False),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('given_by', sa.String(length=36), nullable=False),
        sa.Column('given_at', sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ['service_id'], ['service.id'], name=op.f('fk_needs_reason_service_id_service'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('service_id', name=op.f('pk_needs_reason')),
    )


def downgrade() -> None:
    op.drop_table('needs_reason')
    op.drop_table('audit_finding')
