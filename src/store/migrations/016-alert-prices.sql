-- Alerts look for what was new since they looked last.

CREATE INDEX price_at ON price (at);
CREATE INDEX shop_order_placed ON shop_order (placed_at);
