"""Schemes in two stages: invitations, and a receipt for each stage.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

import portal.kernel.db

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

STATE = 'ck_applications_application_state'
BEFORE = "state IN ('draft', 'submitted', 'withdrawn')"
AFTER = "state IN ('draft', 'first_sent', 'invited', 'not_invited', 'submitted', 'withdrawn')"


def upgrade() -> None:
    """Add the states, the invitations, and the stage of a receipt: all so far are of one stage."""
    with op.batch_alter_table('applications', schema=None) as batch_op:
        batch_op.add_column(sa.Column('first_sent_at', portal.kernel.db.UtcDateTime(timezone=True), nullable=True))
        batch_op.drop_constraint(op.f(STATE), type_='check')
        batch_op.create_check_constraint(op.f(STATE), AFTER)
        batch_op.create_check_constraint(op.f('ck_applications_first_reference_given'), 'first_sent_at IS NULL OR reference IS NOT NULL')
        batch_op.create_check_constraint(op.f('ck_applications_first_sent_when'), "state NOT IN ('first_sent', 'invited', 'not_invited') OR first_sent_at IS NOT NULL")

    with op.batch_alter_table('submissions', schema=None) as batch_op:
        batch_op.add_column(sa.Column('stage', sa.Enum('first', 'full', name='submission_stage', native_enum=False, create_constraint=True, length=40), nullable=False, server_default='full'))
        batch_op.drop_constraint(op.f('uq_submissions_application_id'), type_='unique')
        batch_op.create_unique_constraint(op.f('uq_submissions_application_id_stage'), ['application_id', 'stage'])
    with op.batch_alter_table('submissions', schema=None) as batch_op:
        batch_op.alter_column('stage', server_default=None)

    op.create_table('invitations',
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('closes_at', portal.kernel.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('decided_at', portal.kernel.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('decided_by_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("(closes_at IS NULL) <> (reason = '')", name=op.f('ck_invitations_date_or_reason')),
    sa.ForeignKeyConstraint(['application_id'], ['applications.id'], name=op.f('fk_invitations_application_id_applications')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['people.id'], name=op.f('fk_invitations_decided_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitations')),
    sa.UniqueConstraint('application_id', name=op.f('uq_invitations_application_id'))
    )


def downgrade() -> None:
    """Take them away. Refuses where a first stage was sent: that would be lost."""
    applications = sa.table('applications', sa.column('first_sent_at'))
    if op.get_bind().execute(sa.select(applications).where(applications.c.first_sent_at.is_not(None)).limit(1)).first():
        raise RuntimeError('first stages have been sent, and a downgrade would lose them')
    op.drop_table('invitations')
    with op.batch_alter_table('submissions', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('uq_submissions_application_id_stage'), type_='unique')
        batch_op.create_unique_constraint(op.f('uq_submissions_application_id'), ['application_id'])
        batch_op.drop_constraint(op.f('ck_submissions_submission_stage'), type_='check')
        batch_op.drop_column('stage')

    with op.batch_alter_table('applications', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_applications_first_sent_when'), type_='check')
        batch_op.drop_constraint(op.f('ck_applications_first_reference_given'), type_='check')
        batch_op.drop_constraint(op.f(STATE), type_='check')
        batch_op.create_check_constraint(op.f(STATE), BEFORE)
        batch_op.drop_column('first_sent_at')
