"""The lists of a call as files that open in Excel, for the office: what was sent, what it costs."""
