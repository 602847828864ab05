"""People on an application, and mentors

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

import portal.kernel.db

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql')
NEW = ('mentor_requests', 'collaborators', 'mentor_meetings', 'pairings', 'mentors')


def upgrade() -> None:
    """Add the tables, empty."""
    op.create_table('mentors',
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('topics', sa.Text(), nullable=False),
    sa.Column('methods', sa.Text(), nullable=False),
    sa.Column('professions', JSON, nullable=False),
    sa.Column('speaks_welsh', sa.Boolean(), nullable=False),
    sa.Column('languages', sa.String(length=200), nullable=False),
    sa.Column('ways', JSON, nullable=False),
    sa.Column('places', sa.Integer(), nullable=False),
    sa.Column('joined_at', portal.kernel.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('paused_at', portal.kernel.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('left_at', portal.kernel.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('places BETWEEN 1 AND 20', name=op.f('ck_mentors_some_places')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_mentors_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mentors')),
    sa.UniqueConstraint('person_id', name=op.f('uq_mentors_person_id'))
    )
    op.create_table('pairings',
    sa.Column('mentor_id', sa.Uuid(), nullable=False),
    sa.Column('mentee_id', sa.Uuid(), nullable=False),
    sa.Column('profession_code', sa.String(length=20), nullable=False),
    sa.Column('state', sa.Enum('asked', 'paired', 'declined', 'taken_back', 'ended', name='pairing_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('asked_at', portal.kernel.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('answered_at', portal.kernel.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('ended_at', portal.kernel.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['mentee_id'], ['people.id'], name=op.f('fk_pairings_mentee_id_people')),
    sa.ForeignKeyConstraint(['mentor_id'], ['mentors.id'], name=op.f('fk_pairings_mentor_id_mentors')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pairings'))
    )
    with op.batch_alter_table('pairings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_pairings_mentee_id'), ['mentee_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_pairings_mentor_id'), ['mentor_id'], unique=False)
        batch_op.create_index('uq_pairings_live', ['mentor_id', 'mentee_id'], unique=True, sqlite_where=sa.text("state IN ('asked', 'paired')"), postgresql_where=sa.text("state IN ('asked', 'paired')"))

    op.create_table('mentor_meetings',
    sa.Column('pairing_id', sa.Uuid(), nullable=False),
    sa.Column('met_on', sa.Date(), nullable=False),
    sa.Column('words', sa.String(length=200), nullable=False),
    sa.Column('noted_by_id', sa.Uuid(), nullable=False),
    sa.Column('noted_at', portal.kernel.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['noted_by_id'], ['people.id'], name=op.f('fk_mentor_meetings_noted_by_id_people')),
    sa.ForeignKeyConstraint(['pairing_id'], ['pairings.id'], name=op.f('fk_mentor_meetings_pairing_id_pairings')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mentor_meetings'))
    )
    with op.batch_alter_table('mentor_meetings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mentor_meetings_pairing_id'), ['pairing_id'], unique=False)

    op.create_table('collaborators',
    sa.Column('part', sa.String(length=200), nullable=False),
    sa.Column('access', sa.Enum('view', 'edit', name='collaborator_access', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('credit', JSON, nullable=False),
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=True),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('token_digest', sa.String(length=64), nullable=False),
    sa.Column('asked_at', portal.kernel.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('expires_at', portal.kernel.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('mails', sa.Integer(), nullable=False),
    sa.Column('answered_at', portal.kernel.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('ended_at', portal.kernel.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('standing', sa.Enum('waiting', 'agreed', 'declined', 'cancelled', 'left', 'removed', name='companion_standing', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("standing <> 'agreed' OR person_id IS NOT NULL", name=op.f('ck_collaborators_agreed_who')),
    sa.CheckConstraint('email = lower(email)', name=op.f('ck_collaborators_email_lower')),
    sa.ForeignKeyConstraint(['application_id'], ['applications.id'], name=op.f('fk_collaborators_application_id_applications')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_collaborators_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_collaborators')),
    sa.UniqueConstraint('token_digest', name=op.f('uq_collaborators_token_digest'))
    )
    with op.batch_alter_table('collaborators', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_collaborators_application_id'), ['application_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_collaborators_email'), ['email'], unique=False)
        batch_op.create_index(batch_op.f('ix_collaborators_person_id'), ['person_id'], unique=False)
        batch_op.create_index('uq_collaborators_live', ['application_id', 'email'], unique=True, sqlite_where=sa.text("standing IN ('waiting', 'agreed')"), postgresql_where=sa.text("standing IN ('waiting', 'agreed')"))
        batch_op.create_index('uq_collaborators_person', ['application_id', 'person_id'], unique=True, sqlite_where=sa.text("standing = 'agreed'"), postgresql_where=sa.text("standing = 'agreed'"))

    op.create_table('mentor_requests',
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('mentees', sa.Integer(), nullable=True),
    sa.Column('hours_hundredths', sa.Integer(), nullable=True),
    sa.Column('statement', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('reminded_at', portal.kernel.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=True),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('token_digest', sa.String(length=64), nullable=False),
    sa.Column('asked_at', portal.kernel.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('expires_at', portal.kernel.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('mails', sa.Integer(), nullable=False),
    sa.Column('answered_at', portal.kernel.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('ended_at', portal.kernel.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('standing', sa.Enum('waiting', 'agreed', 'declined', 'cancelled', 'left', 'removed', name='companion_standing', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("standing <> 'agreed' OR (person_id IS NOT NULL AND mentees >= 0 AND hours_hundredths > 0)", name=op.f('ck_mentor_requests_agreed_what')),
    sa.CheckConstraint('email = lower(email)', name=op.f('ck_mentor_requests_email_lower')),
    sa.ForeignKeyConstraint(['application_id'], ['applications.id'], name=op.f('fk_mentor_requests_application_id_applications')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_mentor_requests_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mentor_requests')),
    sa.UniqueConstraint('token_digest', name=op.f('uq_mentor_requests_token_digest'))
    )
    with op.batch_alter_table('mentor_requests', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mentor_requests_application_id'), ['application_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_mentor_requests_email'), ['email'], unique=False)
        batch_op.create_index(batch_op.f('ix_mentor_requests_person_id'), ['person_id'], unique=False)
        batch_op.create_index('uq_mentor_requests_live', ['application_id'], unique=True, sqlite_where=sa.text("standing IN ('waiting', 'agreed')"), postgresql_where=sa.text("standing IN ('waiting', 'agreed')"))


def downgrade() -> None:
    """Take the tables away. Refuses where somebody is in one: that would be lost."""
    for name in NEW:
        if op.get_bind().execute(sa.select(sa.text('1')).select_from(sa.table(name)).limit(1)).first():
            raise RuntimeError(f'{name} has rows, and a downgrade would lose them')
    for name in NEW:
        op.drop_table(name)
