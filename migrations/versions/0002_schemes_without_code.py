"""Schemes without code

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

import portal.kernel.db

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql')
NEW = ('pulse_taken', 'pulse_tallies', 'enquiries', 'scheme_drafts', 'subscriptions', 'call_extensions', 'late_passes', 'scheme_views')


def upgrade() -> None:
    op.create_table('pulse_taken',
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('round_on', sa.Date(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_pulse_taken_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pulse_taken')),
    sa.UniqueConstraint('person_id', 'round_on', name=op.f('uq_pulse_taken_person_id_round_on'))
    )
    op.create_table('pulse_tallies',
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('round_on', sa.Date(), nullable=False),
    sa.Column('job', sa.String(length=40), nullable=False),
    sa.Column('question', sa.String(length=40), nullable=False),
    sa.Column('answer', sa.String(length=40), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('number >= 0', name=op.f('ck_pulse_tallies_not_negative')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_pulse_tallies_organisation_id_organisations')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pulse_tallies')),
    sa.UniqueConstraint('organisation_id', 'round_on', 'job', 'question', 'answer', name=op.f('uq_pulse_tallies_organisation_id_round_on_job_question_answer'))
    )
    op.create_table('enquiries',
    sa.Column('scheme_id', sa.Uuid(), nullable=False),
    sa.Column('asker_name', sa.String(length=200), nullable=False),
    sa.Column('asker_email', sa.String(length=254), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('facts', sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql'), nullable=False),
    sa.Column('asked_from', sa.String(length=64), nullable=False),
    sa.Column('made_at', portal.kernel.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('answered_at', portal.kernel.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('answered_by_id', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['answered_by_id'], ['people.id'], name=op.f('fk_enquiries_answered_by_id_people')),
    sa.ForeignKeyConstraint(['scheme_id'], ['schemes.id'], name=op.f('fk_enquiries_scheme_id_schemes')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_enquiries'))
    )
    with op.batch_alter_table('enquiries', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_enquiries_answered_by_id'), ['answered_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_enquiries_scheme_id'), ['scheme_id'], unique=False)

    op.create_table('scheme_drafts',
    sa.Column('scheme_id', sa.Uuid(), nullable=False),
    sa.Column('base_number', sa.Integer(), nullable=False),
    sa.Column('definition', sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql'), nullable=False),
    sa.Column('changed_at', portal.kernel.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('changed_by_id', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['changed_by_id'], ['people.id'], name=op.f('fk_scheme_drafts_changed_by_id_people')),
    sa.ForeignKeyConstraint(['scheme_id'], ['schemes.id'], name=op.f('fk_scheme_drafts_scheme_id_schemes')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scheme_drafts')),
    sa.UniqueConstraint('scheme_id', name=op.f('uq_scheme_drafts_scheme_id'))
    )
    with op.batch_alter_table('scheme_drafts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_scheme_drafts_changed_by_id'), ['changed_by_id'], unique=False)

    op.create_table('subscriptions',
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('scheme_id', sa.Uuid(), nullable=True),
    sa.Column('jobs', sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql'), nullable=False),
    sa.Column('kinds', sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql'), nullable=False),
    sa.Column('token_digest', sa.String(length=64), nullable=False),
    sa.Column('asked_from', sa.String(length=64), nullable=False),
    sa.Column('asked_at', portal.kernel.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('confirmed_at', portal.kernel.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('ended_at', portal.kernel.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['scheme_id'], ['schemes.id'], name=op.f('fk_subscriptions_scheme_id_schemes')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_subscriptions')),
    sa.UniqueConstraint('token_digest', name=op.f('uq_subscriptions_token_digest'))
    )
    with op.batch_alter_table('subscriptions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_subscriptions_asked_from'), ['asked_from'], unique=False)
        batch_op.create_index(batch_op.f('ix_subscriptions_email'), ['email'], unique=False)
        batch_op.create_index(batch_op.f('ix_subscriptions_scheme_id'), ['scheme_id'], unique=False)

    op.create_table('call_extensions',
    sa.Column('call_id', sa.Uuid(), nullable=False),
    sa.Column('from_at', portal.kernel.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('to_at', portal.kernel.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('made_at', portal.kernel.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('made_by_id', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('from_at <> to_at', name=op.f('ck_call_extensions_moves_the_close')),
    sa.ForeignKeyConstraint(['call_id'], ['calls.id'], name=op.f('fk_call_extensions_call_id_calls')),
    sa.ForeignKeyConstraint(['made_by_id'], ['people.id'], name=op.f('fk_call_extensions_made_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_call_extensions'))
    )
    with op.batch_alter_table('call_extensions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_call_extensions_call_id'), ['call_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_call_extensions_made_by_id'), ['made_by_id'], unique=False)

    op.create_table('late_passes',
    sa.Column('call_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('until_at', portal.kernel.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('made_at', portal.kernel.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('made_by_id', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['call_id'], ['calls.id'], name=op.f('fk_late_passes_call_id_calls')),
    sa.ForeignKeyConstraint(['made_by_id'], ['people.id'], name=op.f('fk_late_passes_made_by_id_people')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_late_passes_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_late_passes')),
    sa.UniqueConstraint('call_id', 'person_id', name=op.f('uq_late_passes_call_id_person_id'))
    )
    with op.batch_alter_table('late_passes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_late_passes_made_by_id'), ['made_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_late_passes_person_id'), ['person_id'], unique=False)

    op.create_table('scheme_views',
    sa.Column('call_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('profession_code', sa.String(length=20), nullable=False),
    sa.Column('team_id', sa.Uuid(), nullable=True),
    sa.Column('seen_at', portal.kernel.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['call_id'], ['calls.id'], name=op.f('fk_scheme_views_call_id_calls')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_scheme_views_person_id_people')),
    sa.ForeignKeyConstraint(['team_id'], ['organisations.id'], name=op.f('fk_scheme_views_team_id_organisations')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scheme_views')),
    sa.UniqueConstraint('call_id', 'person_id', name=op.f('uq_scheme_views_call_id_person_id'))
    )
    with op.batch_alter_table('scheme_views', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_scheme_views_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_scheme_views_team_id'), ['team_id'], unique=False)

    # What is there already gets an empty value; from then on the code says each one.
    _add('applications', told=(JSON, '{}'))
    _add('documents', inputs=(sa.String(length=64), ''))
    _add('calls', ring_fences=(JSON, '[]'))
    _add('messages', reply_to=(sa.String(length=254), ''), unsubscribe_url=(sa.String(length=300), ''))
    _add('scheme_versions', note=(sa.String(length=300), ''))
    _add('schemes', template_key=(sa.String(length=40), ''))
    with op.batch_alter_table('calls', schema=None) as batch_op:
        batch_op.add_column(sa.Column('announced_at', portal.kernel.db.UtcDateTime(timezone=True), nullable=True))
    # Nobody is told of calls that had opened before anybody could ask to be told.
    op.execute("UPDATE calls SET announced_at = opens_at WHERE opens_at < CURRENT_TIMESTAMP")


def _add(table: str, **columns) -> None:
    with op.batch_alter_table(table, schema=None) as batch_op:
        for name, (kind, value) in columns.items():
            batch_op.add_column(sa.Column(name, kind, nullable=False, server_default=value))
    with op.batch_alter_table(table, schema=None) as batch_op:
        for name in columns:
            batch_op.alter_column(name, server_default=None)


def downgrade() -> None:
    """Take the tables away. Refuses where they have rows: those would be lost."""
    full = [name for name in NEW if op.get_bind().execute(sa.text(f'SELECT 1 FROM {name} LIMIT 1')).first()]
    if full:
        raise RuntimeError(f"these tables have rows that a downgrade would lose: {', '.join(full)}")
    with op.batch_alter_table('schemes', schema=None) as batch_op:
        batch_op.drop_column('template_key')

    with op.batch_alter_table('scheme_versions', schema=None) as batch_op:
        batch_op.drop_column('note')

    with op.batch_alter_table('documents', schema=None) as batch_op:
        batch_op.drop_column('inputs')

    with op.batch_alter_table('messages', schema=None) as batch_op:
        batch_op.drop_column('unsubscribe_url')
        batch_op.drop_column('reply_to')

    with op.batch_alter_table('calls', schema=None) as batch_op:
        batch_op.drop_column('announced_at')
        batch_op.drop_column('ring_fences')

    with op.batch_alter_table('applications', schema=None) as batch_op:
        batch_op.drop_column('told')

    with op.batch_alter_table('scheme_views', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_scheme_views_team_id'))
        batch_op.drop_index(batch_op.f('ix_scheme_views_person_id'))

    op.drop_table('scheme_views')
    with op.batch_alter_table('late_passes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_late_passes_person_id'))
        batch_op.drop_index(batch_op.f('ix_late_passes_made_by_id'))

    op.drop_table('late_passes')
    with op.batch_alter_table('call_extensions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_call_extensions_made_by_id'))
        batch_op.drop_index(batch_op.f('ix_call_extensions_call_id'))

    op.drop_table('call_extensions')
    with op.batch_alter_table('subscriptions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_subscriptions_scheme_id'))
        batch_op.drop_index(batch_op.f('ix_subscriptions_email'))
        batch_op.drop_index(batch_op.f('ix_subscriptions_asked_from'))

    op.drop_table('subscriptions')
    with op.batch_alter_table('scheme_drafts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_scheme_drafts_changed_by_id'))

    op.drop_table('scheme_drafts')
    with op.batch_alter_table('enquiries', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_enquiries_scheme_id'))
        batch_op.drop_index(batch_op.f('ix_enquiries_answered_by_id'))

    op.drop_table('enquiries')
    op.drop_table('pulse_tallies')
    op.drop_table('pulse_taken')
