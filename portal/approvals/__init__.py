"""The applicant's own side agrees: approvers, release, cover plans."""
