"""What a file sent to us is, and what is left of it that may be kept. Pure: bytes in, bytes out.

Nothing of a file is believed: its kind comes from its content, its name is only shown, and what
is kept is written anew, so that whatever stood before, after or between its parts is gone.
"""
