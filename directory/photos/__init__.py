"""Photos of listings: made safe and small, stored in the database, sent to those who may see the listing."""
