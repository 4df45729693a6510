"""The second factor of staff: codes of an app, and recovery codes for when the app is lost."""
