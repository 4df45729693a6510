"""Ask them to call me: people leave a group their number on the page of its service, and the group calls."""
