/**
 * What Teams and the other channels of the Bot Framework tell.
 * https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#activity-object
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Call, type Event, type Message, Refused } from '../channel.ts';
import { readShape } from '../read-json.ts';

const id = z.string().min(1).max(500);
const account = z.object({ id, name: z.string().max(300).nullish() });

const activity = z.object({
  type: z.string().min(1).max(50),
  id: z.string().max(500).optional(),
  timestamp: z.string().max(50).optional(),
  channelId: z.string().regex(/^[a-z][a-z0-9-]{0,49}$/i),
  serviceUrl: z.url({ protocol: /^https?$/ }),
  conversation: z.object({ id }),
  from: account,
  recipient: account,
  locale: z.string().max(35).nullish(),
  deliveryMode: z.string().max(50).nullish(),
  text: z.string().max(20_000).nullish(),
  value: z.unknown().optional(),
  membersAdded: z.array(account).nullish(),
  attachments: z
    .array(
      z.object({
        contentType: z.string(),
        contentUrl: z.string().nullish(),
        name: z.string().nullish(),
        content: z.unknown().optional(),
      }),
    )
    .nullish(),
  entities: z
    .array(
      z.object({ type: z.string(), text: z.string().nullish(), mentioned: account.nullish().catch(null) }),
    )
    .nullish()
    .catch([]),
});

export type TeamsActivity = z.infer<typeof activity>;

/** What `Action.Submit` and `messageBack` of ours bring back. */
const pressed = z.object({ choice: z.string().max(40) });
const download = z.object({ downloadUrl: z.string() });

/** An activity may have this many bytes. */
const mostBytes = 256 * 1024;

/** Where a file lies, and whom to ask for the right to read it. */
const filePlace = z.object({
  url: z.string(),
  serviceUrl: z.string(),
  audience: z.string().optional(),
});

/** What a file of ours was named by in `eventOf`. */
export function readPlace(place: string): z.infer<typeof filePlace> {
  return filePlace.parse(JSON.parse(place));
}

/** @throws Refused 413 when it is too large, 400 when it is no activity. */
export function readActivity({ body, method }: Call): TeamsActivity {
  if (method !== 'POST') throw new Refused(405, 'The Bot Framework posts.');
  if (body.length > mostBytes) throw new Refused(413, `An activity may have ${mostBytes} bytes.`);
  return readShape(body, activity);
}

/** Other channels of the Bot Framework come in by the same door: their chats have their names before them. */
export function chatOf({ channelId, conversation }: TeamsActivity): string {
  return channelId === 'msteams' ? conversation.id : `${channelId}/${conversation.id}`;
}

/** Undefined for what is of no concern, such as a reaction. */
export function eventOf(told: TeamsActivity, audience: string | undefined): Event | undefined {
  const { type, id: activityId, from, text, timestamp = '' } = told;
  const by = {
    from: { id: from.id, ...(from.name && { name: from.name }), ...(told.locale && { locale: told.locale }) },
    chat: chatOf(told),
  };
  const message: Message = {
    kind: 'message',
    id: activityId ?? digest(timestamp, from.id, type),
    ...by,
    address: addressOf(told, audience),
    ...(told.deliveryMode === 'expectReplies' && { inCall: true }),
  };
  switch (type) {
    case 'message':
      return { ...message, ...saidIn(told, audience) };
    // Bringing a deleted message back is an edit to what it said.
    case 'messageUpdate':
      if (activityId === undefined) return undefined;
      return {
        kind: 'revision',
        id: `${activityId} ${digest(timestamp, text ?? '')}`,
        of: activityId,
        ...by,
        text: spoken(told),
      };
    case 'messageDelete':
      return activityId === undefined
        ? undefined
        : { kind: 'revision', id: `${activityId} deleted ${timestamp}`, of: activityId, ...by };
    case 'conversationUpdate':
      return told.membersAdded?.some((each) => each.id !== told.recipient.id)
        ? { ...message, opened: true }
        : undefined;
    default:
      return undefined;
  }
}

function saidIn(
  told: TeamsActivity,
  audience: string | undefined,
): Pick<Message, 'text' | 'pressed' | 'files'> {
  const choice = pressed.safeParse(told.value);
  const text = spoken(told);
  if (choice.success) return { pressed: { id: choice.data.choice, ...(text && { title: text }) } };
  const files = (told.attachments ?? []).flatMap(({ contentType, contentUrl, content, name }) => {
    const file = download.safeParse(content);
    // Teams repeats what was written as an attachment of HTML.
    const url = file.success
      ? file.data.downloadUrl
      : /^(text\/html|application\/vnd\.microsoft\.card)/.test(contentType)
        ? ''
        : contentUrl;
    if (!url) return [];
    const place = JSON.stringify({ url, serviceUrl: told.serviceUrl, audience });
    return [{ name: name ?? 'file', contentType: file.success ? undefined : contentType, place }];
  });
  return { text, ...(files.length > 0 && { files }) };
}

/** Without the mention that calls the bot in a group, and the spaces that Teams leaves around it. */
function spoken({ text, entities, recipient }: TeamsActivity): string {
  let words = text ?? '';
  for (const { type, text: mention, mentioned } of entities ?? []) {
    if (type === 'mention' && mention && mentioned?.id === recipient.id)
      words = words.replaceAll(mention, '');
  }
  return words.replaceAll('&nbsp;', ' ').replaceAll('\u00a0', ' ').trim();
}

/** What it takes to write there unasked, later: the conversation reference. */
function addressOf(told: TeamsActivity, audience: string | undefined): Record<string, string> {
  const { serviceUrl, conversation, recipient: bot, from, id: activityId, channelId } = told;
  return {
    serviceUrl,
    channelId,
    conversation: conversation.id,
    bot: bot.id,
    botName: bot.name ?? '',
    user: from.id,
    activity: told.type === 'message' ? (activityId ?? '') : '',
    ...(audience && { audience }),
  };
}

function digest(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('base64url').slice(0, 22);
}
