"""Questionnaires and their wording, from YAML to the schema of the engine."""
