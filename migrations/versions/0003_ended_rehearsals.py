"""When the office ended a rehearsal.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

import portal.kernel.db

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; nothing has ended yet."""
    with op.batch_alter_table('calls', schema=None) as batch_op:
        batch_op.add_column(sa.Column('ended_at', portal.kernel.db.UtcDateTime(timezone=True), nullable=True))
        batch_op.create_check_constraint(op.f('ck_calls_only_rehearsals_end'), 'ended_at IS NULL OR rehearsal')


def downgrade() -> None:
    """Take the column away. Refuses where a rehearsal has ended: that would be lost."""
    calls = sa.table('calls', sa.column('ended_at'))
    if op.get_bind().execute(sa.select(calls).where(calls.c.ended_at.is_not(None)).limit(1)).first():
        raise RuntimeError('rehearsals have ended, and a downgrade would lose it')
    with op.batch_alter_table('calls', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_calls_only_rehearsals_end'), type_='check')
        batch_op.drop_column('ended_at')
