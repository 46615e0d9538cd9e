-- Chats on other platforms: which conversation each leads to, and how far that conversation went out to it.

CREATE TABLE channel_chat (
  channel TEXT NOT NULL,
  chat TEXT NOT NULL,                      -- the platform's own name of it
  conversation_id TEXT NOT NULL REFERENCES conversation (id),
  person TEXT NOT NULL,                    -- the platform's own name of who writes there
  address TEXT NOT NULL DEFAULT '{}',      -- JSON: what else it takes to write there
  heard_at BIGINT NOT NULL,                -- when the person last wrote, for service windows
  listening BIGINT NOT NULL DEFAULT 1,     -- 0: the person went on elsewhere
  sent BIGINT NOT NULL DEFAULT 0,          -- every entry up to this watermark is dealt with
  part BIGINT NOT NULL DEFAULT 0,          -- how many parts of the next entry went out
  sending BIGINT NOT NULL DEFAULT 0,       -- 1: a part was handed over and nobody knows yet what became of it
  attempts BIGINT NOT NULL DEFAULT 0,
  due_at BIGINT NOT NULL DEFAULT 0,        -- nobody sends before: a lease, or a pause; 0: neither
  holder TEXT,                             -- the process that sends
  PRIMARY KEY (channel, chat)
);

CREATE INDEX channel_chat_conversation ON channel_chat (conversation_id);
CREATE INDEX channel_chat_due ON channel_chat (due_at) WHERE due_at > 0;

-- What went out, so that the platform's later word on it finds its way back.
CREATE TABLE channel_delivery (
  channel TEXT NOT NULL,
  message_id TEXT NOT NULL,                -- the platform's
  conversation_id TEXT NOT NULL,
  watermark BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (channel, message_id)
);

CREATE INDEX channel_delivery_at ON channel_delivery (at);

-- Codes with which a conversation goes on elsewhere; each is good once.
CREATE TABLE channel_move (
  code TEXT PRIMARY KEY,                   -- SHA-256
  conversation_id TEXT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_by TEXT                             -- the chat that used it
);

-- Finds what has something new to go out without looking at every conversation there is.
CREATE INDEX conversation_recent ON conversation (last_at);
