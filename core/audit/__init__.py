"""The audit trail: who changed or looked at what, append-only, each entry chained to the one before by a
hash.
"""
