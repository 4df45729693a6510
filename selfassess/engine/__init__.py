"""The questionnaires' engine: content in, a path and an outcome out.

It imports neither Flask nor SQLAlchemy.
"""
