/** What the bot remembers of a conversation from one turn to the next; stored as JSON with each answer. */
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

/** Reads the memory back; one that a former version wrote and this one cannot read is begun anew. */
export function readMemory(json: string): Memory {
  const parsed = schema.safeParse(JSON.parse(json));
  return parsed.success ? parsed.data : {};
}
