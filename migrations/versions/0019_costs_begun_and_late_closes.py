"""Costs that were begun and not saved; invitations and late passes that are over stay over.

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

import portal.kernel.db

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql')
MOMENT = portal.kernel.db.UtcDateTime(timezone=True)


def upgrade() -> None:
    """Add the table, and columns that say nothing of the rows already there."""
    op.create_table('begun_costs',
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('ticket', sa.String(length=64), nullable=False),
    sa.Column('kind', sa.Enum('salary', 'other', name='begun_cost_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('line_id', sa.Uuid(), nullable=True),
    sa.Column('line_version', sa.Integer(), nullable=False),
    sa.Column('words', JSON, nullable=False),
    sa.Column('written_at', MOMENT, nullable=False),
    sa.Column('written_by_id', sa.Uuid(), nullable=False),
    sa.Column('tab', sa.String(length=40), nullable=False),
    sa.Column('turn', sa.Integer(), nullable=False),
    sa.Column('ended_at', MOMENT, nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['applications.id'], name=op.f('fk_begun_costs_application_id_applications')),
    sa.ForeignKeyConstraint(['written_by_id'], ['people.id'], name=op.f('fk_begun_costs_written_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_begun_costs')),
    sa.UniqueConstraint('application_id', 'ticket', name=op.f('uq_begun_costs_application_id_ticket'))
    )
    for table in ('invitations', 'late_passes'):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column('shut_at', MOMENT, nullable=True))


def downgrade() -> None:
    """Take them away. Refuses where a cost was begun: words would be lost."""
    begun = sa.table('begun_costs', sa.column('ended_at'))
    kept = sa.select(begun).where(begun.c.ended_at.is_(None)).limit(1)
    if op.get_bind().execute(kept).first():
        raise RuntimeError('costs that were begun are kept, and a downgrade would lose them')
    for table in ('late_passes', 'invitations'):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column('shut_at')
    op.drop_table('begun_costs')
