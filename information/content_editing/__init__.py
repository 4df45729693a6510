"""Needs, words and pages edited in the browser: edits lie over the files of content/, which stay as
shipped.
"""
