/** The merchant's rules of recommendation: `knowledge/rules/*.yaml`, each file a list. */
import { z } from 'zod';
import { selectorSchema } from './selector.ts';

const id = z.string().regex(/^[a-z0-9-]{1,64}$/, 'write it in small letters, digits and hyphens');
/** What the customer must have bought and kept. */
const owns = z.strictObject({
  select: selectorSchema,
  /** Different items, not pieces. */
  atLeast: z.number().int().min(1).default(1),
});
/** In favour, as the logarithm of odds: 1 makes a purchase 2.7 times as likely to be shown. */
const weight = z.number().min(-5).max(10);

/** Who owns these may need those. */
const complement = z.strictObject({
  id,
  kind: z.literal('complement'),
  owns,
  offer: selectorSchema,
  /** Offers of the class of what is owned come first (`prefer`), or are the only ones (`only`). */
  class: z.enum(['any', 'prefer', 'only']).default('any'),
  weight: weight.default(2),
});

/** Instead of what is looked at or wanted, something better that the customer has use for. */
const upgrade = z.strictObject({
  id,
  kind: z.literal('upgrade'),
  from: selectorSchema,
  to: selectorSchema,
  /** Its price as a share of that of the item it replaces: 1.05 is "at most 5 % more". */
  priceAtMost: z.number().positive(),
  releasedWithinDays: z.number().positive().optional(),
  owns: owns.optional(),
  /** The attribute that grows, told in the reason: `discs`. */
  gain: z.string().optional(),
  /** High, for who looks at the lesser item should not miss this. */
  weight: weight.default(4),
});

/** Never shown, to anybody or to owners of something. */
const exclusion = z.strictObject({
  id,
  kind: z.literal('exclusion'),
  owns: owns.optional(),
  never: selectorSchema,
});

export const ruleSchema = z.discriminatedUnion('kind', [complement, upgrade, exclusion]);
export type Rule = z.infer<typeof ruleSchema>;
export type ComplementRule = z.infer<typeof complement>;
export type UpgradeRule = z.infer<typeof upgrade>;
export type ExclusionRule = z.infer<typeof exclusion>;
export type Owns = z.infer<typeof owns>;
