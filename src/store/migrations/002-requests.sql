-- What shoppers asked of the people behind the bot, with everything filled in.

CREATE TABLE request (
  id TEXT PRIMARY KEY,                    -- as it was told to the shopper
  kind TEXT NOT NULL,
  conversation_id TEXT NOT NULL REFERENCES conversation (id),
  user_id TEXT NOT NULL,
  at BIGINT NOT NULL,
  fields TEXT NOT NULL,                   -- JSON
  status TEXT NOT NULL DEFAULT 'open'
);

CREATE INDEX request_status ON request (status, at);
CREATE INDEX request_conversation ON request (conversation_id);
