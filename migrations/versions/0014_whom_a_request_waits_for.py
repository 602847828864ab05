"""Whom a request waits for, what was passed on, yes if, absences, and cover in full.

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

import portal.kernel.db

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None

INSTANT = portal.kernel.db.UtcDateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql')
SEATS = ('approver', 'deputy', 'above', 'office', 'guest')
STATES = ('waiting', 'conditional', 'approved', 'declined', 'no_answer', 'closed')
STATES_BEFORE = ('waiting', 'approved', 'declined', 'closed')
WHYS = ('asked', 'unknown', 'same', 'away', 'late', 'left', 'bounced', 'passed_on', 'to_check')
REASONS = ('winter_pressure', 'vacancies', 'too_many_out', 'dates', 'hours', 'not_the_right_time', 'other')


def upgrade() -> None:
    """Every request waits for whom it was asked of; without an approver, for the office."""
    with op.batch_alter_table('approval_requests', schema=None) as batch_op:
        batch_op.add_column(sa.Column('holder_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('seat', sa.String(length=40), nullable=False, server_default='approver'))
        batch_op.add_column(sa.Column('remind_at', INSTANT, nullable=True))
        batch_op.add_column(sa.Column('answered_as', sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column('answered_name', sa.String(length=200), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('interest', sa.String(length=40), nullable=False, server_default=''))
    op.execute("UPDATE approval_requests SET holder_id = approver_id")
    op.execute("UPDATE approval_requests SET seat = 'office' WHERE approver_id IS NULL")
    op.execute("UPDATE approval_requests SET answered_as = seat WHERE answered_by_id IS NOT NULL")
    with op.batch_alter_table('approval_requests', schema=None) as batch_op:
        for column in ('seat', 'answered_name', 'interest'):
            batch_op.alter_column(column, server_default=None)
        batch_op.create_foreign_key(op.f('fk_approval_requests_holder_id_people'), 'people', ['holder_id'], ['id'])
        batch_op.create_index(op.f('ix_approval_requests_holder_id'), ['holder_id'])
        batch_op.create_index(op.f('ix_approval_requests_due_at'), ['due_at'])
        batch_op.create_index(op.f('ix_approval_requests_remind_at'), ['remind_at'])
        batch_op.create_index('ix_approval_requests_state_due_at', ['state', 'due_at'])
        batch_op.create_check_constraint(op.f('ck_approval_requests_approval_seat'), _in('seat', SEATS))
        batch_op.create_check_constraint(op.f('ck_approval_requests_answered_as'), _in('answered_as', SEATS))
        batch_op.drop_constraint(op.f('ck_approval_requests_decline_reason'), type_='check')
        _states(batch_op, STATES)
        batch_op.drop_constraint(op.f('ck_approval_requests_answered_by'), type_='check')
        batch_op.create_check_constraint(
            op.f('ck_approval_requests_answered_by'),
            "state NOT IN ('approved', 'declined', 'conditional')"
            " OR answered_by_id IS NOT NULL OR answered_name <> ''",
        )
    _handovers()
    _conditions()
    _absences()
    _reasons()
    with op.batch_alter_table('cover_plans', schema=None) as batch_op:
        batch_op.add_column(sa.Column('band', sa.String(length=4), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('grade', sa.String(length=60), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('starts_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('is_paid_back', sa.Boolean(), nullable=True))
    with op.batch_alter_table('cover_plans', schema=None) as batch_op:
        batch_op.alter_column('band', server_default=None)
        batch_op.alter_column('grade', server_default=None)


def _in(column, values) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def _states(batch_op, states) -> None:
    batch_op.drop_constraint(op.f('ck_approval_requests_approval_state'), type_='check')
    batch_op.create_check_constraint(op.f('ck_approval_requests_approval_state'), _in('state', states))


def _handovers() -> None:
    op.create_table(
        'approval_handovers',
        sa.Column('request_id', sa.Uuid(), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('at', INSTANT, nullable=False),
        sa.Column('seat', sa.String(length=40), nullable=False),
        sa.Column('why', sa.String(length=40), nullable=False),
        sa.Column('person_id', sa.Uuid(), nullable=True),
        sa.Column('by_id', sa.Uuid(), nullable=True),
        sa.Column('note', sa.Text(), nullable=False),
        sa.Column('due_at', INSTANT, nullable=False),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.CheckConstraint('number >= 1', name=op.f('ck_approval_handovers_number_from_one')),
        sa.CheckConstraint(_in('seat', SEATS), name=op.f('ck_approval_handovers_handover_seat')),
        sa.CheckConstraint(
            _in('why', WHYS),
            name=op.f('ck_approval_handovers_handover_why'),
        ),
        sa.ForeignKeyConstraint(['request_id'], ['approval_requests.id'], name=op.f('fk_approval_handovers_request_id_approval_requests')),
        sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_approval_handovers_person_id_people')),
        sa.ForeignKeyConstraint(['by_id'], ['people.id'], name=op.f('fk_approval_handovers_by_id_people')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_approval_handovers')),
        sa.UniqueConstraint('request_id', 'number', name=op.f('uq_approval_handovers_request_id_number')),
    )
    for column in ('request_id', 'person_id', 'by_id'):
        op.create_index(op.f(f'ix_approval_handovers_{column}'), 'approval_handovers', [column])


def _conditions() -> None:
    op.create_table(
        'approval_conditions',
        sa.Column('request_id', sa.Uuid(), nullable=False),
        sa.Column('given_at', INSTANT, nullable=False),
        sa.Column('given_by_id', sa.Uuid(), nullable=True),
        sa.Column('periods', JSON, nullable=False),
        sa.Column('when_filled', sa.Boolean(), nullable=False),
        sa.Column('words', sa.Text(), nullable=False),
        sa.Column('ended_at', INSTANT, nullable=True),
        sa.Column('is_accepted', sa.Boolean(), nullable=False),
        sa.Column('answer', sa.Text(), nullable=False),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.CheckConstraint('NOT is_accepted OR ended_at IS NOT NULL', name=op.f('ck_approval_conditions_accepted_when')),
        sa.ForeignKeyConstraint(['request_id'], ['approval_requests.id'], name=op.f('fk_approval_conditions_request_id_approval_requests')),
        sa.ForeignKeyConstraint(['given_by_id'], ['people.id'], name=op.f('fk_approval_conditions_given_by_id_people')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_approval_conditions')),
    )
    for column in ('request_id', 'given_by_id'):
        op.create_index(op.f(f'ix_approval_conditions_{column}'), 'approval_conditions', [column])


def _absences() -> None:
    op.create_table(
        'absences',
        sa.Column('person_id', sa.Uuid(), nullable=False),
        sa.Column('deputy_id', sa.Uuid(), nullable=True),
        sa.Column('starts_on', sa.Date(), nullable=False),
        sa.Column('ends_on', sa.Date(), nullable=False),
        sa.Column('is_away', sa.Boolean(), nullable=False),
        sa.Column('made_at', INSTANT, nullable=False),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.CheckConstraint('ends_on >= starts_on', name=op.f('ck_absences_ends_after_start')),
        sa.CheckConstraint('deputy_id IS NULL OR deputy_id <> person_id', name=op.f('ck_absences_not_oneself')),
        sa.CheckConstraint('is_away OR deputy_id IS NOT NULL', name=op.f('ck_absences_away_or_deputy')),
        sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_absences_person_id_people')),
        sa.ForeignKeyConstraint(['deputy_id'], ['people.id'], name=op.f('fk_absences_deputy_id_people')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_absences')),
    )
    for column in ('person_id', 'deputy_id'):
        op.create_index(op.f(f'ix_absences_{column}'), 'absences', [column])


def _reasons() -> None:
    op.create_table(
        'decline_reasons',
        sa.Column('key', sa.String(length=40), nullable=False),
        sa.Column('label_en', sa.String(length=120), nullable=False),
        sa.Column('label_cy', sa.String(length=120), nullable=False),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.Column('retired_at', INSTANT, nullable=True),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_decline_reasons')),
        sa.UniqueConstraint('key', name=op.f('uq_decline_reasons_key')),
    )


def downgrade() -> None:
    """Take it all away. Refuses where somebody answered in a way that there was not before."""
    requests = sa.table('approval_requests', sa.column('state'), sa.column('reason'))
    new = sa.or_(
        requests.c.state.not_in(STATES_BEFORE),
        sa.and_(requests.c.reason.is_not(None), requests.c.reason.not_in(REASONS)),
    )
    if op.get_bind().execute(sa.select(requests.c.state).where(new).limit(1)).first():
        raise RuntimeError('requests stand in states or with reasons that a downgrade would lose')
    with op.batch_alter_table('cover_plans', schema=None) as batch_op:
        for column in ('is_paid_back', 'starts_on', 'grade', 'band'):
            batch_op.drop_column(column)
    for table in ('decline_reasons', 'absences', 'approval_conditions', 'approval_handovers'):
        op.drop_table(table)
    with op.batch_alter_table('approval_requests', schema=None) as batch_op:
        for index in ('ix_approval_requests_holder_id', 'ix_approval_requests_due_at', 'ix_approval_requests_remind_at'):
            batch_op.drop_index(op.f(index))
        batch_op.drop_index('ix_approval_requests_state_due_at')
        batch_op.drop_constraint(op.f('fk_approval_requests_holder_id_people'), type_='foreignkey')
        for name in ('approval_seat', 'answered_as', 'answered_by'):
            batch_op.drop_constraint(op.f(f'ck_approval_requests_{name}'), type_='check')
        _states(batch_op, STATES_BEFORE)
        batch_op.create_check_constraint(
            op.f('ck_approval_requests_answered_by'),
            "state NOT IN ('approved', 'declined') OR answered_by_id IS NOT NULL",
        )
        batch_op.create_check_constraint(op.f('ck_approval_requests_decline_reason'), _in('reason', REASONS))
        for column in ('interest', 'answered_name', 'answered_as', 'remind_at', 'seat', 'holder_id'):
            batch_op.drop_column(column)
