"""Pay scales, on-costs, and an organisation's choices.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

import portal.kernel.db

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; what is shipped stays in the files."""
    op.create_table('rate_choices',
        sa.Column('organisation_id', sa.Uuid(), nullable=False),
        sa.Column('starts_on', sa.Date(), nullable=False),
        sa.Column('ni_mode', sa.Enum('share_of_post', 'in_full', name='ni_mode', native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column('pension_mode', sa.Enum('paid_by_employer', 'headline', 'own', name='pension_mode', native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column('pension_own_millionths', sa.Integer(), nullable=True),
        sa.Column('pension_own_source', sa.Text(), nullable=False),
        sa.Column('charges_levy', sa.Boolean(), nullable=False),
        sa.Column('entered_by_id', sa.Uuid(), nullable=False),
        sa.Column('entered_at', portal.kernel.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.CheckConstraint("(pension_mode = 'own') = (pension_own_millionths IS NOT NULL)", name=op.f('ck_rate_choices_own_rate_where_chosen')),
        sa.ForeignKeyConstraint(['entered_by_id'], ['people.id'], name=op.f('fk_rate_choices_entered_by_id_people')),
        sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_rate_choices_organisation_id_organisations')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_rate_choices'))
    )
    with op.batch_alter_table('rate_choices', schema=None) as batch_op:
        batch_op.create_index('ix_rate_choices_organisation_id_starts_on', ['organisation_id', 'starts_on'], unique=False)

    op.create_table('rate_hourly',
        sa.Column('organisation_id', sa.Uuid(), nullable=False),
        sa.Column('cover', sa.Enum('bank', 'agency', name='cover', native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column('band', sa.String(length=4), nullable=False),
        sa.Column('hourly_pence', sa.Integer(), nullable=False),
        sa.Column('source', sa.Text(), nullable=False),
        sa.Column('starts_on', sa.Date(), nullable=False),
        sa.Column('ends_on', sa.Date(), nullable=False),
        sa.Column('entered_by_id', sa.Uuid(), nullable=False),
        sa.Column('entered_at', portal.kernel.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column('ended_at', portal.kernel.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.CheckConstraint('ends_on >= starts_on', name=op.f('ck_rate_hourly_ends_after_start')),
        sa.CheckConstraint('hourly_pence > 0', name=op.f('ck_rate_hourly_above_nought')),
        sa.ForeignKeyConstraint(['entered_by_id'], ['people.id'], name=op.f('fk_rate_hourly_entered_by_id_people')),
        sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_rate_hourly_organisation_id_organisations')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_rate_hourly'))
    )
    with op.batch_alter_table('rate_hourly', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_rate_hourly_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('rate_on_costs',
        sa.Column('ni_millionths', sa.Integer(), nullable=False),
        sa.Column('ni_threshold_pence', sa.Integer(), nullable=False),
        sa.Column('levy_millionths', sa.Integer(), nullable=False),
        sa.Column('pension_paid_millionths', sa.Integer(), nullable=False),
        sa.Column('pension_headline_millionths', sa.Integer(), nullable=False),
        sa.Column('organisation_id', sa.Uuid(), nullable=False),
        sa.Column('nation', sa.Enum('england', 'scotland', 'wales', 'northern_ireland', name='nation', native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column('starts_on', sa.Date(), nullable=False),
        sa.Column('ends_on', sa.Date(), nullable=False),
        sa.Column('trust', sa.Enum('sourced', 'provisional', 'sourced_single', 'sourced_conflicting', 'illustrative', name='trust', native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column('source', sa.Text(), nullable=False),
        sa.Column('entered_by_id', sa.Uuid(), nullable=False),
        sa.Column('entered_at', portal.kernel.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column('in_force_at', portal.kernel.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column('ended_at', portal.kernel.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.CheckConstraint('ended_at IS NULL OR in_force_at IS NOT NULL', name=op.f('ck_rate_on_costs_in_force_before_end')),
        sa.CheckConstraint('ends_on >= starts_on', name=op.f('ck_rate_on_costs_ends_after_start')),
        sa.CheckConstraint('ni_millionths >= 0 AND ni_threshold_pence >= 0 AND levy_millionths >= 0 AND pension_paid_millionths >= 0 AND pension_headline_millionths >= 0', name=op.f('ck_rate_on_costs_not_negative')),
        sa.ForeignKeyConstraint(['entered_by_id'], ['people.id'], name=op.f('fk_rate_on_costs_entered_by_id_people')),
        sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_rate_on_costs_organisation_id_organisations')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_rate_on_costs'))
    )
    with op.batch_alter_table('rate_on_costs', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_rate_on_costs_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('rate_scales',
        sa.Column('pay_year', sa.String(length=7), nullable=False),
        sa.Column('full_time_hundredths', sa.Integer(), nullable=False),
        sa.Column('organisation_id', sa.Uuid(), nullable=False),
        sa.Column('nation', sa.Enum('england', 'scotland', 'wales', 'northern_ireland', name='nation', native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column('starts_on', sa.Date(), nullable=False),
        sa.Column('ends_on', sa.Date(), nullable=False),
        sa.Column('trust', sa.Enum('sourced', 'provisional', 'sourced_single', 'sourced_conflicting', 'illustrative', name='trust', native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column('source', sa.Text(), nullable=False),
        sa.Column('entered_by_id', sa.Uuid(), nullable=False),
        sa.Column('entered_at', portal.kernel.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column('in_force_at', portal.kernel.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column('ended_at', portal.kernel.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.CheckConstraint('ended_at IS NULL OR in_force_at IS NOT NULL', name=op.f('ck_rate_scales_in_force_before_end')),
        sa.CheckConstraint('ends_on >= starts_on', name=op.f('ck_rate_scales_ends_after_start')),
        sa.CheckConstraint('full_time_hundredths > 0', name=op.f('ck_rate_scales_full_time_above_nought')),
        sa.ForeignKeyConstraint(['entered_by_id'], ['people.id'], name=op.f('fk_rate_scales_entered_by_id_people')),
        sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_rate_scales_organisation_id_organisations')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_rate_scales'))
    )
    with op.batch_alter_table('rate_scales', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_rate_scales_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('rate_imports',
        sa.Column('scale_id', sa.Uuid(), nullable=False),
        sa.Column('name', sa.String(length=200), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('columns', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
        sa.Column('sent_at', portal.kernel.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(['scale_id'], ['rate_scales.id'], name=op.f('fk_rate_imports_scale_id_rate_scales')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_rate_imports')),
        sa.UniqueConstraint('scale_id', name=op.f('uq_rate_imports_scale_id'))
    )
    op.create_table('rate_points',
        sa.Column('scale_id', sa.Uuid(), nullable=False),
        sa.Column('band', sa.String(length=4), nullable=False),
        sa.Column('step', sa.Integer(), nullable=False),
        sa.Column('annual_pence', sa.Integer(), nullable=False),
        sa.Column('years', sa.Integer(), nullable=True),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.CheckConstraint('annual_pence > 0 AND step > 0', name=op.f('ck_rate_points_above_nought')),
        sa.CheckConstraint('years IS NULL OR years >= 0', name=op.f('ck_rate_points_years_not_negative')),
        sa.ForeignKeyConstraint(['scale_id'], ['rate_scales.id'], name=op.f('fk_rate_points_scale_id_rate_scales')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_rate_points')),
        sa.UniqueConstraint('scale_id', 'band', 'step', name=op.f('uq_rate_points_scale_id_band_step'))
    )
    with op.batch_alter_table('rate_points', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_rate_points_scale_id'), ['scale_id'], unique=False)


def downgrade() -> None:
    """Take the tables away."""
    with op.batch_alter_table('rate_points', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_rate_points_scale_id'))

    op.drop_table('rate_points')
    op.drop_table('rate_imports')
    with op.batch_alter_table('rate_scales', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_rate_scales_organisation_id'))

    op.drop_table('rate_scales')
    with op.batch_alter_table('rate_on_costs', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_rate_on_costs_organisation_id'))

    op.drop_table('rate_on_costs')
    with op.batch_alter_table('rate_hourly', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_rate_hourly_organisation_id'))

    op.drop_table('rate_hourly')
    with op.batch_alter_table('rate_choices', schema=None) as batch_op:
        batch_op.drop_index('ix_rate_choices_organisation_id_starts_on')

    op.drop_table('rate_choices')
