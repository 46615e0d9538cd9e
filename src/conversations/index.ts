/** The spine: conversations, their log, the turns of the bot, and the feeds that carry them to listeners. */
export type { Conversation, NewConversation, Owner } from './conversation.ts';
export {
  type Audience,
  activityOf,
  type Draft,
  draftOf,
  type Entry,
  type Sender,
  wireJson,
} from './entry.ts';
export { createFeeds, type Feeds, type Listener } from './feeds.ts';
export {
  type AppendOptions,
  type ConversationLog,
  createConversationLog,
  type OwnerChange,
  type Received,
  type TurnCommit,
} from './log.ts';
export { conversationTables } from './personal-data.ts';
export { writeTranscript } from './transcript.ts';
export { createTurnQueue, type TurnOutcome, type TurnQueue } from './turn-queue.ts';
