"""Files that people add to their applications, and their bytes.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

import portal.kernel.db

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both tables."""
    op.create_table('uploads',
    sa.Column('owner_id', sa.Uuid(), nullable=False),
    sa.Column('subject_kind', sa.String(length=40), nullable=False),
    sa.Column('subject_id', sa.Uuid(), nullable=False),
    sa.Column('question_key', sa.String(length=60), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('kind', sa.Enum('pdf', 'word', 'jpeg', 'png', name='upload_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('state', sa.Enum('not_scanned', 'clean', 'infected', name='upload_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('uploaded_at', portal.kernel.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('scanned_at', portal.kernel.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('removed_at', portal.kernel.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("(scanned_at IS NULL) = (state = 'not_scanned')", name=op.f('ck_uploads_scanned_when')),
    sa.CheckConstraint('size > 0', name=op.f('ck_uploads_not_empty')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_uploads'))
    )
    with op.batch_alter_table('uploads', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_uploads_owner_id'), ['owner_id'], unique=False)
        batch_op.create_index('ix_uploads_state', ['state', 'tries'], unique=False)
        batch_op.create_index('ix_uploads_subject', ['subject_id', 'uploaded_at'], unique=False)

    op.create_table('upload_contents',
    sa.Column('upload_id', sa.Uuid(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['upload_id'], ['uploads.id'], name=op.f('fk_upload_contents_upload_id_uploads'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('upload_id', name=op.f('pk_upload_contents'))
    )


def downgrade() -> None:
    """Drop both. Refuses where there are files: they would be lost."""
    if op.get_bind().execute(sa.text('SELECT 1 FROM uploads LIMIT 1')).first():
        raise RuntimeError('people have added files, and a downgrade would lose them')
    op.drop_table('upload_contents')
    with op.batch_alter_table('uploads', schema=None) as batch_op:
        batch_op.drop_index('ix_uploads_subject')
        batch_op.drop_index('ix_uploads_state')
        batch_op.drop_index(batch_op.f('ix_uploads_owner_id'))

    op.drop_table('uploads')
