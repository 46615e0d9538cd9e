-- Work that one process does for all, such as the first import of the demo shop.
CREATE TABLE lease (
  name TEXT PRIMARY KEY,
  holder TEXT NOT NULL,
  until_at BIGINT NOT NULL
);

-- What an offer states of its tax, as JSON; NULL when it states nothing.
ALTER TABLE offer ADD COLUMN tax TEXT;
ALTER TABLE staged_offer ADD COLUMN tax TEXT;
-- Rates of a shop by where it ships to, as JSON; NULL when nobody stated any.
ALTER TABLE shop ADD COLUMN tax_rates TEXT;
