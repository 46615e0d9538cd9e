-- What one euro buys, as of the newest day that was read; exact decimals as text.
CREATE TABLE exchange_rate (
  currency TEXT PRIMARY KEY,
  day TEXT NOT NULL,
  per_euro TEXT NOT NULL
);

-- Whether the prices of a shop contain the tax: 1 yes, 0 it comes on top, NULL nobody said.
ALTER TABLE shop ADD COLUMN tax_included BIGINT;

-- Where in the shop the shopper was while in the chat, as the page told: the last few of each conversation.
CREATE TABLE page_view (
  conversation_id TEXT NOT NULL,
  at BIGINT NOT NULL,
  url TEXT,
  title TEXT,
  product_id TEXT,                        -- as the page names it: an id or SKU of the shop
  product_title TEXT,
  cart TEXT,                              -- JSON
  PRIMARY KEY (conversation_id, at)
);
