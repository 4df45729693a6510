"""what was asked of whom about which listing, and what moderators decided about hiding

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'check_request',
        sa.Column('id', sa.String(length=36), nullable=False),
        sa.Column('organization_id', sa.String(length=36), nullable=False),
        sa.Column('contact_hash', sa.String(length=64), nullable=False),
        sa.Column('account_id', sa.String(length=36), nullable=False),
        sa.Column('created_at', sa.DateTime(), nullable=False),
        sa.Column('expires_at', sa.DateTime(), nullable=False),
        sa.Column('used_at', sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_check_request')),
    )
    op.create_index(op.f('ix_check_request_organization_id'), 'check_request', ['organization_id'])
    op.create_index(op.f('ix_check_request_created_at'), 'check_request', ['created_at'])
    op.create_table(
        'check_step',
        sa.Column('id', sa.String(length=36), nullable=False),
        sa.Column('service_id', sa.String(length=36), nullable=False),
        sa.Column('round', sa.Date(), nullable=False),
        sa.Column('step', sa.String(length=20), nullable=False),
        sa.Column('taken_on', sa.Date(), nullable=False),
        sa.Column('request_id', sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ['service_id'], ['service.id'], name=op.f('fk_check_step_service_id_service'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_check_step')),
        sa.UniqueConstraint('service_id', 'round', 'step', name=op.f('uq_check_step_service_id_round_step')),
    )
    op.create_index(op.f('ix_check_step_request_id'), 'check_step', ['request_id'])
    op.create_table(
        'check_stop',
        sa.Column('id', sa.String(length=36), nullable=False),
        sa.Column('organization_id', sa.String(length=36), nullable=False),
        sa.Column('contact_hash', sa.String(length=64), nullable=False),
        sa.Column('stopped_at', sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_check_stop')),
        sa.UniqueConstraint('organization_id', 'contact_hash', name=op.f('uq_check_stop_organization_id_contact_hash')),
    )
    op.create_table(
        'hiding_decision',
        sa.Column('service_id', sa.String(length=36), nullable=False),
        sa.Column('round', sa.Date(), nullable=False),
        sa.Column('hide', sa.Boolean(), nullable=False),
        sa.Column('decided_by', sa.String(length=36), nullable=False),
        sa.Column('decided_at', sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ['service_id'],
            ['service.id'],
            name=op.f('fk_hiding_decision_service_id_service'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('service_id', name=op.f('pk_hiding_decision')),
    )


def downgrade() -> None:
    for table in ('hiding_decision', 'check_stop', 'check_step', 'check_request'):
        op.drop_table(table)
