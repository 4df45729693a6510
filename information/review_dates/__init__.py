"""What of the content must be looked at again: figures, schemes, helplines and pages, each with a day and a
team.
"""
