/**
 * A messenger of one's own: JSON in, JSON out, both signed with one secret. Also the worked example of a channel: this
 * file is all there is to one, besides a line in `channels-on.ts` and its settings. See README.md beside it.
 */
import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { type Channel, type Event, type Part, Refused, SendFailure } from '../channel.ts';
import { flatText } from '../flat-text.ts';
import { plain, writePieces } from '../markdown/write.ts';
import { callApi, textOf } from '../platform-api.ts';
import { header, isHmac, needFresh } from '../proof.ts';
import { readShape } from '../read-json.ts';

export interface OwnChannelOptions {
  readonly secret: string;
  /** Takes what we have to say. */
  readonly url: string;
}

const textLimit = 4_000;

/** What the messenger tells: a message, a pressed button, or that a message was changed or taken back. */
const told = z.object({
  id: z.string().min(1).max(200),
  chat: z.string().min(1).max(200),
  person: z.object({ id: z.string().min(1).max(200), name: z.string().max(200).optional() }),
  text: z.string().optional(),
  pressed: z.string().max(200).optional(),
  changes: z.string().max(200).optional(),
});

export function createOwnChannel({ secret, url }: OwnChannelOptions): Channel {
  return {
    name: 'own',
    shows: { buttons: 'native', cards: 'text', files: 'link', markdown: false, textLimit },

    // 1. Prove that the call is the messenger's and fresh, over the raw body, before anything is read.
    webhook({ method, headers, body, at }) {
      if (method !== 'POST') throw new Refused(405, 'The messenger posts.');
      const time = header(headers, 'x-timestamp');
      const signed = Buffer.concat([Buffer.from(`${time}.`), body]);
      if (!isHmac('sha256', secret, signed, header(headers, 'x-signature'), 'hex')) {
        throw new Refused(401, 'The signature is not the messenger’s.');
      }
      needFresh(time, at);
      return { events: [eventOf(readShape(body, told))] };
    },

    // 2. Say how a reply looks there: the fewest native messages that leave nothing out.
    render(reply, phrase): Part[] {
      const buttons = [...reply.choices, ...reply.cards.flatMap(({ choices }) => choices)];
      const cards = reply.cards.map((card) => ({ ...card, choices: [] }));
      const words = flatText([{ ...reply, cards, choices: [] }], phrase);
      const parts = writePieces(words, plain, textLimit).map(
        (text): Part => ({ call: 'message', body: { text } }),
      );
      if (buttons.length === 0) return parts;
      const last = parts.pop() ?? { call: 'message', body: { text: phrase('channel.choose') } };
      return [...parts, { ...last, body: { ...last.body, buttons } }];
    },

    // 3. Hand a part over. The key is the same at each try, so that the messenger can drop what it has already.
    async send({ body }, { chat }, { key }) {
      const message = { chat, key, ...body };
      const mac = createHmac('sha256', secret).update(JSON.stringify(message)).digest('hex');
      const { status, json } = await callApi(url, { headers: { 'x-signature': mac }, body: message });
      if (status >= 300) throw new SendFailure('never', textOf(json, 'error') ?? `It answered ${status}.`);
      return { messageId: textOf(json, 'id') };
    },
    repeats: 'key',
  };
}

function eventOf({ id, chat, person, text, pressed, changes }: z.infer<typeof told>): Event {
  const by = { id, from: person, chat };
  if (changes !== undefined)
    return { kind: 'revision', of: changes, ...by, ...(text !== undefined && { text }) };
  return {
    kind: 'message',
    ...by,
    ...(pressed === undefined
      ? { text: text ?? '' }
      : { pressed: { id: pressed, ...(text && { title: text }) } }),
  };
}
