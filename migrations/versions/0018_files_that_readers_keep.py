"""A file that its owner removed stays for those who still read it.

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No file so far was sent back, so none is kept."""
    with op.batch_alter_table('uploads', schema=None) as batch_op:
        batch_op.add_column(sa.Column('is_kept', sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table('uploads', schema=None) as batch_op:
        batch_op.alter_column('is_kept', server_default=None)


def downgrade() -> None:
    """Take it away. Refuses where one is kept: the next sweep would delete what others read."""
    uploads = sa.table('uploads', sa.column('id'), sa.column('is_kept', sa.Boolean()))
    if op.get_bind().execute(sa.select(uploads.c.id).where(uploads.c.is_kept).limit(1)).first():
        raise RuntimeError('files are out for changes, and a downgrade would delete what was sent')
    with op.batch_alter_table('uploads', schema=None) as batch_op:
        batch_op.drop_column('is_kept')
