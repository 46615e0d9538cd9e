/** What Messenger and Instagram tell. https://developers.facebook.com/docs/messenger-platform/reference/webhook-events */
import { z } from 'zod';
import type { Call, Event, Heard } from '../channel.ts';
import { readShape } from '../read-json.ts';
import { type MetaSecrets, readMeta } from './proof.ts';

const referral = z.object({ ref: z.string().optional() });

const message = z.object({
  mid: z.string(),
  text: z.string().optional(),
  is_echo: z.boolean().optional(),
  is_deleted: z.boolean().optional(),
  metadata: z.string().optional(),
  quick_reply: z.object({ payload: z.string() }).optional(),
  attachments: z
    .array(z.object({ type: z.string(), payload: z.object({ url: z.string().optional() }).nullish() }))
    .optional(),
});

const postback = z.object({
  mid: z.string().optional(),
  title: z.string().optional(),
  payload: z.string().optional(),
  referral: referral.optional(),
});

const messaging = z.object({
  sender: z.object({ id: z.string() }),
  timestamp: z.number().optional(),
  message: message.optional(),
  message_edit: z.object({ mid: z.string(), text: z.string(), num_edit: z.number().optional() }).optional(),
  postback: postback.optional(),
  referral: referral.optional(),
});

const notification = z.object({
  object: z.string(),
  entry: z.array(z.object({ messaging: z.array(messaging).optional() })),
});

type Place = { readonly from: { readonly id: string }; readonly chat: string };

/** @param kind `page` for Messenger. */
export function readPage(call: Call, secrets: MetaSecrets, kind: 'page' | 'instagram'): Heard {
  const verified = readMeta(call, secrets);
  if (verified) return verified;
  const { object, entry } = readShape(call.body, notification);
  if (object !== kind) return { events: [] };
  return {
    events: entry.flatMap((each) => (each.messaging ?? []).flatMap((one) => eventsOf(one))),
  };
}

function eventsOf(told: z.infer<typeof messaging>): Event[] {
  const place: Place = { from: { id: told.sender.id }, chat: told.sender.id };
  const { message: said, message_edit: edit, postback: pressed, timestamp = 0 } = told;
  if (edit) {
    const id = `${edit.mid} ${edit.num_edit ?? timestamp}`;
    return [{ kind: 'revision', id, of: edit.mid, ...place, text: edit.text }];
  }
  if (said) return [messageOf(said, place)];
  const id = pressed?.mid ?? `${place.chat} ${timestamp}`;
  const ref = pressed?.referral?.ref ?? told.referral?.ref;
  if (ref) return [{ kind: 'message', id, ...place, text: ref }];
  if (!pressed?.payload) return [];
  const title = pressed.title;
  return [{ kind: 'message', id, ...place, pressed: { id: pressed.payload, ...(title && { title }) } }];
}

function messageOf(said: z.infer<typeof message>, place: Place): Event {
  const { mid: id, text, quick_reply: reply, attachments = [] } = said;
  // Our own message, told back with the key that went along.
  if (said.is_echo) return { kind: 'receipt', messageId: id, key: said.metadata };
  if (said.is_deleted) return { kind: 'revision', id: `${id} deleted`, of: id, ...place };
  const files = attachments.flatMap(({ type, payload }) =>
    payload?.url
      ? [
          {
            name: nameIn(payload.url),
            contentType: type === 'image' ? 'image/jpeg' : undefined,
            place: payload.url,
          },
        ]
      : [],
  );
  return {
    kind: 'message',
    id,
    ...place,
    ...(reply && { pressed: { id: reply.payload, ...(text && { title: text }) } }),
    ...(!reply && text !== undefined && { text }),
    ...(files.length > 0 && { files }),
  };
}

function nameIn(url: string): string {
  return (URL.canParse(url) && new URL(url).pathname.split('/').at(-1)) || 'file';
}
