-- Files that came with messages, on their way to us: a message is acknowledged before its files are fetched.

CREATE TABLE channel_file (
  id TEXT PRIMARY KEY,                     -- of the attachment that it becomes
  conversation_id TEXT NOT NULL,
  message TEXT NOT NULL,                   -- the key under which the message is stored
  channel TEXT NOT NULL,
  name TEXT NOT NULL,
  place TEXT NOT NULL,                     -- where the platform has it
  at BIGINT NOT NULL,
  attempts BIGINT NOT NULL DEFAULT 0,
  due_at BIGINT NOT NULL,                  -- nobody fetches before: a lease, or a pause
  holder TEXT                              -- the process that fetches
);

CREATE INDEX channel_file_due ON channel_file (due_at);
CREATE INDEX channel_file_message ON channel_file (conversation_id, message);

-- Conversations that the chat led to before, the last one first: what came while it did is known there.
ALTER TABLE channel_chat ADD COLUMN earlier TEXT NOT NULL DEFAULT '[]';
