"""The sections in which a listing is changed. Each is a form, with its way from a record and back. Pure of
SQL.
"""
