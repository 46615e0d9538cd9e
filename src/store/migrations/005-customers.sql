-- Customers: one person over all channels, what they agreed to, what they like, and what they did.

-- A record is what one proof brought; records of the same person share person_id. Merging never moves rows, so that
-- it can be undone.
CREATE TABLE customer (
  id TEXT PRIMARY KEY,
  person_id TEXT NOT NULL,                -- the record that stands for the person; its own id unless merged
  name TEXT,
  language TEXT,
  time_zone TEXT,                         -- IANA
  city TEXT,
  region TEXT,
  country TEXT,                           -- ISO 3166-1 alpha-2
  latitude DOUBLE PRECISION,
  longitude DOUBLE PRECISION,
  place_from TEXT,                        -- chosen, shop or order
  preferences TEXT NOT NULL DEFAULT '{}', -- JSON
  created_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL
);

CREATE INDEX customer_person ON customer (person_id, id);

-- What a person is known by. kind: shop (the shop's own customer id), email, or channel (CHANNEL:USER).
CREATE TABLE customer_identity (
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  customer_id TEXT NOT NULL,
  proof TEXT NOT NULL,                    -- said, link, code, signed or shop
  at BIGINT NOT NULL,
  PRIMARY KEY (kind, value, customer_id)
);

-- A shop's customer and a channel's user are one record's; an address may be claimed by several.
CREATE UNIQUE INDEX customer_identity_one ON customer_identity (kind, value) WHERE kind <> 'email';
CREATE INDEX customer_identity_customer ON customer_identity (customer_id);

CREATE TABLE customer_merge (
  id TEXT PRIMARY KEY,
  from_id TEXT NOT NULL,
  into_id TEXT NOT NULL,
  proof TEXT NOT NULL,
  evidence TEXT NOT NULL,                 -- the identity that both had
  at BIGINT NOT NULL,
  undone_at BIGINT,
  undone_by TEXT
);

CREATE INDEX customer_merge_from ON customer_merge (from_id);
CREATE INDEX customer_merge_into ON customer_merge (into_id);

-- What holds now, and below it every yes and no with its proof.
CREATE TABLE consent (
  customer_id TEXT NOT NULL,
  purpose TEXT NOT NULL,                  -- service, personalisation or marketing
  channel TEXT NOT NULL,                  -- chat, email, push, all, or a messaging channel
  granted BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (customer_id, purpose, channel)
);

CREATE TABLE consent_proof (
  id TEXT PRIMARY KEY,
  customer_id TEXT NOT NULL,
  purpose TEXT NOT NULL,
  channel TEXT NOT NULL,
  granted BIGINT NOT NULL,
  at BIGINT NOT NULL,
  given_in TEXT NOT NULL,                 -- conversation, page, mail or import it was given in
  wording TEXT NOT NULL,
  language TEXT NOT NULL
);

CREATE INDEX consent_proof_customer ON consent_proof (customer_id, at);

CREATE TABLE customer_interest (
  customer_id TEXT NOT NULL,
  kind TEXT NOT NULL,                     -- artist, brand or category
  name_key TEXT NOT NULL,                 -- folded
  source TEXT NOT NULL,                   -- purchase, question, view or said
  name TEXT NOT NULL,
  weight DOUBLE PRECISION NOT NULL,       -- as of seen_at; halves every 365 days
  seen_at BIGINT NOT NULL,
  because TEXT NOT NULL,                  -- JSON list, latest first
  PRIMARY KEY (customer_id, kind, name_key, source)
);

CREATE INDEX customer_interest_name ON customer_interest (kind, name_key);

-- What the shop or its page reported. The id is the sender's: the same event again is the same row.
CREATE TABLE customer_event (
  id TEXT PRIMARY KEY,
  customer_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  at BIGINT NOT NULL,
  received_at BIGINT NOT NULL,
  body TEXT NOT NULL
);

CREATE INDEX customer_event_customer ON customer_event (customer_id, kind, at);
CREATE INDEX customer_event_at ON customer_event (at);

-- One-time codes that prove an e-mail address.
CREATE TABLE email_proof (
  id TEXT PRIMARY KEY,
  customer_id TEXT,                       -- the record that registered it, for the link in the mail
  user_key TEXT NOT NULL,                 -- CHANNEL:USER who asked
  email TEXT NOT NULL,
  code_hash TEXT NOT NULL,
  tries_left BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  proved_at BIGINT
);

CREATE INDEX email_proof_user ON email_proof (user_key, created_at);
CREATE INDEX email_proof_email ON email_proof (email, created_at);

-- Keyed hashes of what erased people were known by, so that an import does not bring them back.
CREATE TABLE erased_identity (
  hash TEXT PRIMARY KEY,
  at BIGINT NOT NULL
);

-- Daily work, done by one process at a time.
CREATE TABLE daily_job (
  name TEXT PRIMARY KEY,
  next_at BIGINT NOT NULL,
  holder TEXT,
  held_until BIGINT NOT NULL DEFAULT 0,
  last_report TEXT
);
