"""Hours in plain English, in the style of GOV.UK: 10am, 1.30pm, 12 noon, Tuesday 24 November.

Every function returns a text, or a list of lines, without a full stop. Texts begin in lower case unless they
begin with a name: see `times.sentence`.
"""
