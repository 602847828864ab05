"""The words of a reason for a no, as they were when it was given.

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What was answered before has the words that ship: nobody could change them yet."""
    with op.batch_alter_table('approval_requests', schema=None) as batch_op:
        batch_op.add_column(sa.Column('reason_en', sa.String(length=120), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('reason_cy', sa.String(length=120), nullable=False, server_default=''))
    with op.batch_alter_table('approval_requests', schema=None) as batch_op:
        batch_op.alter_column('reason_en', server_default=None)
        batch_op.alter_column('reason_cy', server_default=None)


def downgrade() -> None:
    """The key of the reason stays."""
    with op.batch_alter_table('approval_requests', schema=None) as batch_op:
        batch_op.drop_column('reason_cy')
        batch_op.drop_column('reason_en')
