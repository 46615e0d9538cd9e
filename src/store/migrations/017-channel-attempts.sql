-- How a part of unknown fate was addressed: a platform can tell a repeated call only when nothing in it has changed.

ALTER TABLE channel_chat ADD COLUMN handed TEXT;
