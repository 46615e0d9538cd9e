/** What Discord tells: commands and pressed buttons. https://discord.com/developers/docs/interactions/receiving-and-responding */
import { z } from 'zod';
import { type Call, type Heard, type Message, Refused } from '../channel.ts';
import { header, isSignedEd25519, needFresh } from '../proof.ts';
import { readShape } from '../read-json.ts';

const user = z.object({ id: z.string(), username: z.string().optional(), global_name: z.string().nullish() });

const component: z.ZodType<{ custom_id?: string; label?: string; components?: unknown[] }> = z.object({
  custom_id: z.string().optional(),
  label: z.string().optional(),
  components: z.array(z.unknown()).optional(),
});

const interaction = z.object({
  id: z.string(),
  type: z.number(),
  token: z.string(),
  channel_id: z.string().optional(),
  guild_id: z.string().optional(),
  locale: z.string().optional(),
  user: user.optional(),
  member: z.object({ user }).optional(),
  data: z
    .object({
      custom_id: z.string().optional(),
      options: z.array(z.object({ name: z.string(), value: z.unknown() })).optional(),
    })
    .optional(),
  message: z.object({ components: z.array(component).optional() }).optional(),
});

type Interaction = z.infer<typeof interaction>;

const ping = 1;
const command = 2;
const pressed = 3;
/** The answer comes later; in a server only who asked sees it, since it may be about an order. */
const deferred = 5;
const onlyForThem = 64;
/** An interaction can be answered for 15 minutes. */
const tokenMs = 870_000;

/** @throws Refused 401, which Discord itself tries out. */
export function readDiscord(call: Call, publicKey: string): Heard {
  const timestamp = header(call.headers, 'x-signature-timestamp');
  const signed = Buffer.concat([Buffer.from(timestamp), call.body]);
  if (!isSignedEd25519(publicKey, signed, header(call.headers, 'x-signature-ed25519'))) {
    throw new Refused(401, 'The signature is not Discord’s.');
  }
  needFresh(timestamp, call.at);
  const told = readShape(call.body, interaction);
  if (told.type === ping) return { events: [], answer: json({ type: 1 }) };
  const event = eventOf(told, call.at);
  if (!event) throw new Refused(400, 'This kind of interaction is not known.');
  return {
    events: [event],
    answer: json({ type: deferred, ...(told.guild_id && { data: { flags: onlyForThem } }) }),
  };
}

function eventOf(told: Interaction, at: number): Message | undefined {
  const by = told.member?.user ?? told.user;
  if (!by || (told.type !== command && told.type !== pressed)) return undefined;
  const message = {
    kind: 'message' as const,
    id: told.id,
    from: { id: by.id, name: by.global_name ?? by.username, locale: told.locale },
    chat: by.id,
    address: { token: told.token, tokenBy: String(at + tokenMs), answered: '' },
  };
  if (told.type === command) {
    const question = told.data?.options?.find(({ name }) => name === 'question')?.value;
    return { ...message, text: typeof question === 'string' ? question : '' };
  }
  const id = told.data?.custom_id ?? '';
  const title = labelOf(id, told.message?.components ?? []);
  return { ...message, pressed: { id, ...(title && { title }) } };
}

function labelOf(id: string, components: readonly unknown[], depth = 0): string | undefined {
  for (const each of components) {
    const read = component.safeParse(each);
    if (!read.success || depth > 3) continue;
    if (read.data.custom_id === id) return read.data.label;
    const below = labelOf(id, read.data.components ?? [], depth + 1);
    if (below) return below;
  }
  return undefined;
}

function json(value: object) {
  return { contentType: 'application/json; charset=utf-8', body: JSON.stringify(value) };
}
