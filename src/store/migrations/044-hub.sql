-- Conversations that another desk has, or shall have.

CREATE TABLE hub_handoff (
  conversation_id TEXT PRIMARY KEY,
  case_id TEXT NOT NULL,
  state TEXT NOT NULL,                      -- offered, open, over
  forwarded BIGINT NOT NULL DEFAULT 0,      -- watermark up to which the hub has been told
  attempts BIGINT NOT NULL DEFAULT 0,       -- failed in a row
  next_at BIGINT,                           -- none: nothing to do until the shopper writes
  holder TEXT,                              -- the process that is at it
  until_at BIGINT NOT NULL DEFAULT 0
);

CREATE INDEX hub_handoff_due ON hub_handoff (next_at) WHERE next_at IS NOT NULL;
