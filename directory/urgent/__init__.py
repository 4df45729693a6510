"""Whom to call or write to in danger: the lines of content/urgent_lines.yaml, and which of them a danger
shows.
"""
