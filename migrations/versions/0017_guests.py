"""Somebody of another organisation answers by a link; what a request before sending is about.

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

import portal.kernel.db

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None

INSTANT = portal.kernel.db.UtcDateTime(timezone=True)


def upgrade() -> None:
    """No request so far was asked before sending, or of a guest."""
    with op.batch_alter_table('approval_requests', schema=None) as batch_op:
        batch_op.add_column(sa.Column('about', sa.String(length=80), nullable=False, server_default=''))
    with op.batch_alter_table('approval_requests', schema=None) as batch_op:
        batch_op.alter_column('about', server_default=None)
    op.create_table(
        'approval_guests',
        sa.Column('request_id', sa.Uuid(), nullable=False),
        sa.Column('organisation', sa.String(length=200), nullable=False),
        sa.Column('name', sa.String(length=200), nullable=False),
        sa.Column('email', sa.String(length=254), nullable=False),
        sa.Column('code_email', sa.String(length=254), nullable=False),
        sa.Column('token_digest', sa.String(length=64), nullable=False),
        sa.Column('sent_at', INSTANT, nullable=False),
        sa.Column('sent_by_id', sa.Uuid(), nullable=True),
        sa.Column('ends_at', INSTANT, nullable=False),
        sa.Column('opened_at', INSTANT, nullable=True),
        sa.Column('browser_digest', sa.String(length=64), nullable=False),
        sa.Column('code_digest', sa.String(length=64), nullable=False),
        sa.Column('code_ends_at', INSTANT, nullable=True),
        sa.Column('codes', sa.Integer(), nullable=False),
        sa.Column('tries', sa.Integer(), nullable=False),
        sa.Column('entered_at', INSTANT, nullable=True),
        sa.Column('ended_at', INSTANT, nullable=True),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.CheckConstraint('codes >= 0 AND tries >= 0', name=op.f('ck_approval_guests_not_negative')),
        sa.CheckConstraint("(opened_at IS NULL) = (browser_digest = '')", name=op.f('ck_approval_guests_opened_where')),
        sa.ForeignKeyConstraint(['request_id'], ['approval_requests.id'], name=op.f('fk_approval_guests_request_id_approval_requests')),
        sa.ForeignKeyConstraint(['sent_by_id'], ['people.id'], name=op.f('fk_approval_guests_sent_by_id_people')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_approval_guests')),
        sa.UniqueConstraint('token_digest', name=op.f('uq_approval_guests_token_digest')),
    )
    for column in ('request_id', 'sent_by_id'):
        op.create_index(op.f(f'ix_approval_guests_{column}'), 'approval_guests', [column])


def downgrade() -> None:
    """Take both away. Refuses where a guest has been asked: an answer would lose who gave it."""
    guests = sa.table('approval_guests', sa.column('id'))
    if op.get_bind().execute(sa.select(guests.c.id).limit(1)).first():
        raise RuntimeError('somebody outside was asked, and a downgrade would lose whom')
    op.drop_table('approval_guests')
    with op.batch_alter_table('approval_requests', schema=None) as batch_op:
        batch_op.drop_column('about')
