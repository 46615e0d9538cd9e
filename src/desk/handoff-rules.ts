/** When a person goes on by rule: `knowledge/rules/handoff.yaml`, edited by the merchant. */
import { z } from 'zod';
import { type Money, parseMoney } from '../core/money.ts';
import { type Knowledge, type KnowledgeProblem, readYamlList } from '../knowledge/index.ts';

const texts = z.array(z.string().min(1)).min(1);

/** All conditions that a rule names must hold. */
const ruleShape = z
  .strictObject({
    id: z.string().regex(/^[\w-]{1,60}$/),
    /** Questions in a row that the bot could not answer, at least. */
    declined: z.number().int().min(1).optional(),
    mood: z
      .array(z.enum(['angry', 'abusive']))
      .min(1)
      .optional(),
    /** Ids of the bank, such as `faq:repair-service` or `intent:cancel-order`. */
    topic: texts.optional(),
    /** Such as `500 USD`. */
    'cart-at-least': z.string().optional(),
    /** The customer's `loyalty` preference. */
    loyalty: texts.optional(),
    skills: z.array(z.string().min(1)).optional(),
    priority: z.number().int().min(-10).max(10).optional(),
  })
  .refine(
    ({ declined, mood, topic, loyalty, 'cart-at-least': cart }) =>
      [declined, mood, topic, loyalty, cart].some((condition) => condition !== undefined),
    'has no condition',
  )
  .refine(
    ({ 'cart-at-least': cart }) => cart === undefined || moneyIn(cart) !== undefined,
    'cart-at-least is an amount with its currency, such as 500 USD',
  );

export type HandoffRule = z.infer<typeof ruleShape>;

export interface HandoffFacts {
  readonly declined: number;
  readonly mood: 'angry' | 'abusive' | undefined;
  /** What was answered in this turn. */
  readonly topics: readonly string[];
  /** As the page told it, such as `$512.00`. */
  readonly cart: string | undefined;
  readonly loyalty: string | undefined;
}

export const handoffFile = 'handoff.yaml';
const read = new WeakMap<Knowledge, readonly HandoffRule[]>();

/** The first rule that holds; undefined when none does. */
export function handoffRule(knowledge: Knowledge, facts: HandoffFacts): HandoffRule | undefined {
  return rulesOf(knowledge).find((rule) => holds(rule, facts));
}

/** Reads the text of the file: a rule that is wrong is left out and told. */
export function readHandoffRules(text: string): {
  rules: readonly HandoffRule[];
  problems: readonly KnowledgeProblem[];
} {
  const { items, problems } = readYamlList({ file: `rules/${handoffFile}`, text }, ruleShape);
  return { rules: items.map(({ value }) => value), problems };
}

function rulesOf(knowledge: Knowledge): readonly HandoffRule[] {
  const known = read.get(knowledge);
  if (known) return known;
  const source = knowledge.rules.find(({ file }) => file === handoffFile);
  const { rules } = readHandoffRules(source?.text ?? '');
  read.set(knowledge, rules);
  return rules;
}

function holds(rule: HandoffRule, facts: HandoffFacts): boolean {
  const { declined, mood, topic, loyalty } = rule;
  if (declined !== undefined && facts.declined < declined) return false;
  if (mood && !(facts.mood && mood.includes(facts.mood))) return false;
  if (topic && !topic.some((id) => facts.topics.includes(id))) return false;
  if (loyalty && !(facts.loyalty && loyalty.includes(facts.loyalty))) return false;
  const least = rule['cart-at-least'];
  return least === undefined || (facts.cart !== undefined && isAtLeast(facts.cart, least));
}

/** Amounts in other currencies are not compared: the rule then does not hold. */
function isAtLeast(cart: string, least: string): boolean {
  const wanted = moneyIn(least);
  const has = wanted && moneyIn(cart, wanted.currency);
  return has !== undefined && has.currency === wanted?.currency && has.minor >= wanted.minor;
}

function moneyIn(text: string, currency?: string): Money | undefined {
  try {
    return parseMoney(text, currency ? { currency } : {});
  } catch {
    return undefined;
  }
}
