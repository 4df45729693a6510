"""A visitor's answers and plan in progress: the value, its form in the web session, and the walk through the
questionnaire."""
