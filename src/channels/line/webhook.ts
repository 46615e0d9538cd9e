/** What LINE tells. https://developers.line.biz/en/reference/messaging-api/#webhook-event-objects */
import { z } from 'zod';
import { type Call, type Event, type Heard, Refused } from '../channel.ts';
import { header, isHmac } from '../proof.ts';
import { readShape } from '../read-json.ts';

const event = z.object({
  type: z.string(),
  webhookEventId: z.string().optional(),
  replyToken: z.string().optional(),
  source: z
    .object({
      type: z.string(),
      userId: z.string().optional(),
      groupId: z.string().optional(),
      roomId: z.string().optional(),
    })
    .optional(),
  message: z
    .object({
      id: z.string(),
      type: z.string(),
      text: z.string().optional(),
      fileName: z.string().optional(),
      address: z.string().optional(),
    })
    .optional(),
  postback: z.object({ data: z.string() }).optional(),
  unsend: z.object({ messageId: z.string() }).optional(),
});

const notification = z.object({ events: z.array(event) });

/** What LINE makes of the files that people send; undefined where it keeps what they sent. */
const fileTypes = new Map([
  ['image', 'image/jpeg'],
  ['video', 'video/mp4'],
  ['audio', 'audio/x-m4a'],
  ['file', undefined],
]);

/** @param replyBy until when, in Unix ms, a reply token is of use. */
export function readLine(call: Call, channelSecret: string, replyBy: number): Heard {
  proveLine(call, channelSecret);
  const { events } = readShape(call.body, notification);
  return { events: events.flatMap((each) => eventsOf(each, replyBy)) };
}

/** HMAC-SHA256 over the raw body, in base64. */
export function proveLine({ headers, body }: Pick<Call, 'headers' | 'body'>, channelSecret: string): void {
  if (!isHmac('sha256', channelSecret, body, header(headers, 'x-line-signature'), 'base64')) {
    throw new Refused(401, 'The signature is not LINE’s.');
  }
}

function eventsOf(told: z.infer<typeof event>, replyBy: number): Event[] {
  const { type, source, message, postback, unsend, replyToken, webhookEventId = '' } = told;
  const user = source?.userId;
  const chat = source?.groupId ?? source?.roomId ?? user;
  if (!user || !chat) return [];
  const from = { id: user };
  const address: Record<string, string> = replyToken ? { replyToken, replyBy: String(replyBy) } : {};
  const said = { kind: 'message' as const, from, chat, address };
  if (type === 'unsend' && unsend)
    return [{ kind: 'revision', id: webhookEventId, of: unsend.messageId, from, chat }];
  if (type === 'follow') return [{ ...said, id: webhookEventId, opened: true }];
  if (type === 'postback' && postback)
    return [{ ...said, id: webhookEventId, pressed: { id: postback.data } }];
  if (type !== 'message' || !message) return [];
  const file = fileTypes.has(message.type)
    ? [
        {
          name: message.fileName ?? message.type,
          contentType: fileTypes.get(message.type),
          place: message.id,
        },
      ]
    : [];
  const text = message.text ?? message.address;
  return [
    { ...said, id: message.id, ...(text !== undefined && { text }), ...(file.length > 0 && { files: file }) },
  ];
}
