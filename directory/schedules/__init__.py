"""The times at which services run: pure values and functions, no Flask and no SQLAlchemy."""
