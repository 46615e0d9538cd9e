-- In a group or a thread several persons write at one place of the platform's: each has a chat of their own, of which only
-- the first is named as the place is.

ALTER TABLE channel_chat ADD COLUMN place TEXT;
UPDATE channel_chat SET place = chat;
CREATE INDEX channel_chat_place ON channel_chat (channel, place);
