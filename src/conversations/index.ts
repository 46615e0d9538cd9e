/** The spine: conversations, their log, the turns of the bot, and the feeds that carry them to listeners. */
export {
  type Conversation,
  erasedUserId,
  isErased,
  type NewConversation,
  type Owner,
} from './conversation.ts';
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
export { conversationsOfUsers } from './of-users.ts';
export { conversationTables } from './personal-data.ts';
export { writeTranscript } from './transcript.ts';
export { createTurnQueue, type Settle, type TurnOutcome, type TurnQueue } from './turn-queue.ts';
