"""Earlier versions of sections, pages held over a time-out, and sign-ins that can be extended.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

import portal.kernel.db

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql')


def upgrade() -> None:
    """Add the tables, and columns that rows already there have nothing in."""
    op.create_table('section_versions',
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('key', sa.String(length=40), nullable=False),
    sa.Column('answers', JSON, nullable=False),
    sa.Column('written_at', portal.kernel.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('written_by_id', sa.Uuid(), nullable=False),
    sa.Column('set_aside_at', portal.kernel.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['applications.id'], name=op.f('fk_section_versions_application_id_applications')),
    sa.ForeignKeyConstraint(['written_by_id'], ['people.id'], name=op.f('fk_section_versions_written_by_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_section_versions'))
    )
    op.create_index(op.f('ix_section_versions_application_id_key'), 'section_versions', ['application_id', 'key'])
    op.create_table('held_posts',
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('browser_digest', sa.String(length=64), nullable=False),
    sa.Column('path', sa.Text(), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.Column('held_at', portal.kernel.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_held_posts_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_held_posts'))
    )
    for column in ('person_id', 'browser_digest', 'held_at'):
        op.create_index(op.f(f'ix_held_posts_{column}'), 'held_posts', [column])
    with op.batch_alter_table('section_entries', schema=None) as batch_op:
        batch_op.add_column(sa.Column('tab', sa.String(length=40), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('turn', sa.Integer(), nullable=False, server_default='0'))
    with op.batch_alter_table('section_entries', schema=None) as batch_op:  # the portal says them
        batch_op.alter_column('tab', server_default=None)
        batch_op.alter_column('turn', server_default=None)
    with op.batch_alter_table('sign_ins', schema=None) as batch_op:
        batch_op.add_column(sa.Column('forms_digest', sa.String(length=64), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('extended_to', portal.kernel.db.UtcDateTime(timezone=True), nullable=True))
    with op.batch_alter_table('sign_ins', schema=None) as batch_op:
        batch_op.alter_column('forms_digest', server_default=None)
        batch_op.create_index(op.f('ix_sign_ins_forms_digest'), ['forms_digest'])


def downgrade() -> None:
    """Take them away. Refuses where earlier versions are kept: words would be lost."""
    versions = sa.table('section_versions', sa.column('id'))
    if op.get_bind().execute(sa.select(versions).limit(1)).first():
        raise RuntimeError('earlier versions of sections are kept, and a downgrade would lose them')
    with op.batch_alter_table('sign_ins', schema=None) as batch_op:
        batch_op.drop_index(op.f('ix_sign_ins_forms_digest'))
        batch_op.drop_column('extended_to')
        batch_op.drop_column('forms_digest')
    with op.batch_alter_table('section_entries', schema=None) as batch_op:
        batch_op.drop_column('turn')
        batch_op.drop_column('tab')
    op.drop_table('held_posts')
    op.drop_table('section_versions')
