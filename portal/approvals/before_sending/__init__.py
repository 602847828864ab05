"""A yes that is wanted before an application can be sent: its applicant asks for it."""
