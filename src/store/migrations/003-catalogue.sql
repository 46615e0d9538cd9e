-- Shops, what they offer at which price, which offers are the same product, and who ordered what.

CREATE TABLE shop (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  url TEXT,
  currency TEXT NOT NULL,
  country TEXT,
  city TEXT,
  own BIGINT NOT NULL DEFAULT 0,          -- 1: the merchant's own shop
  shipping_minor BIGINT,                  -- where an offer names no shipping of its own
  free_from_minor BIGINT,                 -- orders from here on ship free
  version BIGINT NOT NULL DEFAULT 0,      -- rises with every change of its offers
  created_at BIGINT NOT NULL
);

CREATE TABLE source (
  id TEXT PRIMARY KEY,
  shop_id TEXT NOT NULL REFERENCES shop (id),
  kind TEXT NOT NULL,
  location TEXT NOT NULL,                 -- paths or URLs, one per line
  currency TEXT,
  complete BIGINT NOT NULL DEFAULT 1,     -- 1: what it no longer lists is gone
  schedule TEXT,                          -- cron expression
  time_zone TEXT,
  next_run_at BIGINT,
  last_run_at BIGINT,
  last_status TEXT,
  last_success_at BIGINT
);

CREATE INDEX source_due ON source (next_run_at) WHERE next_run_at IS NOT NULL;

CREATE TABLE import_run (
  id TEXT PRIMARY KEY,
  source_id TEXT NOT NULL REFERENCES source (id),
  started_at BIGINT NOT NULL,
  finished_at BIGINT,
  status TEXT NOT NULL,
  report TEXT
);

CREATE INDEX import_run_source ON import_run (source_id, started_at);

CREATE TABLE product (
  id TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  brand TEXT,
  category TEXT,
  gtin TEXT,
  mpn TEXT,
  class TEXT,                             -- what it is to the rules: receiver, cd-changer
  tier TEXT,
  attributes TEXT NOT NULL DEFAULT '{}',  -- JSON
  image TEXT,
  released_on TEXT,                       -- ISO date
  created_at BIGINT NOT NULL
);

CREATE TABLE offer (
  shop_id TEXT NOT NULL REFERENCES shop (id),
  id TEXT NOT NULL,
  source_id TEXT NOT NULL,
  title TEXT NOT NULL,
  url TEXT,
  image TEXT,
  description TEXT NOT NULL,
  brand TEXT,
  categories TEXT NOT NULL,               -- JSON list, from the widest
  gtin TEXT,
  mpn TEXT,
  sku TEXT,
  colour TEXT,
  condition TEXT,
  published BIGINT NOT NULL,
  availability TEXT NOT NULL,
  price_minor BIGINT,
  currency TEXT,
  regular_minor BIGINT,
  shipping_minor BIGINT,
  unit_minor BIGINT,
  unit_of TEXT,
  digest TEXT NOT NULL,                   -- of everything the shop states
  maker_key TEXT,                         -- brand and part number, folded
  recognised BIGINT NOT NULL DEFAULT 0,   -- 1: product_id is right for what is stated now; 2: all but a decision
  product_id TEXT,
  first_seen BIGINT NOT NULL,
  last_seen BIGINT NOT NULL,
  gone_at BIGINT,
  PRIMARY KEY (shop_id, id)
);

CREATE INDEX offer_source ON offer (source_id);
CREATE INDEX offer_product ON offer (product_id);
CREATE INDEX offer_gtin ON offer (gtin) WHERE gtin IS NOT NULL;
CREATE INDEX offer_maker ON offer (maker_key) WHERE maker_key IS NOT NULL;
CREATE INDEX offer_unrecognised ON offer (shop_id, id) WHERE recognised <> 1;

-- What a run has read so far; nobody else looks at it until the run is applied as a whole.
CREATE TABLE staged_offer (
  run_id TEXT NOT NULL,
  id TEXT NOT NULL,
  change TEXT NOT NULL,
  price_changed BIGINT NOT NULL,
  title TEXT,
  url TEXT,
  image TEXT,
  description TEXT,
  brand TEXT,
  categories TEXT,
  gtin TEXT,
  mpn TEXT,
  sku TEXT,
  colour TEXT,
  condition TEXT,
  published BIGINT,
  availability TEXT,
  price_minor BIGINT,
  currency TEXT,
  regular_minor BIGINT,
  shipping_minor BIGINT,
  unit_minor BIGINT,
  unit_of TEXT,
  digest TEXT,
  maker_key TEXT,
  PRIMARY KEY (run_id, id)
);

CREATE TABLE price (
  shop_id TEXT NOT NULL,
  offer_id TEXT NOT NULL,
  at BIGINT NOT NULL,
  price_minor BIGINT,
  currency TEXT,
  shipping_minor BIGINT,
  availability TEXT NOT NULL,             -- as of the offer, or gone
  PRIMARY KEY (shop_id, offer_id, at)
);

-- What the matcher found, and what the merchant said, about two offers; a is the lesser of the two keys.
CREATE TABLE match_pair (
  shop_a TEXT NOT NULL,
  offer_a TEXT NOT NULL,
  shop_b TEXT NOT NULL,
  offer_b TEXT NOT NULL,
  probability DOUBLE PRECISION NOT NULL,
  PRIMARY KEY (shop_a, offer_a, shop_b, offer_b)
);

CREATE INDEX match_pair_b ON match_pair (shop_b, offer_b);

CREATE TABLE match_decision (
  shop_a TEXT NOT NULL,
  offer_a TEXT NOT NULL,
  shop_b TEXT NOT NULL,
  offer_b TEXT NOT NULL,
  verdict TEXT NOT NULL,                  -- same or different
  decided_by TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (shop_a, offer_a, shop_b, offer_b)
);

CREATE INDEX match_decision_b ON match_decision (shop_b, offer_b);

CREATE TABLE shop_order (
  shop_id TEXT NOT NULL REFERENCES shop (id),
  id TEXT NOT NULL,
  number TEXT NOT NULL,                   -- as the shopper knows it
  number_key TEXT NOT NULL,               -- folded, for finding it
  customer_id TEXT,
  email TEXT,                             -- lower case
  status TEXT NOT NULL,
  placed_at BIGINT NOT NULL,
  packed_at BIGINT,
  shipped_at BIGINT,
  delivered_at BIGINT,
  cancelled_at BIGINT,
  expected_on TEXT,                       -- ISO date
  carrier TEXT,
  tracking_number TEXT,
  tracking_url TEXT,
  total_minor BIGINT,
  currency TEXT,
  digest TEXT NOT NULL,
  PRIMARY KEY (shop_id, id)
);

CREATE INDEX shop_order_number ON shop_order (number_key);
CREATE INDEX shop_order_customer ON shop_order (customer_id, placed_at);
CREATE INDEX shop_order_email ON shop_order (email);

CREATE TABLE order_line (
  shop_id TEXT NOT NULL,
  order_id TEXT NOT NULL,
  line BIGINT NOT NULL,
  offer_id TEXT,                          -- of the same shop, when the line names it
  title TEXT NOT NULL,
  quantity BIGINT NOT NULL,
  returned BIGINT NOT NULL DEFAULT 0,     -- how many of them came back
  price_minor BIGINT,
  currency TEXT,
  artist TEXT,
  brand TEXT,
  category TEXT,
  PRIMARY KEY (shop_id, order_id, line)
);

CREATE INDEX order_line_offer ON order_line (shop_id, offer_id);

CREATE TABLE staged_order (
  run_id TEXT NOT NULL,
  id TEXT NOT NULL,
  change TEXT NOT NULL,
  number TEXT,
  number_key TEXT,
  customer_id TEXT,
  email TEXT,
  status TEXT,
  placed_at BIGINT,
  packed_at BIGINT,
  shipped_at BIGINT,
  delivered_at BIGINT,
  cancelled_at BIGINT,
  expected_on TEXT,
  carrier TEXT,
  tracking_number TEXT,
  tracking_url TEXT,
  total_minor BIGINT,
  currency TEXT,
  digest TEXT,
  PRIMARY KEY (run_id, id)
);

CREATE TABLE staged_order_line (
  run_id TEXT NOT NULL,
  order_id TEXT NOT NULL,
  line BIGINT NOT NULL,
  offer_id TEXT,
  title TEXT NOT NULL,
  quantity BIGINT NOT NULL,
  returned BIGINT NOT NULL,
  price_minor BIGINT,
  currency TEXT,
  artist TEXT,
  brand TEXT,
  category TEXT,
  PRIMARY KEY (run_id, order_id, line)
);

-- One-time codes that prove who asks about an order. Without the order the row is the same, so that nothing tells.
CREATE TABLE order_challenge (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL,
  number_key TEXT NOT NULL,
  shop_id TEXT,
  order_id TEXT,
  code_hash TEXT NOT NULL,
  tries_left BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  proved_at BIGINT
);

CREATE INDEX order_challenge_user ON order_challenge (user_id, created_at);
CREATE INDEX order_challenge_number ON order_challenge (number_key, created_at);

CREATE TABLE declined_recommendation (
  customer_id TEXT NOT NULL,
  item TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (customer_id, item)
);

-- Rises with every committed change, so that each process knows when its copy in memory is old.
CREATE TABLE catalogue_version (
  part TEXT PRIMARY KEY,
  version BIGINT NOT NULL
);

INSERT INTO catalogue_version (part, version) VALUES ('offers', 0), ('products', 0), ('orders', 0);
