-- Some kinds of alerts look once a day, and at once when what they announce has changed.

ALTER TABLE alert_cursor ADD COLUMN occasion TEXT;

-- Whose alerts are due is found without going through all that was ever told.
CREATE INDEX alert_waiting_customer ON alert (customer_id, due_at) WHERE status = 'waiting';
