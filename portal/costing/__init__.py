"""From hours and bands to pence: pay scales, employer's on-costs, WTE and cost lines.

Pure: no page, no request, no clock. Money is integer pence, hours are integer hundredths of
an hour a week, fractions are exact, and nothing here is ever a float. The figures are one
value, a `book.Book`; `figures.SHIPPED` comes with the portal and `portal.rates` puts others over
it. What an organisation has chosen is another, `choices.Choices`. Whoever costs is handed both.
"""
