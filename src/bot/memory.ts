/** What the bot remembers of a conversation from one turn to the next; stored as JSON with each answer. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { languages } from '../core/language.ts';

const schema = z.object({
  /** The language the shopper last wrote in. */
  language: z.enum(languages).optional(),
  welcomed: z.boolean().optional(),
  /** What the last "did you mean" offered, by the text of its buttons. */
  offered: z.array(z.object({ title: z.string(), id: z.string() })).optional(),
  /** The product on the page that the shopper has open beside the chat, as the page names it. */
  page: z.object({ product: z.string(), title: z.string().optional() }).optional(),
  /** The question before, which a follow-up may lean on. */
  previous: z.string().optional(),
  /** The answer that the talk is about, and the turn in which it was given. */
  topic: z.object({ id: z.string(), turn: z.number().int() }).optional(),
  /** The turn at which an angry shopper was last offered a person. */
  soothed: z.number().int().optional(),
  /** A form that is being filled: whose, and what is known by now. */
  form: z.object({ intent: z.string(), values: z.record(z.string(), z.string()) }).optional(),
  /** A yes-or-no question that was asked last: by which intent, about what, and the titles of its two buttons. */
  question: z.object({ intent: z.string(), about: z.string(), yes: z.string(), no: z.string() }).optional(),
  /** How many questions in a row the bot could not answer. */
  declined: z.number().int().optional(),
  /** How many turns there were; picks the variant of a sentence, so that none repeats at once. */
  turns: z.number().int().optional(),
  /** The answers given last, by the id of their message: feedback refers to them. */
  answers: z.array(z.object({ activityId: z.string(), answerId: z.string() })).optional(),
  /** The total of the cart, as the page told it last. */
  cart: z.string().optional(),
  /** Each intent's own notes. */
  intents: z.record(z.string(), z.unknown()).optional(),
});

export type Memory = z.infer<typeof schema>;

/** Everything the memory may hold. */
export const memoryKeys = schema.keyof().options;

/** Names the shape of the memory: another one, of a former or a later version, has another name. */
const shape = createHash('sha256')
  .update(JSON.stringify(z.toJSONSchema(schema)))
  .digest('base64url')
  .slice(0, 6);

/**
 * Reads the memory back. What was written in this very shape is taken as it is: every turn reads it, and checking it takes
 * four times as long. What another version wrote is checked, and begun anew where this one cannot read it.
 */
export function readMemory(json: string): Memory {
  const { shape: written, ...kept }: Memory & { shape?: unknown } = JSON.parse(json);
  if (written === shape) return kept;
  const parsed = schema.safeParse(kept);
  return parsed.success ? parsed.data : {};
}

export function writeMemory(memory: Memory): string {
  return JSON.stringify({ shape, ...memory });
}
