-- Other systems of the shop that are told what happens, and what they were told.

DROP TABLE desk_delivery;
DROP TABLE desk_webhook;

CREATE TABLE webhook (
  id TEXT PRIMARY KEY,
  url TEXT NOT NULL,
  description TEXT NOT NULL,
  events TEXT NOT NULL,                     -- JSON list
  secret TEXT NOT NULL,
  old_secret TEXT,                          -- signs, too, for a while after a new one was made
  old_secret_until BIGINT NOT NULL DEFAULT 0,
  active BIGINT NOT NULL DEFAULT 1,
  problem TEXT,                             -- why it was switched off by itself
  failing_since BIGINT,
  created_at BIGINT NOT NULL
);

CREATE TABLE webhook_delivery (
  id TEXT PRIMARY KEY,                      -- the same at every try: receivers know doubles by it
  webhook_id TEXT NOT NULL,
  event TEXT NOT NULL,
  conversation_id TEXT,
  body TEXT NOT NULL,                       -- exactly as it is sent and signed
  at BIGINT NOT NULL,
  state TEXT NOT NULL,                      -- waiting, delivered, failed
  attempts BIGINT NOT NULL DEFAULT 0,
  next_at BIGINT NOT NULL,
  holder TEXT,                              -- the process that sends it now
  until_at BIGINT NOT NULL DEFAULT 0,
  status BIGINT,                            -- of the last answer
  error TEXT,
  done_at BIGINT
);

CREATE INDEX webhook_delivery_due ON webhook_delivery (next_at) WHERE state = 'waiting';
CREATE INDEX webhook_delivery_log ON webhook_delivery (webhook_id, at);
