-- Mails of the desk: answers to messages that were left, to be sent unless the shopper reads them in the chat first.
CREATE TABLE desk_mail (
  id TEXT PRIMARY KEY,
  conversation_id TEXT NOT NULL,
  case_id TEXT NOT NULL,
  entry_id TEXT NOT NULL,                   -- the answer in the log
  email TEXT NOT NULL,
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  at BIGINT NOT NULL,
  next_at BIGINT,                           -- none: done, one way or the other
  state TEXT NOT NULL,                      -- waiting, sending, sent, read, refused, unknown
  attempts BIGINT NOT NULL DEFAULT 0,
  message_id TEXT
);

CREATE INDEX desk_mail_due ON desk_mail (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX desk_mail_conversation ON desk_mail (conversation_id);
