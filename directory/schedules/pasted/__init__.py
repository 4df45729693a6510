"""Opening hours that somebody pasted as words, read into days and times. Pure.

What cannot be known from the words is asked back and never guessed: see `reading.read_hours`.
"""
