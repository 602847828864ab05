"""Hours of a period whose time was given in all.

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; all time so far was given by the week."""
    with op.batch_alter_table('release_periods', schema=None) as batch_op:
        batch_op.add_column(sa.Column('in_all_hundredths', sa.Integer(), nullable=True))
        batch_op.create_check_constraint(op.f('ck_release_periods_some_hours_in_all'), 'in_all_hundredths > 0')


def downgrade() -> None:
    """Take the column away. Refuses where time was given in all: its hours would be lost."""
    periods = sa.table('release_periods', sa.column('in_all_hundredths'))
    given = sa.select(periods).where(periods.c.in_all_hundredths.is_not(None)).limit(1)
    if op.get_bind().execute(given).first():
        raise RuntimeError('time was given in all, and a downgrade would lose it')
    with op.batch_alter_table('release_periods', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_release_periods_some_hours_in_all'), type_='check')
        batch_op.drop_column('in_all_hundredths')
