"""Applications sent back for changes, sent again, and what an outage does to a close.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

import portal.kernel.db

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None

INSTANT = portal.kernel.db.UtcDateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql')
OUT = sa.text('answered_at IS NULL AND cancelled_at IS NULL AND passed_at IS NULL')


def upgrade() -> None:
    """Number the submissions from 1; nothing has been sent back, and no outage noticed."""
    with op.batch_alter_table('submissions', schema=None) as batch_op:
        batch_op.add_column(sa.Column('number', sa.Integer(), nullable=False, server_default='1'))
    op.execute(
        "UPDATE submissions SET number = 2 WHERE stage = 'full' AND application_id IN"
        " (SELECT application_id FROM submissions WHERE stage = 'first')"
    )
    with op.batch_alter_table('submissions', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('uq_submissions_application_id_stage'), type_='unique')
        batch_op.create_unique_constraint(op.f('uq_submissions_application_id_number'), ['application_id', 'number'])
        batch_op.create_check_constraint(op.f('ck_submissions_number_from_one'), 'number >= 1')
    with op.batch_alter_table('submissions', schema=None) as batch_op:
        batch_op.alter_column('number', server_default=None)
    _returns()
    _outages()
    with op.batch_alter_table('approval_requests', schema=None) as batch_op:
        batch_op.add_column(sa.Column('reopened_at', INSTANT, nullable=True))
        batch_op.add_column(sa.Column('reopened_for', sa.String(length=40), nullable=False, server_default=''))
    with op.batch_alter_table('approval_requests', schema=None) as batch_op:
        batch_op.alter_column('reopened_for', server_default=None)


def _returns() -> None:
    op.create_table(
        'returns',
        sa.Column('application_id', sa.Uuid(), nullable=False),
        sa.Column('returned_at', INSTANT, nullable=False),
        sa.Column('returned_by_id', sa.Uuid(), nullable=False),
        sa.Column('answer_by_on', sa.Date(), nullable=False),
        sa.Column('note', sa.Text(), nullable=False),
        sa.Column('title', sa.String(length=300), nullable=False),
        sa.Column('answered_at', INSTANT, nullable=True),
        sa.Column('answer', sa.Text(), nullable=False),
        sa.Column('cancelled_at', INSTANT, nullable=True),
        sa.Column('passed_at', INSTANT, nullable=True),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.CheckConstraint(
            '(answered_at IS NULL AND (cancelled_at IS NULL OR passed_at IS NULL))'
            ' OR (cancelled_at IS NULL AND passed_at IS NULL)',
            name=op.f('ck_returns_ends_once'),
        ),
        sa.ForeignKeyConstraint(['application_id'], ['applications.id'], name=op.f('fk_returns_application_id_applications')),
        sa.ForeignKeyConstraint(['returned_by_id'], ['people.id'], name=op.f('fk_returns_returned_by_id_people')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_returns')),
    )
    op.create_index(op.f('ix_returns_application_id'), 'returns', ['application_id'])
    op.create_index(op.f('ix_returns_returned_by_id'), 'returns', ['returned_by_id'])
    op.create_index('uq_returns_one_out', 'returns', ['application_id'], unique=True, sqlite_where=OUT, postgresql_where=OUT)
    op.create_table(
        'returned_sections',
        sa.Column('return_id', sa.Uuid(), nullable=False),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.Column('key', sa.String(length=40), nullable=False),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('before', JSON, nullable=False),
        sa.Column('after', JSON, nullable=False),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(['return_id'], ['returns.id'], name=op.f('fk_returned_sections_return_id_returns')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_returned_sections')),
        sa.UniqueConstraint('return_id', 'key', name=op.f('uq_returned_sections_return_id_key')),
    )


def _outages() -> None:
    op.create_table(
        'beats',
        sa.Column('name', sa.String(length=20), nullable=False),
        sa.Column('alive_at', INSTANT, nullable=False),
        sa.PrimaryKeyConstraint('name', name=op.f('pk_beats')),
    )
    op.create_table(
        'outages',
        sa.Column('from_at', INSTANT, nullable=False),
        sa.Column('to_at', INSTANT, nullable=False),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.CheckConstraint('from_at < to_at', name=op.f('ck_outages_ends_after_start')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_outages')),
    )
    with op.batch_alter_table('calls', schema=None) as batch_op:
        batch_op.add_column(sa.Column('shut_at', INSTANT, nullable=True))
    with op.batch_alter_table('call_extensions', schema=None) as batch_op:
        batch_op.add_column(sa.Column('outage_id', sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(op.f('fk_call_extensions_outage_id_outages'), 'outages', ['outage_id'], ['id'])
        batch_op.create_unique_constraint(op.f('uq_call_extensions_call_id_outage_id'), ['call_id', 'outage_id'])


def downgrade() -> None:
    """Take it all away. Refuses where something was sent back or sent again: it would be lost."""
    returns = sa.table('returns', sa.column('id'))
    if op.get_bind().execute(sa.select(returns).limit(1)).first():
        raise RuntimeError('applications were sent back, and a downgrade would lose it')
    with op.batch_alter_table('approval_requests', schema=None) as batch_op:
        batch_op.drop_column('reopened_for')
        batch_op.drop_column('reopened_at')
    with op.batch_alter_table('call_extensions', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('uq_call_extensions_call_id_outage_id'), type_='unique')
        batch_op.drop_constraint(op.f('fk_call_extensions_outage_id_outages'), type_='foreignkey')
        batch_op.drop_column('outage_id')
    with op.batch_alter_table('calls', schema=None) as batch_op:
        batch_op.drop_column('shut_at')
    op.drop_table('outages')
    op.drop_table('beats')
    op.drop_table('returned_sections')
    op.drop_table('returns')
    with op.batch_alter_table('submissions', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_submissions_number_from_one'), type_='check')
        batch_op.drop_constraint(op.f('uq_submissions_application_id_number'), type_='unique')
        batch_op.drop_column('number')
    with op.batch_alter_table('submissions', schema=None) as batch_op:
        batch_op.create_unique_constraint(op.f('uq_submissions_application_id_stage'), ['application_id', 'stage'])
