-- When the shop's system told what is known of an order: news that come late do not undo later ones.

ALTER TABLE shop_order ADD COLUMN told_at BIGINT;
ALTER TABLE staged_order ADD COLUMN told_at BIGINT;
