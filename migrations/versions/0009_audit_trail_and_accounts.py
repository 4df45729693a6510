"""the audit trail, and the accounts of groups and staff

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'account',
        sa.Column('name', sa.String(length=200), nullable=False),
        sa.Column('email', sa.String(length=320), nullable=False),
        sa.Column('email_key', sa.String(length=320), nullable=False),
        sa.Column('state', sa.String(length=10), nullable=False),
        sa.Column('epoch', sa.Integer(), nullable=False),
        sa.Column('demonstration', sa.Boolean(), nullable=False),
        sa.Column('oidc_issuer', sa.String(length=300), nullable=True),
        sa.Column('oidc_subject', sa.String(length=255), nullable=True),
        sa.Column('created_at', sa.DateTime(), nullable=False),
        sa.Column('signed_in_at', sa.DateTime(), nullable=True),
        sa.Column('id', sa.String(length=36), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_account')),
        sa.UniqueConstraint('email_key', name=op.f('uq_account_email_key')),
        sa.UniqueConstraint('oidc_issuer', 'oidc_subject', name=op.f('uq_account_oidc_issuer_oidc_subject')),
    )
    op.create_table(
        'audit_entry',
        sa.Column('seq', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('at', sa.DateTime(), nullable=False),
        sa.Column('actor', sa.String(length=36), nullable=False),
        sa.Column('action', sa.String(length=60), nullable=False),
        sa.Column('subject_kind', sa.String(length=40), nullable=False),
        sa.Column('subject_id', sa.String(length=120), nullable=False),
        sa.Column('detail', sa.Text(), nullable=False),
        sa.Column('prev_hash', sa.String(length=64), nullable=False),
        sa.Column('hash', sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint('seq', name=op.f('pk_audit_entry')),
    )
    op.create_index(op.f('ix_audit_entry_action'), 'audit_entry', ['action'], unique=False)
    op.create_index(op.f('ix_audit_entry_actor'), 'audit_entry', ['actor'], unique=False)
    op.create_index(op.f('ix_audit_entry_at'), 'audit_entry', ['at'], unique=False)
    op.create_index(op.f('ix_audit_entry_subject_id'), 'audit_entry', ['subject_id'], unique=False)
    op.create_table(
        'audit_head',
        sa.Column('name', sa.String(length=10), nullable=False),
        sa.Column('seq', sa.Integer(), nullable=False),
        sa.Column('hash', sa.String(length=64), nullable=False),
        sa.Column('sealed', sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint('name', name=op.f('pk_audit_head')),
    )
    op.create_table(
        'invitation',
        sa.Column('email', sa.String(length=320), nullable=False),
        sa.Column('email_key', sa.String(length=320), nullable=False),
        sa.Column('role', sa.String(length=20), nullable=False),
        sa.Column('organization_id', sa.String(length=36), nullable=False),
        sa.Column('invited_by', sa.String(length=36), nullable=False),
        sa.Column('token_hash', sa.String(length=64), nullable=False),
        sa.Column('created_at', sa.DateTime(), nullable=False),
        sa.Column('expires_at', sa.DateTime(), nullable=False),
        sa.Column('id', sa.String(length=36), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_invitation')),
        sa.UniqueConstraint('token_hash', name=op.f('uq_invitation_token_hash')),
    )
    op.create_index(op.f('ix_invitation_email_key'), 'invitation', ['email_key'], unique=False)
    op.create_index(op.f('ix_invitation_expires_at'), 'invitation', ['expires_at'], unique=False)
    op.create_index(op.f('ix_invitation_organization_id'), 'invitation', ['organization_id'], unique=False)
    op.create_table(
        'sign_in_step',
        sa.Column('id_hash', sa.String(length=64), nullable=False),
        sa.Column('sealed', sa.LargeBinary(), nullable=False),
        sa.Column('expires_at', sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint('id_hash', name=op.f('pk_sign_in_step')),
    )
    op.create_index(op.f('ix_sign_in_step_expires_at'), 'sign_in_step', ['expires_at'], unique=False)
    op.create_table(
        'account_session',
        sa.Column('account_id', sa.String(length=36), nullable=False),
        sa.Column('id_hash', sa.String(length=64), nullable=False),
        sa.Column('epoch', sa.Integer(), nullable=False),
        sa.Column('way', sa.String(length=20), nullable=False),
        sa.Column('waits_for', sa.String(length=20), nullable=False),
        sa.Column('next_path', sa.String(length=2000), nullable=False),
        sa.Column('device', sa.String(length=100), nullable=False),
        sa.Column('created_at', sa.DateTime(), nullable=False),
        sa.Column('seen_at', sa.DateTime(), nullable=False),
        sa.Column('expires_at', sa.DateTime(), nullable=False),
        sa.Column('ends_at', sa.DateTime(), nullable=False),
        sa.Column('id', sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_account_session_account_id_account'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_account_session')),
        sa.UniqueConstraint('id_hash', name=op.f('uq_account_session_id_hash')),
    )
    op.create_index(op.f('ix_account_session_account_id'), 'account_session', ['account_id'], unique=False)
    op.create_index(op.f('ix_account_session_expires_at'), 'account_session', ['expires_at'], unique=False)
    op.create_table(
        'passkey',
        sa.Column('account_id', sa.String(length=36), nullable=False),
        sa.Column('credential_id', sa.String(length=1400), nullable=False),
        sa.Column('public_key', sa.LargeBinary(), nullable=False),
        sa.Column('sign_count', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(length=100), nullable=False),
        sa.Column('created_at', sa.DateTime(), nullable=False),
        sa.Column('used_at', sa.DateTime(), nullable=True),
        sa.Column('id', sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_passkey_account_id_account'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_passkey')),
        sa.UniqueConstraint('credential_id', name=op.f('uq_passkey_credential_id')),
    )
    op.create_index(op.f('ix_passkey_account_id'), 'passkey', ['account_id'], unique=False)
    op.create_table(
        'password_credential',
        sa.Column('account_id', sa.String(length=36), nullable=False),
        sa.Column('password_hash', sa.String(length=200), nullable=False),
        sa.Column('changed_at', sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_password_credential_account_id_account'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('account_id', name=op.f('pk_password_credential')),
    )
    op.create_table(
        'recovery_code',
        sa.Column('account_id', sa.String(length=36), nullable=False),
        sa.Column('code_hash', sa.String(length=64), nullable=False),
        sa.Column('used_at', sa.DateTime(), nullable=True),
        sa.Column('id', sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_recovery_code_account_id_account'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_recovery_code')),
    )
    op.create_index(op.f('ix_recovery_code_account_id'), 'recovery_code', ['account_id'], unique=False)
    op.create_table(
        'role_grant',
        sa.Column('account_id', sa.String(length=36), nullable=False),
        sa.Column('role', sa.String(length=20), nullable=False),
        sa.Column('organization_id', sa.String(length=36), nullable=False),
        sa.Column('granted_at', sa.DateTime(), nullable=False),
        sa.Column('granted_by', sa.String(length=36), nullable=False),
        sa.Column('id', sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_role_grant_account_id_account'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_role_grant')),
        sa.UniqueConstraint('account_id', 'role', 'organization_id', name=op.f('uq_role_grant_account_id_role_organization_id')),
    )
    op.create_index(op.f('ix_role_grant_account_id'), 'role_grant', ['account_id'], unique=False)
    op.create_index(op.f('ix_role_grant_organization_id'), 'role_grant', ['organization_id'], unique=False)
    op.create_index(op.f('ix_role_grant_role'), 'role_grant', ['role'], unique=False)
    op.create_table(
        'sign_in_link',
        sa.Column('account_id', sa.String(length=36), nullable=True),
        sa.Column('address_lookup', sa.String(length=64), nullable=False),
        sa.Column('token_hash', sa.String(length=64), nullable=False),
        sa.Column('code_hash', sa.String(length=64), nullable=False),
        sa.Column('browser_hash', sa.String(length=64), nullable=False),
        sa.Column('tries', sa.Integer(), nullable=False),
        sa.Column('next_path', sa.String(length=2000), nullable=False),
        sa.Column('created_at', sa.DateTime(), nullable=False),
        sa.Column('expires_at', sa.DateTime(), nullable=False),
        sa.Column('id', sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_sign_in_link_account_id_account'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in_link')),
        sa.UniqueConstraint('token_hash', name=op.f('uq_sign_in_link_token_hash')),
    )
    op.create_index(op.f('ix_sign_in_link_account_id'), 'sign_in_link', ['account_id'], unique=False)
    op.create_index(op.f('ix_sign_in_link_address_lookup'), 'sign_in_link', ['address_lookup'], unique=False)
    op.create_index(op.f('ix_sign_in_link_browser_hash'), 'sign_in_link', ['browser_hash'], unique=False)
    op.create_index(op.f('ix_sign_in_link_expires_at'), 'sign_in_link', ['expires_at'], unique=False)
    op.create_table(
        'totp_credential',
        sa.Column('account_id', sa.String(length=36), nullable=False),
        sa.Column('sealed', sa.LargeBinary(), nullable=False),
        sa.Column('last_step', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_totp_credential_account_id_account'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('account_id', name=op.f('pk_totp_credential')),
    )


def downgrade() -> None:
    op.drop_table('totp_credential')
    op.drop_index(op.f('ix_sign_in_link_expires_at'), table_name='sign_in_link')
    op.drop_index(op.f('ix_sign_in_link_browser_hash'), table_name='sign_in_link')
    op.drop_index(op.f('ix_sign_in_link_address_lookup'), table_name='sign_in_link')
    op.drop_index(op.f('ix_sign_in_link_account_id'), table_name='sign_in_link')
    op.drop_table('sign_in_link')
    op.drop_index(op.f('ix_role_grant_role'), table_name='role_grant')
    op.drop_index(op.f('ix_role_grant_organization_id'), table_name='role_grant')
    op.drop_index(op.f('ix_role_grant_account_id'), table_name='role_grant')
    op.drop_table('role_grant')
    op.drop_index(op.f('ix_recovery_code_account_id'), table_name='recovery_code')
    op.drop_table('recovery_code')
    op.drop_table('password_credential')
    op.drop_index(op.f('ix_passkey_account_id'), table_name='passkey')
    op.drop_table('passkey')
    op.drop_index(op.f('ix_account_session_expires_at'), table_name='account_session')
    op.drop_index(op.f('ix_account_session_account_id'), table_name='account_session')
    op.drop_table('account_session')
    op.drop_index(op.f('ix_sign_in_step_expires_at'), table_name='sign_in_step')
    op.drop_table('sign_in_step')
    op.drop_index(op.f('ix_invitation_organization_id'), table_name='invitation')
    op.drop_index(op.f('ix_invitation_expires_at'), table_name='invitation')
    op.drop_index(op.f('ix_invitation_email_key'), table_name='invitation')
    op.drop_table('invitation')
    op.drop_table('audit_head')
    op.drop_index(op.f('ix_audit_entry_subject_id'), table_name='audit_entry')
    op.drop_index(op.f('ix_audit_entry_at'), table_name='audit_entry')
    op.drop_index(op.f('ix_audit_entry_actor'), table_name='audit_entry')
    op.drop_index(op.f('ix_audit_entry_action'), table_name='audit_entry')
    op.drop_table('audit_entry')
    op.drop_table('account')
