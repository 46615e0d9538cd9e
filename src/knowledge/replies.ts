/** Says a sentence of the shop: finds it by key and language, picks a variant, fills its blanks. */
import { ShopdeskError } from '../core/errors.ts';
import type { Language } from '../core/language.ts';
import type { Replies } from './knowledge.ts';
import { blanksIn, shopBlank, withBlanks } from './reply-blanks.ts';

/** What goes into the blanks of a sentence, by name without braces. */
export type Blanks = Readonly<Record<string, string | number>>;

/** Which of `count` variants to say, from 0; injected, so that a transcript is exact. */
export type ChooseVariant = (count: number) => number;

/**
 * The sentence `key` in `language` as Markdown. Blanks are plain text: what would be Markdown in them is
 * escaped, so that a shopper's words can never become a link or a heading. `{shop}` is the shop's name where `blanks` has no
 * other.
 *
 * @throws ShopdeskError `knowledge.reply-missing` or `knowledge.blank-missing`
 */
export function render(
  replies: Replies,
  key: string,
  language: Language,
  blanks: Blanks,
  choose: ChooseVariant,
): string {
  const text = variantOf(replies, key, language, choose);
  return fill(text, key, withShop(text, replies, language, blanks), (value) => escapeMarkdown(value));
}

/**
 * Like `render`, for places that show no Markdown, such as a button or a notification: blanks stay as they
 * are, on one line.
 */
export function renderPlain(
  replies: Replies,
  key: string,
  language: Language,
  blanks: Blanks,
  choose: ChooseVariant,
): string {
  const text = variantOf(replies, key, language, choose);
  return fill(text, key, withShop(text, replies, language, blanks), onOneLine);
}

/** `text` such that CommonMark shows exactly its characters, on one line. */
export function escapeMarkdown(text: string): string {
  return onOneLine(text)
    .replace(/[\\`*_[\]<>#|~!]|&(?=#?\w+;)/g, '\\$&')
    .replace(/^[-+=]/, '\\$&')
    .replace(/^(\d{1,9})([.)])/, '$1\\$2');
}

function variantOf(replies: Replies, key: string, language: Language, choose: ChooseVariant): string {
  const variants = replies.get(key)?.[language] ?? [];
  const variant = variants[choose(variants.length)] ?? variants[0];
  if (variant === undefined) {
    throw new ShopdeskError('knowledge.reply-missing', `there is no reply "${key}" in "${language}"`, {
      remedy: `Add "${key}" to a file in knowledge/replies.`,
    });
  }
  return variant;
}

function withShop(text: string, replies: Replies, language: Language, blanks: Blanks): Blanks {
  const [name] = text.includes(`{${shopBlank}}`) ? (replies.get('shop.name')?.[language] ?? []) : [];
  return name === undefined || Object.hasOwn(blanks, shopBlank) ? blanks : { ...blanks, [shopBlank]: name };
}

function fill(text: string, key: string, blanks: Blanks, write: (value: string) => string): string {
  if (!text.includes('{')) return text;
  const missing = blanksIn(text).find((name) => !Object.hasOwn(blanks, name));
  if (missing !== undefined) {
    throw new ShopdeskError('knowledge.blank-missing', `the reply "${key}" needs a value for {${missing}}`, {
      remedy: `Remove {${missing}} from "${key}" in knowledge/replies, or use a blank this sentence has.`,
    });
  }
  return withBlanks(text, (name) => write(String(blanks[name])));
}

function onOneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}
