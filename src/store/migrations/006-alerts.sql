-- Alerts: public events, what customers asked to be told, what they are to be told, and how each of it went.

CREATE TABLE event_source (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,                     -- icalendar, schema-org or ticketmaster
  location TEXT NOT NULL,                 -- path or URL
  time_zone TEXT NOT NULL,                -- of times that name none
  schedule TEXT NOT NULL,                 -- cron expression, in that zone
  opens_at BIGINT,                        -- demo: published at this moment
  shift_days BIGINT NOT NULL DEFAULT 0,   -- demo: its dates are moved by so many days
  next_run_at BIGINT NOT NULL,
  last_run_at BIGINT,
  last_status TEXT,
  report TEXT                             -- JSON of the last reading
);

CREATE INDEX event_source_due ON event_source (next_run_at);

CREATE TABLE local_event (
  source_id TEXT NOT NULL,
  id TEXT NOT NULL,
  title TEXT NOT NULL,
  performers TEXT NOT NULL,               -- JSON list, as the source names them
  starts_at BIGINT NOT NULL,
  ends_at BIGINT,
  time_zone TEXT NOT NULL,
  time_known BIGINT NOT NULL,
  venue TEXT,
  city TEXT,
  region TEXT,
  country TEXT,
  latitude DOUBLE PRECISION,
  longitude DOUBLE PRECISION,
  status TEXT NOT NULL,
  ticket_url TEXT,
  price_minor BIGINT,
  currency TEXT,
  digest TEXT NOT NULL,
  first_seen BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,             -- when anything about it was last new
  gone_at BIGINT,
  PRIMARY KEY (source_id, id)
);

CREATE INDEX local_event_changed ON local_event (changed_at);
CREATE INDEX local_event_starts ON local_event (starts_at);

-- What a customer asked to be told, in their own words.
CREATE TABLE alert_wish (
  id TEXT PRIMARY KEY,
  customer_id TEXT NOT NULL,
  conversation_id TEXT,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,                  -- product, performer or question it is about
  title TEXT NOT NULL,                    -- the same as the customer reads it
  terms TEXT NOT NULL,                    -- JSON: target price, distance …
  words TEXT NOT NULL,
  language TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT,
  ended_at BIGINT,
  ended_because TEXT
);

CREATE INDEX alert_wish_customer ON alert_wish (customer_id, created_at);
CREATE INDEX alert_wish_subject ON alert_wish (kind, subject) WHERE ended_at IS NULL;

-- One thing to tell one customer. status: waiting, bundled (in a message), dropped, expired or held-out.
CREATE TABLE alert (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  dedupe_key TEXT NOT NULL,
  customer_id TEXT NOT NULL,
  purpose TEXT NOT NULL,
  status TEXT NOT NULL,
  score DOUBLE PRECISION NOT NULL,
  due_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  rule TEXT,                              -- of the merchant's file
  wish_id TEXT,
  message_id TEXT,
  about TEXT NOT NULL,                    -- JSON list of products and performers
  body TEXT NOT NULL,                     -- JSON: sentence, reason, offer
  opened_at BIGINT,
  clicked_at BIGINT,
  UNIQUE (kind, dedupe_key)
);

CREATE INDEX alert_waiting ON alert (due_at) WHERE status = 'waiting';
CREATE INDEX alert_customer ON alert (customer_id, created_at);
CREATE INDEX alert_message_of ON alert (message_id) WHERE message_id IS NOT NULL;

-- One message to one customer, with one or several of these things.
-- status: queued, leased (taken, nothing sent yet), sending, sent, unknown, failed or dropped.
CREATE TABLE alert_message (
  id TEXT PRIMARY KEY,
  customer_id TEXT NOT NULL,
  purpose TEXT NOT NULL,
  status TEXT NOT NULL,
  channel TEXT,
  barred TEXT NOT NULL DEFAULT '[]',      -- JSON list of channels that refused it for good
  due_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  tries BIGINT NOT NULL DEFAULT 0,
  holder TEXT,
  held_until BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL,
  sent_at BIGINT,
  sent_as TEXT                            -- conversation and activity, mail id or push endpoint it went to
);

CREATE INDEX alert_message_due ON alert_message (due_at) WHERE status = 'queued';
CREATE INDEX alert_message_held ON alert_message (held_until) WHERE status IN ('leased', 'sending');
CREATE INDEX alert_message_customer ON alert_message (customer_id, created_at);

-- The life of an alert: every step with its reason.
CREATE TABLE alert_step (
  alert_id TEXT NOT NULL,
  id TEXT NOT NULL,
  at BIGINT NOT NULL,
  step TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (alert_id, id)
);

-- A channel that stopped working for a customer: the address is gone, or they said so.
CREATE TABLE alert_channel_off (
  customer_id TEXT NOT NULL,
  channel TEXT NOT NULL,
  address TEXT NOT NULL,
  at BIGINT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (customer_id, channel, address)
);

CREATE TABLE push_subscription (
  id TEXT PRIMARY KEY,
  customer_id TEXT NOT NULL,
  endpoint TEXT NOT NULL,
  p256dh TEXT NOT NULL,
  auth TEXT NOT NULL,
  language TEXT NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE INDEX push_subscription_customer ON push_subscription (customer_id);

-- How far each kind has looked, and which process runs the rounds.
CREATE TABLE alert_cursor (
  name TEXT PRIMARY KEY,
  at BIGINT NOT NULL,
  holder TEXT,
  held_until BIGINT NOT NULL DEFAULT 0
);
