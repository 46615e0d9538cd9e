-- What erasure and one-time links need to know.

-- The chat in which the question was first asked: the words go when the shopper is forgotten.
ALTER TABLE knowledge_gap ADD COLUMN asked_in TEXT;
CREATE INDEX knowledge_gap_asked ON knowledge_gap (asked_in) WHERE asked_in IS NOT NULL;

-- Links that work once and have been used, by hash.
CREATE TABLE used_link (
  hash TEXT PRIMARY KEY,
  used_at BIGINT NOT NULL
);
