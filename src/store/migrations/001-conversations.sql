-- Conversations as an append-only log of activities, numbered per conversation without gaps.

CREATE TABLE conversation (
  id TEXT PRIMARY KEY,
  channel TEXT NOT NULL,
  user_id TEXT NOT NULL,
  user_name TEXT,
  locale TEXT,
  created_at BIGINT NOT NULL,
  last_at BIGINT NOT NULL,                -- rises with every entry
  watermark BIGINT NOT NULL DEFAULT 0,    -- number of the last committed entry
  owner TEXT NOT NULL DEFAULT 'bot',
  fence BIGINT NOT NULL DEFAULT 0,
  pending BIGINT NOT NULL DEFAULT 0,      -- watermark of the last entry the bot must answer
  handled BIGINT NOT NULL DEFAULT 0,      -- watermark of the last entry it has answered
  waiting BIGINT NOT NULL DEFAULT 0,      -- how many entries the bot has yet to answer
  turn_holder TEXT,
  turn_until BIGINT NOT NULL DEFAULT 0,   -- lease of the process that runs the turn
  state TEXT NOT NULL DEFAULT '{}',
  state_version BIGINT NOT NULL DEFAULT 0,
  reference TEXT,
  ended_at BIGINT
);

CREATE INDEX conversation_unanswered ON conversation (turn_until) WHERE pending > handled;

CREATE INDEX conversation_user ON conversation (user_id);

CREATE TABLE activity (
  conversation_id TEXT NOT NULL REFERENCES conversation (id),
  watermark BIGINT NOT NULL,
  at BIGINT NOT NULL,
  id TEXT NOT NULL,
  type TEXT NOT NULL,
  sender TEXT NOT NULL,
  audience TEXT NOT NULL DEFAULT 'all',
  dedupe_key TEXT,
  body TEXT NOT NULL,
  PRIMARY KEY (conversation_id, watermark)
);

CREATE UNIQUE INDEX activity_dedupe ON activity (conversation_id, dedupe_key) WHERE dedupe_key IS NOT NULL;

CREATE INDEX activity_id ON activity (conversation_id, id);

CREATE TABLE trace (
  conversation_id TEXT NOT NULL,
  watermark BIGINT NOT NULL,
  at BIGINT NOT NULL,
  zone TEXT NOT NULL,
  top_id TEXT,
  confidence DOUBLE PRECISION,
  body TEXT NOT NULL,
  PRIMARY KEY (conversation_id, watermark)
);

CREATE INDEX trace_zone ON trace (zone, at);

CREATE TABLE feedback (
  conversation_id TEXT NOT NULL,
  activity_id TEXT NOT NULL,
  at BIGINT NOT NULL,
  answer_id TEXT,
  verdict TEXT NOT NULL,
  comment TEXT,
  PRIMARY KEY (conversation_id, activity_id)
);

CREATE TABLE attachment (
  id TEXT PRIMARY KEY,
  conversation_id TEXT NOT NULL,
  at BIGINT NOT NULL,
  name TEXT NOT NULL,
  content_type TEXT NOT NULL,
  size BIGINT NOT NULL,
  sha256 TEXT NOT NULL
);

CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
);
