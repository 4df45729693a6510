"""When services run: pure values and functions, no Flask and no SQLAlchemy."""
