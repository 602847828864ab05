"""Whose money a cost is, and what keeps two presses or two tabs apart.

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

POT = sa.Enum('scheme', 'service', 'other', name='cost_pot', native_enum=False, create_constraint=False, length=40)


def upgrade() -> None:
    """Add the columns; all there is was asked of the scheme."""
    with op.batch_alter_table('cost_lines', schema=None) as batch_op:
        batch_op.add_column(sa.Column('pot', POT, nullable=False, server_default='scheme'))
        batch_op.add_column(sa.Column('pot_name', sa.String(length=120), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('ticket', sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column('version', sa.Integer(), nullable=False, server_default='1'))
    with op.batch_alter_table('cost_lines', schema=None) as batch_op:
        batch_op.alter_column('pot', server_default=None)
        batch_op.alter_column('pot_name', server_default=None)
        batch_op.alter_column('version', server_default=None)
        batch_op.create_check_constraint(op.f('ck_cost_lines_cost_pot'), "pot IN ('scheme', 'service', 'other')")
        batch_op.create_check_constraint(op.f('ck_cost_lines_others_have_names'), "(pot = 'other') = (pot_name <> '')")
        batch_op.create_unique_constraint(op.f('uq_cost_lines_application_id_ticket'), ['application_id', 'ticket'])


def downgrade() -> None:
    """Take the columns away. Refuses where others than a scheme pay: sums would change."""
    lines = sa.table('cost_lines', sa.column('pot'))
    if op.get_bind().execute(sa.select(lines).where(lines.c.pot != 'scheme').limit(1)).first():
        raise RuntimeError('others than a scheme pay some costs, and a downgrade would lose it')
    with op.batch_alter_table('cost_lines', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('uq_cost_lines_application_id_ticket'), type_='unique')
        batch_op.drop_constraint(op.f('ck_cost_lines_others_have_names'), type_='check')
        batch_op.drop_constraint(op.f('ck_cost_lines_cost_pot'), type_='check')
        for name in ('version', 'ticket', 'pot_name', 'pot'):
            batch_op.drop_column(name)
