"""The forms of the designer: one for each kind of thing that a scheme is made of."""
