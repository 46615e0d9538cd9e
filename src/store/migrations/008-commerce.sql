-- What one euro buys, as of the newest day that was read; exact decimals as text.
CREATE TABLE exchange_rate (
  currency TEXT PRIMARY KEY,
  day TEXT NOT NULL,
  per_euro TEXT NOT NULL
);

-- Whether the prices of a shop contain the tax: 1 yes, 0 it comes on top, NULL nobody said.
ALTER TABLE shop ADD COLUMN tax_included BIGINT;
