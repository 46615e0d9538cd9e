-- An entry is looked up by its id within one conversation, which is short, and seldom; each entry paid for it with a page
-- of its own in the write-ahead log: a quarter of what the writing thread does for a message.
DROP INDEX activity_id;
