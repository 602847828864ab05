"""From hours and bands to pence: pay scales, employer's on-costs, WTE and cost lines.

Pure: no page, no request, no clock. Money is integer pence, hours are integer hundredths of
an hour a week, fractions are exact, and nothing here is ever a float. Callers go through
`scales`, `wte`, `oncosts` and `lines`; where the figures are kept is nobody else's business.
"""
