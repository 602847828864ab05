"""Files of everything held of a person.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

import portal.kernel.db

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        'takeouts',
        sa.Column('person_id', sa.Uuid(), nullable=False),
        sa.Column('asked_at', portal.kernel.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column('made_at', portal.kernel.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column('content', sa.LargeBinary(), nullable=True),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.CheckConstraint('(content IS NULL) = (made_at IS NULL)', name=op.f('ck_takeouts_made_has_content')),
        sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_takeouts_person_id_people')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_takeouts')),
        sa.UniqueConstraint('person_id', name=op.f('uq_takeouts_person_id')),
    )


def downgrade() -> None:
    """Take the table away: each file can be asked for again."""
    op.drop_table('takeouts')
