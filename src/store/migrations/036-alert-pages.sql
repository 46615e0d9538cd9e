-- What a look reads in pages is read in the order of an index, so that no page goes through what others hold.

-- The fans of one name, by their ids.
CREATE INDEX customer_interest_fans ON customer_interest (kind, name_key, customer_id);
DROP INDEX customer_interest_name;

-- Prices by when they changed; one import changes many at the same moment.
CREATE INDEX price_changed ON price (at, shop_id, offer_id);
DROP INDEX price_at;
