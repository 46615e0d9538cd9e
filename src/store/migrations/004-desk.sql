-- The desk: people, their sessions, what waits for them, and what they settle about it.

CREATE TABLE desk_agent (
  id TEXT PRIMARY KEY,
  email TEXT NOT NULL,                      -- lower case
  name TEXT NOT NULL,                       -- as shoppers see it
  role TEXT NOT NULL,                       -- agent, supervisor or admin
  team TEXT,
  languages TEXT NOT NULL DEFAULT '[]',     -- JSON list, empty: any
  skills TEXT NOT NULL DEFAULT '[]',        -- JSON list
  capacity BIGINT NOT NULL DEFAULT 4,       -- weight of the chats that fit at once
  load BIGINT NOT NULL DEFAULT 0,           -- weight of the chats held now, changes with the owner of a conversation
  presence TEXT NOT NULL DEFAULT 'offline', -- as chosen, what holds is computed with seen_at and active_at
  seen_at BIGINT NOT NULL DEFAULT 0,        -- last sign of life of the browser
  active_at BIGINT NOT NULL DEFAULT 0,      -- last act of the person
  viewing TEXT,                             -- the conversation on the screen
  assigned_at BIGINT NOT NULL DEFAULT 0,    -- when a chat was last given, for taking turns
  preferences TEXT NOT NULL DEFAULT '{}',
  password TEXT,                            -- argon2id, none until it is set
  totp TEXT,                                -- secret of the second factor
  totp_pending TEXT,
  totp_used BIGINT NOT NULL DEFAULT 0,      -- time step of the last code: a code counts once
  failures BIGINT NOT NULL DEFAULT 0,
  locked_until BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL,
  disabled_at BIGINT
);

CREATE UNIQUE INDEX desk_agent_email ON desk_agent (email);

CREATE TABLE desk_session (
  id TEXT PRIMARY KEY,
  token TEXT NOT NULL,                      -- SHA-256
  agent_id TEXT NOT NULL REFERENCES desk_agent (id),
  device TEXT NOT NULL,
  address TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  used_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);

CREATE UNIQUE INDEX desk_session_token ON desk_session (token);
CREATE INDEX desk_session_agent ON desk_session (agent_id);

-- Addresses that sign in once: for the first admin and for people who are invited.
CREATE TABLE desk_link (
  token TEXT PRIMARY KEY,                   -- SHA-256
  agent_id TEXT,                            -- none: whoever opens it becomes the first admin
  expires_at BIGINT NOT NULL
);

-- One row each time a conversation goes to people.
CREATE TABLE desk_case (
  id TEXT PRIMARY KEY,                      -- as it is told to the shopper
  conversation_id TEXT NOT NULL REFERENCES conversation (id),
  kind TEXT NOT NULL,                       -- chat, or message (left while nobody was there)
  status TEXT NOT NULL,                     -- waiting, active, snoozed, closed
  reason TEXT NOT NULL,
  reason_detail TEXT,
  channel TEXT NOT NULL,
  user_id TEXT NOT NULL,
  user_name TEXT,
  language TEXT NOT NULL,
  skills TEXT NOT NULL DEFAULT '[]',
  priority BIGINT NOT NULL DEFAULT 0,       -- higher first
  place BIGINT NOT NULL,                    -- lower first among equal priority, kept when the shopper goes away and comes back
  weight BIGINT NOT NULL DEFAULT 1,
  opened_at BIGINT NOT NULL,
  queued_at BIGINT NOT NULL,
  agent_id TEXT,
  last_agent_id TEXT,
  accepted_at BIGINT,
  first_reply_at BIGINT,
  waiting_since BIGINT,                     -- first message of the shopper's that no person has answered
  unread BIGINT NOT NULL DEFAULT 0,
  preview TEXT,
  preview_from TEXT,
  preview_at BIGINT,
  email TEXT,
  due_at BIGINT,
  warned TEXT,                              -- the clock that was last warned of
  snoozed_until BIGINT,
  flagged_at BIGINT,
  flag_note TEXT,
  mood TEXT,
  tags TEXT NOT NULL DEFAULT '[]',
  disposition TEXT,
  shopper_read BIGINT NOT NULL DEFAULT 0,   -- watermarks
  shopper_got BIGINT NOT NULL DEFAULT 0,
  agent_read BIGINT NOT NULL DEFAULT 0,
  told TEXT,                                -- what the shopper was last told about the queue
  score BIGINT,
  comment TEXT,
  scored_at BIGINT,
  outcome TEXT,                             -- how it was closed
  closed_at BIGINT
);

CREATE UNIQUE INDEX desk_case_open ON desk_case (conversation_id) WHERE closed_at IS NULL;
CREATE INDEX desk_case_queue ON desk_case (priority, place) WHERE status = 'waiting';
CREATE INDEX desk_case_agent ON desk_case (agent_id, closed_at);
CREATE INDEX desk_case_conversation ON desk_case (conversation_id, opened_at);
CREATE INDEX desk_case_user ON desk_case (user_id, opened_at);
CREATE INDEX desk_case_closed ON desk_case (closed_at);

CREATE TABLE desk_canned (
  id TEXT PRIMARY KEY,
  shortcut TEXT NOT NULL,
  title TEXT NOT NULL,
  body TEXT NOT NULL,                       -- JSON: text per language
  attachments TEXT NOT NULL DEFAULT '[]',
  used BIGINT NOT NULL DEFAULT 0,
  changed_at BIGINT NOT NULL
);

CREATE UNIQUE INDEX desk_canned_shortcut ON desk_canned (shortcut);

-- What was suggested to an agent and what became of it.
CREATE TABLE desk_suggestion (
  id TEXT PRIMARY KEY,
  conversation_id TEXT NOT NULL,
  agent_id TEXT NOT NULL,
  at BIGINT NOT NULL,
  question TEXT NOT NULL,
  source TEXT NOT NULL,                     -- such as faq:returns
  taken BIGINT NOT NULL
);

CREATE INDEX desk_suggestion_source ON desk_suggestion (source);

CREATE TABLE desk_notice (
  id TEXT PRIMARY KEY,
  agent_id TEXT NOT NULL,
  at BIGINT NOT NULL,
  kind TEXT NOT NULL,
  conversation_id TEXT,
  body TEXT NOT NULL,
  read_at BIGINT
);

CREATE INDEX desk_notice_agent ON desk_notice (agent_id, read_at, at);

CREATE TABLE desk_block (
  user_id TEXT PRIMARY KEY,
  agent_id TEXT NOT NULL,
  reason TEXT NOT NULL,
  at BIGINT NOT NULL,
  until_at BIGINT NOT NULL
);

CREATE TABLE desk_audit (
  id TEXT PRIMARY KEY,
  at BIGINT NOT NULL,
  agent_id TEXT,
  agent_name TEXT NOT NULL,
  act TEXT NOT NULL,
  target TEXT,
  before_json TEXT,
  after_json TEXT
);

CREATE INDEX desk_audit_at ON desk_audit (at);

CREATE TABLE desk_gap (
  question TEXT PRIMARY KEY,                -- folded
  state TEXT NOT NULL,                      -- new, drafted, done, ignored
  example TEXT NOT NULL,
  conversation_id TEXT,
  note TEXT,
  entry_id TEXT,
  changed_by TEXT,
  changed_at BIGINT NOT NULL
);

CREATE TABLE desk_knowledge_change (
  id TEXT PRIMARY KEY,
  at BIGINT NOT NULL,
  agent_id TEXT,
  agent_name TEXT NOT NULL,
  entry_id TEXT NOT NULL,
  before_text TEXT,
  after_text TEXT,
  undone_at BIGINT
);

CREATE INDEX desk_knowledge_change_entry ON desk_knowledge_change (entry_id, at);

CREATE TABLE desk_webhook (
  id TEXT PRIMARY KEY,
  url TEXT NOT NULL,
  secret TEXT NOT NULL,
  events TEXT NOT NULL,                     -- JSON list
  active BIGINT NOT NULL DEFAULT 1,
  created_at BIGINT NOT NULL
);

CREATE TABLE desk_delivery (
  id TEXT PRIMARY KEY,
  webhook_id TEXT NOT NULL,
  event TEXT NOT NULL,
  conversation_id TEXT,
  body TEXT NOT NULL,
  at BIGINT NOT NULL,
  attempts BIGINT NOT NULL DEFAULT 0,
  next_at BIGINT,                           -- none: delivered or given up
  holder TEXT,
  status BIGINT,
  error TEXT,
  done_at BIGINT
);

CREATE INDEX desk_delivery_due ON desk_delivery (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX desk_delivery_webhook ON desk_delivery (webhook_id, at);

-- Work that one process at a time does for all.
CREATE TABLE desk_lease (
  name TEXT PRIMARY KEY,
  holder TEXT NOT NULL,
  until_at BIGINT NOT NULL
);
