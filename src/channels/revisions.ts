/** Honours edits and deletions: the log keeps that there was one, and no longer keeps what was taken back. */
import { type ConversationLog, draftOf, type Feeds } from '../conversations/index.ts';
import type { Activity } from '../core/activity.ts';
import type { Ids } from '../core/ids.ts';
import type { Database } from '../store/index.ts';
import type { Revision } from './channel.ts';
import type { Chat } from './chats.ts';
import { accountOf, cleanText } from './incoming-activity.ts';
import { findStored, messageKey } from './stored-messages.ts';
import { withoutSecrets } from './without-secrets.ts';

export interface RevisionParts {
  readonly database: Database;
  readonly conversations: ConversationLog;
  readonly feeds: Pick<Feeds, 'committed'>;
  readonly ids: Ids;
}

/** @returns a function that is false when the message is not there (yet), and nothing was done. */
export function createRevisions({ database, conversations, feeds, ids }: RevisionParts) {
  return async function revise({ channel, conversationId }: Chat, revision: Revision): Promise<boolean> {
    const stored = await findStored(database, conversationId, messageKey(revision.of));
    if (!stored) return false;
    const before: Activity = JSON.parse(stored.body);
    const after = revised(before, revision.text);
    const draft = draftOf(
      {
        type: revision.text === undefined ? 'messageDelete' : 'messageUpdate',
        channelId: channel,
        conversation: { id: conversationId },
        from: accountOf(channel, revision.from),
        // What it says now is told by the message itself, and by nothing else that would have to be taken back, too.
        replyToId: stored.entryId,
      },
      { id: ids.next(), sender: 'user', audience: 'desk' },
    );
    const entries = await conversations.append(conversationId, [draft], {
      dedupeKey: `revision ${revision.id}`,
      also: [
        {
          sql: 'UPDATE activity SET body = $3 WHERE conversation_id = $1 AND watermark = $2',
          params: [conversationId, stored.watermark, JSON.stringify(after)],
        },
      ],
    });
    feeds.committed(entries);
    return true;
  };
}

function revised(activity: Activity, text: string | undefined): Activity {
  const { text: _text, attachments: _attachments, entities: _entities, ...rest } = activity;
  if (text === undefined) return { ...rest, channelData: { ...activity.channelData, deleted: true } };
  const { entities, ...masked } = withoutSecrets({ ...activity, text: cleanText(text) });
  // Some platforms let people bring back what they took back.
  const { deleted: _deleted, ...record } = activity.channelData ?? {};
  return { ...masked, ...(entities && { entities }), channelData: { ...record, edited: true } };
}
