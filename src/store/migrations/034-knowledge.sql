-- How the shop's answers are kept at the desk: edits with their history, what could not be answered, and drafts.

DROP TABLE desk_gap;
DROP TABLE desk_knowledge_change;

CREATE TABLE knowledge_change (
  id TEXT PRIMARY KEY,
  at BIGINT NOT NULL,
  agent_id TEXT,
  agent_name TEXT NOT NULL,
  entry_id TEXT NOT NULL,
  before_text TEXT,                         -- none: the entry was new
  after_text TEXT,                          -- none: it was deleted
  undo_of TEXT
);

CREATE INDEX knowledge_change_entry ON knowledge_change (entry_id, at);
CREATE INDEX knowledge_change_at ON knowledge_change (at);

-- The entries themselves where several processes share one shop: laid over the files of each.
CREATE TABLE knowledge_edit (
  entry_id TEXT PRIMARY KEY,
  file TEXT NOT NULL,
  text TEXT,                                -- none: deleted
  base TEXT,                                -- hash of the file that was edited, none for a new entry
  revision TEXT NOT NULL,                   -- the change that made it so
  at BIGINT NOT NULL
);

CREATE TABLE knowledge_gap (
  id TEXT PRIMARY KEY,                      -- of the question it began with
  state TEXT NOT NULL,                      -- new, drafted, done, ignored
  question TEXT NOT NULL,
  language TEXT NOT NULL,
  conversation_id TEXT,                     -- where it was asked, when somebody at the desk reported it
  nearest TEXT,                             -- the entry that answered or came nearest
  note TEXT,
  entry_id TEXT,                            -- the entry that answers it since
  changed_by TEXT NOT NULL,
  at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL
);

CREATE TABLE knowledge_draft (
  id TEXT PRIMARY KEY,
  entry_id TEXT NOT NULL,
  content TEXT NOT NULL,                    -- JSON
  conversation_id TEXT,
  gap_id TEXT,
  agent_id TEXT,
  agent_name TEXT NOT NULL,
  at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL
);

CREATE INDEX knowledge_draft_at ON knowledge_draft (at);
