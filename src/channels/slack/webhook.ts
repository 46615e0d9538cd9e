/**
 * What Slack tells: events and pressed buttons. https://docs.slack.dev/authentication/verifying-requests-from-slack
 * In direct messages everything is for the shop; elsewhere only what mentions it, answered in the thread.
 */
import { z } from 'zod';
import { type Call, type Event, type Heard, Refused } from '../channel.ts';
import { header, isHmac, needFresh } from '../proof.ts';
import { readShape } from '../read-json.ts';

const file = z.object({
  name: z.string().nullish(),
  mimetype: z.string().optional(),
  url_private_download: z.string().optional(),
});
const author = { user: z.string().optional(), bot_id: z.string().optional() };

const inner = z.object({
  ...author,
  type: z.string(),
  subtype: z.string().optional(),
  channel: z.string().optional(),
  channel_type: z.string().optional(),
  text: z.string().optional(),
  ts: z.string().optional(),
  thread_ts: z.string().optional(),
  files: z.array(file).optional(),
  message: z.object({ ...author, ts: z.string(), text: z.string().optional() }).optional(),
  previous_message: z.object({ ...author, ts: z.string() }).optional(),
});

type Inner = z.infer<typeof inner>;

const envelope = z.object({
  type: z.string(),
  challenge: z.string().optional(),
  event_id: z.string().optional(),
  event: inner.optional(),
});

const interaction = z.object({
  type: z.string(),
  user: z.object({ id: z.string(), name: z.string().optional(), username: z.string().optional() }),
  channel: z.object({ id: z.string() }).optional(),
  message: z.object({ thread_ts: z.string().optional() }).optional(),
  actions: z
    .array(
      z.object({
        action_ts: z.string(),
        value: z.string().optional(),
        text: z.object({ text: z.string() }).optional(),
      }),
    )
    .optional(),
});

/** @throws Refused for a signature that is not Slack's, or older than five minutes. */
export function readSlack(call: Call, signingSecret: string): Heard {
  proveSlack(call, signingSecret);
  if (header(call.headers, 'content-type').startsWith('application/x-www-form-urlencoded')) {
    const payload = new URLSearchParams(call.body.toString('utf8')).get('payload') ?? '{}';
    return { events: pressesOf(readShape(Buffer.from(payload), interaction)) };
  }
  const { type, challenge, event, event_id: id } = readShape(call.body, envelope);
  if (type === 'url_verification') {
    return { events: [], answer: { contentType: 'text/plain; charset=utf-8', body: challenge ?? '' } };
  }
  return { events: type === 'event_callback' && event ? eventsOf(event, id ?? '') : [] };
}

/** `v0=` and the HMAC-SHA256 over version, time and the raw body. */
export function proveSlack(
  { headers, body, at }: Pick<Call, 'headers' | 'body' | 'at'>,
  secret: string,
): void {
  const timestamp = header(headers, 'x-slack-request-timestamp');
  const [, mac = ''] = /^v0=([0-9a-f]{64})$/.exec(header(headers, 'x-slack-signature')) ?? [];
  const signed = Buffer.concat([Buffer.from(`v0:${timestamp}:`), body]);
  if (!isHmac('sha256', secret, signed, mac, 'hex')) throw new Refused(401, 'The signature is not Slack’s.');
  needFresh(timestamp, at);
}

function eventsOf(event: Inner, eventId: string): Event[] {
  const { type, subtype, channel: chat = '', user, ts = '', message, previous_message: previous } = event;
  const isDirect = type === 'message' && event.channel_type === 'im';
  if (isDirect && subtype === 'message_changed') {
    const by = message && personIn(message);
    if (!message || !by) return [];
    return [
      { kind: 'revision', id: eventId, of: message.ts, from: by, chat, text: readText(message.text ?? '') },
    ];
  }
  if (isDirect && subtype === 'message_deleted') {
    const by = previous && personIn(previous);
    return previous && by ? [{ kind: 'revision', id: eventId, of: previous.ts, from: by, chat }] : [];
  }
  const isSaid = isDirect ? subtype === undefined || subtype === 'file_share' : type === 'app_mention';
  if (!isSaid || !user || event.bot_id) return [];
  const files = (event.files ?? []).flatMap(({ name, mimetype, url_private_download: url }) =>
    url ? [{ name: name ?? 'file', contentType: mimetype, place: url }] : [],
  );
  return [
    {
      kind: 'message',
      id: ts,
      from: { id: user },
      ...(isDirect ? { chat } : threadOf(chat, event.thread_ts ?? ts)),
      text: readText(event.text ?? ''),
      ...(files.length > 0 && { files }),
    },
  ];
}

function personIn({ user, bot_id: bot }: { user?: string | undefined; bot_id?: string | undefined }) {
  return user && !bot ? { id: user } : undefined;
}

function threadOf(channel: string, thread: string) {
  return { chat: `${channel}/${thread}`, address: { channel, thread } };
}

function pressesOf({ type, user, channel, message, actions = [] }: z.infer<typeof interaction>): Event[] {
  if (type !== 'block_actions' || !channel) return [];
  const place = message?.thread_ts ? threadOf(channel.id, message.thread_ts) : { chat: channel.id };
  return actions.flatMap(({ value, text, action_ts: at }): Event[] =>
    value === undefined
      ? []
      : [
          {
            kind: 'message',
            id: `press ${at}`,
            from: { id: user.id, name: user.name ?? user.username },
            ...place,
            pressed: { id: value, ...(text && { title: text.text }) },
          },
        ],
  );
}

/** Slack escapes three characters, and writes links and mentions in angle brackets. */
function readText(text: string): string {
  return text
    .replace(/<@[A-Z0-9]+(\|[^>]*)?>/g, '')
    .replace(/<(?:https?:|mailto:)[^|>]*\|([^>]*)>/g, '$1')
    .replace(/<((?:https?:|mailto:)[^>]*)>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .trim();
}
