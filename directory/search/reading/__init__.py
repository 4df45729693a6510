"""The reading of a query, one noun each: words, conditions, needs, people, places, languages, and what stays open.

`directory.search.query_analysis` puts the parts together. Pure: neither web nor database.
"""
