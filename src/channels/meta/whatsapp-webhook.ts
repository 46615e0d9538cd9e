/** What the WhatsApp Cloud API tells. https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/components */
import { z } from 'zod';
import type { Call, Event, Heard, Receipt } from '../channel.ts';
import { readShape } from '../read-json.ts';
import { type MetaSecrets, readMeta } from './proof.ts';

const media = z.object({
  id: z.string(),
  mime_type: z.string().optional(),
  filename: z.string().optional(),
  caption: z.string().optional(),
});
const chosen = z.object({ id: z.string(), title: z.string() });

const message = z.object({
  from: z.string(),
  id: z.string(),
  text: z.object({ body: z.string() }).optional(),
  button: z.object({ text: z.string(), payload: z.string().optional() }).optional(),
  interactive: z.object({ button_reply: chosen.optional(), list_reply: chosen.optional() }).optional(),
  image: media.optional(),
  document: media.optional(),
  audio: media.optional(),
  video: media.optional(),
  sticker: media.optional(),
  location: z.object({ latitude: z.number(), longitude: z.number() }).optional(),
});

const error = z.object({
  title: z.string().optional(),
  message: z.string().optional(),
  error_data: z.object({ details: z.string().optional() }).optional(),
});

const status = z.object({
  id: z.string(),
  status: z.string(),
  biz_opaque_callback_data: z.string().optional(),
  errors: z.array(error).optional(),
});

const contact = z.object({
  wa_id: z.string(),
  profile: z.object({ name: z.string().optional() }).optional(),
});

const value = z.object({
  metadata: z.object({ phone_number_id: z.string() }).optional(),
  contacts: z.array(contact).optional(),
  messages: z.array(message).optional(),
  statuses: z.array(status).optional(),
});

const notification = z.object({
  object: z.string(),
  entry: z.array(z.object({ changes: z.array(z.object({ value })) })),
});

export function readWhatsApp(call: Call, secrets: MetaSecrets, phoneNumberId: string): Heard {
  const verified = readMeta(call, secrets);
  if (verified) return verified;
  const { object, entry } = readShape(call.body, notification);
  if (object !== 'whatsapp_business_account') return { events: [] };
  const ours = entry
    .flatMap(({ changes }) => changes.map((change) => change.value))
    .filter(({ metadata }) => metadata === undefined || metadata.phone_number_id === phoneNumberId);
  return {
    events: ours.flatMap(({ contacts = [], messages = [], statuses = [] }): Event[] => {
      const names = new Map(contacts.map(({ wa_id: id, profile }) => [id, profile?.name]));
      return [...messages.map((each) => eventOf(each, names.get(each.from))), ...statuses.flatMap(receiptOf)];
    }),
  };
}

function eventOf(told: z.infer<typeof message>, name: string | undefined): Event {
  const { from, id, text, button, interactive, location } = told;
  const pressed = interactive?.button_reply ?? interactive?.list_reply;
  const files = [told.image, told.document, told.audio, told.video, told.sticker].flatMap(
    (each) => each ?? [],
  );
  const place = location && `${location.latitude}, ${location.longitude}`;
  const said = text?.body ?? button?.text ?? files[0]?.caption ?? place;
  return {
    kind: 'message',
    id,
    from: { id: from, name },
    chat: from,
    address: { last: id },
    ...(pressed && { pressed }),
    ...(!pressed && said !== undefined && { text: said }),
    ...(files.length > 0 && {
      files: files.map((each) => ({
        name: each.filename ?? 'file',
        // With parameters at times: `audio/ogg; codecs=opus`.
        contentType: each.mime_type?.split(';')[0],
        place: each.id,
      })),
    }),
  };
}

function receiptOf({
  id,
  status: state,
  biz_opaque_callback_data: key,
  errors,
}: z.infer<typeof status>): Receipt[] {
  if (state === 'failed') {
    const [first] = errors ?? [];
    const failure =
      first?.error_data?.details ?? first?.message ?? first?.title ?? 'WhatsApp does not say why.';
    return [{ kind: 'receipt', messageId: id, key, failure }];
  }
  return ['sent', 'delivered', 'read'].includes(state) ? [{ kind: 'receipt', messageId: id, key }] : [];
}
