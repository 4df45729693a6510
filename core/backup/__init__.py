"""Backup and restore of a site: one encrypted file with every table in a form that both databases read.

The file is an age file (age-encryption.org/v1) around a gzip-compressed tar archive: a manifest with
checksums, one file of JSON lines for each table, and the council's brand. The site's own keys are never in it:
`backup-keys` writes those into a file of their own.
"""
