/** Honours edits and deletions: the log keeps that there was one, and no longer keeps what was taken back. */
import { forgetWords } from '../bot/index.ts';
import { type ConversationLog, draftOf, type Feeds } from '../conversations/index.ts';
import type { Activity } from '../core/activity.ts';
import { hasCode } from '../core/errors.ts';
import type { Ids } from '../core/ids.ts';
import { changePreview } from '../desk/index.ts';
import { type Database, placesFor, type Statement } from '../store/index.ts';
import type { Revision } from './channel.ts';
import type { Chat } from './chats.ts';
import { accountOf, cleanText } from './incoming-activity.ts';
import { findInChat, messageKey, replaceBody, type StoredMessage, showChanged } from './stored-messages.ts';
import { withoutSecrets } from './without-secrets.ts';

export interface RevisionParts {
  readonly database: Database;
  readonly conversations: ConversationLog;
  readonly feeds: Pick<Feeds, 'committed' | 'pass'>;
  readonly ids: Ids;
}

/** @returns a function that is false when the message is not there (yet), and nothing was done. */
export function createRevisions({ database, conversations, feeds, ids }: RevisionParts) {
  return async function revise(chat: Chat, revision: Revision): Promise<boolean> {
    const stored = await findInChat(database, chat, revision.of);
    if (!stored) return false;
    const { conversationId } = stored;
    const before: Activity = JSON.parse(stored.body);
    const after = revised(before, revision.text);
    const draft = draftOf(
      {
        type: revision.text === undefined ? 'messageDelete' : 'messageUpdate',
        channelId: chat.channel,
        conversation: { id: conversationId },
        from: accountOf(chat.channel, revision.from),
        // What it says now is told by the message itself, and by nothing else that would have to be taken back, too.
        replyToId: stored.entryId,
      },
      { id: ids.next(), sender: 'user', audience: 'desk' },
    );
    const also = [
      replaceBody(stored, after),
      ...forgetWords(conversationId, stored.watermark, before.text ?? ''),
      changePreview(conversationId, before.text ?? '', after.text ?? ''),
      ...(revision.text === undefined ? filesGone(stored, before, revision) : []),
    ];
    try {
      const dedupeKey = `revision ${revision.id}`;
      feeds.committed(await conversations.append(conversationId, [draft], { dedupeKey, also }));
    } catch (error) {
      // Changed meanwhile, such as by a file that came in.
      if (hasCode(error, 'conversation.conflict')) return revise(chat, revision);
      // What has ended takes no new entries; what was said there is taken back all the same.
      if (!hasCode(error, 'conversation.unknown')) throw error;
      await database.write(also);
    }
    showChanged(feeds, stored, after);
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

/** Files go with their message: without their rows nobody can read them, and the folder is swept of them. */
function filesGone(
  { conversationId }: StoredMessage,
  { attachments = [] }: Activity,
  revision: Revision,
): Statement[] {
  const ids = attachments.flatMap(({ contentUrl }) => contentUrl?.split('/').at(-1) ?? []);
  return [
    {
      sql: 'DELETE FROM channel_file WHERE conversation_id = $1 AND message = $2',
      params: [conversationId, messageKey(revision.of)],
    },
    ...(ids.length > 0
      ? [
          {
            sql: `DELETE FROM attachment WHERE id IN (${placesFor(ids)}) AND conversation_id = $${ids.length + 1}`,
            params: [...ids, conversationId],
          },
        ]
      : []),
  ];
}
