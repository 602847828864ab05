"""Equality answers, which name nobody, and the protected totals released of them.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

import portal.kernel.db

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    op.create_table('equality_answers',
    sa.Column('seal', sa.String(length=64), nullable=False),
    sa.Column('nation', sa.String(length=20), nullable=False),
    sa.Column('answers', sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql'), nullable=False),
    sa.Column('month_on', sa.Date(), nullable=False),
    sa.PrimaryKeyConstraint('seal', name=op.f('pk_equality_answers')),
    sqlite_with_rowid=False,
    )
    op.create_table('equality_totals',
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('year_on', sa.Date(), nullable=False),
    sa.Column('question', sa.String(length=40), nullable=False),
    sa.Column('answer', sa.String(length=40), nullable=False),
    sa.Column('applied', sa.Integer(), nullable=True),
    sa.Column('awarded', sa.Integer(), nullable=True),
    sa.Column('released_at', portal.kernel.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('applied IS NULL OR applied % 5 = 0', name=op.f('ck_equality_totals_applied_rounded')),
    sa.CheckConstraint('awarded IS NULL OR awarded % 5 = 0', name=op.f('ck_equality_totals_awarded_rounded')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_equality_totals_organisation_id_organisations')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_equality_totals')),
    sa.UniqueConstraint('organisation_id', 'year_on', 'question', 'answer', name=op.f('uq_equality_totals_organisation_id_year_on_question_answer'))
    )


def downgrade() -> None:
    """Take the tables away. Refuses where somebody answered: that would be lost."""
    answers = sa.table('equality_answers', sa.column('seal'))
    if op.get_bind().execute(sa.select(answers).limit(1)).first():
        raise RuntimeError('there are equality answers, and a downgrade would lose them')
    op.drop_table('equality_totals')
    op.drop_table('equality_answers')
