"""Referrals to groups: a call handler passes somebody on with their consent, and the group answers."""
