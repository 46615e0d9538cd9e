/** What Telegram's Bot API tells: messages, edits, pressed buttons. https://core.telegram.org/bots/api#update */
import { z } from 'zod';
import type { Call, Event, Heard, Person } from '../channel.ts';
import { Refused } from '../channel.ts';
import { header, needSecret } from '../proof.ts';
import { readShape } from '../read-json.ts';

const person = z.object({
  id: z.number(),
  is_bot: z.boolean().optional(),
  first_name: z.string().optional(),
  last_name: z.string().optional(),
  language_code: z.string().max(35).optional(),
});

const file = z.object({
  file_id: z.string(),
  file_name: z.string().optional(),
  mime_type: z.string().optional(),
});

const message = z.object({
  message_id: z.number(),
  date: z.number().optional(),
  chat: z.object({ id: z.number() }),
  from: person.optional(),
  text: z.string().optional(),
  caption: z.string().optional(),
  photo: z.array(file).optional(),
  document: file.optional(),
  voice: file.optional(),
  video: file.optional(),
  location: z.object({ latitude: z.number(), longitude: z.number() }).optional(),
});

type TelegramMessage = z.infer<typeof message>;

const update = z.object({
  update_id: z.number(),
  message: message.optional(),
  edited_message: message.optional(),
  callback_query: z
    .object({
      id: z.string(),
      from: person,
      data: z.string().optional(),
      message: z
        .object({
          chat: z.object({ id: z.number() }),
          reply_markup: z
            .object({
              inline_keyboard: z.array(
                z.array(z.object({ text: z.string(), callback_data: z.string().optional() })),
              ),
            })
            .optional(),
        })
        .optional(),
    })
    .optional(),
});

type Update = z.infer<typeof update>;

export function readTelegram(call: Call, secret: string): Heard {
  needSecret(header(call.headers, 'x-telegram-bot-api-secret-token'), secret);
  if (call.method !== 'POST') throw new Refused(405, 'Telegram posts.');
  const told = readShape(call.body, update);
  return { events: eventsOf(told) };
}

function eventsOf({
  update_id,
  message: sent,
  edited_message: edited,
  callback_query: pressed,
}: Update): Event[] {
  if (sent?.from && !sent.from.is_bot) return [messageEvent(sent, sent.from)];
  if (edited?.from) {
    const { from, message_id: id, chat, text, caption } = edited;
    const about = { id: `${update_id}`, of: `${id}`, from: personOf(from), chat: `${chat.id}` };
    return [{ kind: 'revision', ...about, text: text ?? caption ?? '' }];
  }
  if (pressed?.message && pressed.data !== undefined) {
    const { id, from, data, message: on } = pressed;
    const button = on.reply_markup?.inline_keyboard.flat().find(({ callback_data: each }) => each === data);
    return [
      {
        kind: 'message',
        id: `press ${id}`,
        from: personOf(from),
        chat: `${on.chat.id}`,
        pressed: { id: data, ...(button && { title: button.text }) },
      },
    ];
  }
  return [];
}

function messageEvent(
  { message_id: id, chat, text, caption, photo, document, voice, video, location }: TelegramMessage,
  from: z.infer<typeof person>,
): Event {
  const [largest] = photo?.slice(-1) ?? [];
  // Telegram makes a JPEG of every photo, and does not say so.
  const pictures = largest ? [{ ...largest, file_name: 'photo.jpg', mime_type: 'image/jpeg' }] : [];
  const files = [...pictures, document, voice, video].flatMap((each) =>
    each ? [{ name: each.file_name ?? 'file', contentType: each.mime_type, place: each.file_id }] : [],
  );
  const said = text ?? caption ?? (location && `${location.latitude}, ${location.longitude}`);
  return {
    kind: 'message',
    id: `${id}`,
    from: personOf(from),
    chat: `${chat.id}`,
    ...(said !== undefined && { text: said }),
    ...(files.length > 0 && { files }),
    ...(said === '/start' && { opened: true }),
  };
}

function personOf({
  id,
  first_name: first,
  last_name: last,
  language_code: locale,
}: z.infer<typeof person>): Person {
  const name = [first, last].filter(Boolean).join(' ');
  return { id: `${id}`, ...(name && { name }), ...(locale && { locale }) };
}
