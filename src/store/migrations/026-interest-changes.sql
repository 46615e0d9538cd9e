-- Interests are counted anew for whoever something changed for, not for everybody.

-- Version of all orders (catalogue_version) in which this one last changed.
ALTER TABLE shop_order ADD COLUMN changed_in BIGINT NOT NULL DEFAULT 0;

CREATE INDEX shop_order_changed ON shop_order (changed_in, customer_id);
CREATE INDEX consent_at ON consent (at);
CREATE INDEX customer_identity_at ON customer_identity (at);
CREATE INDEX customer_merge_at ON customer_merge (at);
CREATE INDEX customer_merge_undone ON customer_merge (undone_at) WHERE undone_at IS NOT NULL;
