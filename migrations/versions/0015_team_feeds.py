"""The private address of a team's calendar.

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

import portal.kernel.db

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Keep one address a person, as the digest of its token."""
    op.create_table(
        'team_feeds',
        sa.Column('person_id', sa.Uuid(), nullable=False),
        sa.Column('token_digest', sa.String(length=64), nullable=False),
        sa.Column('made_at', portal.kernel.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_team_feeds_person_id_people')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_team_feeds')),
        sa.UniqueConstraint('person_id', name=op.f('uq_team_feeds_person_id')),
        sa.UniqueConstraint('token_digest', name=op.f('uq_team_feeds_token_digest')),
    )


def downgrade() -> None:
    """Take the addresses away: calendars that use them find nothing."""
    op.drop_table('team_feeds')
