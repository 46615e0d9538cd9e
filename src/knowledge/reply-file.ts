/**
 * Reads a file of replies: every sentence the bot may say, by key, in every language.
 *
 *     greet:
 *       en:
 *         - Hello! What can I do for you?
 *         - Hi there!
 *       zh: 您好！
 *     order.status:
 *       en: "Order {number} is on its way."
 *       zh: "订单 {number} 已在路上。"
 */
import { z } from 'zod';
import { type Language, languages } from '../core/language.ts';
import { complaintsAbout, type Reading, type TextFile } from './reading.ts';
import { blanksIn, hasStrayBrace } from './reply-blanks.ts';
import { readYaml } from './yaml.ts';

export interface Reply {
  readonly key: string;
  /** 1-based line of the key. */
  readonly line: number;
  readonly variants: Readonly<Record<Language, readonly string[]>>;
}

/** The replies of one file, in its order. All variants of a reply, in all languages, have the same blanks. */
export function parseReplyFile(source: TextFile): Reading<readonly Reply[]> {
  const read = readYaml(source, replyFile);
  if (!read.ok) return read;
  const complaints = complaintsAbout(source.file);
  const replies: Reply[] = [];
  for (const [key, variants] of Object.entries(read.value.value)) {
    const line = read.value.lineOf([key]);
    if (!/^[a-z0-9]+(?:[.-][a-z0-9]+){0,9}$/.test(key)) {
      complaints.add(line, `"${key}" cannot be a key: small letters and digits, joined by "." or "-"`);
    }
    const expected = blanksIn(variants.en[0] ?? '').join(', ');
    for (const language of languages) {
      for (const [index, text] of variants[language].entries()) {
        const at = read.value.lineOf([key, language, index]);
        const blanks = blanksIn(text).join(', ');
        if (hasStrayBrace(text)) {
          complaints.add(at, `"${key}" has a brace that is no blank; a blank is written {likeThis}`);
        } else if (blanks !== expected) {
          const has = blanks === '' ? 'no blanks' : `the blanks ${blanks}`;
          complaints.add(
            at,
            `"${key}" has ${has} here, and ${expected === '' ? 'none' : expected} in its first text`,
          );
        }
      }
    }
    replies.push({ key, line, variants });
  }
  return complaints.none ? { ok: true, value: replies } : complaints.failure();
}

const sentence = z
  .string()
  .trim()
  .min(1, 'write a sentence')
  .max(2000, 'at most 2000 characters')
  .refine((text) => !/[\p{Cc}\p{Cs}]/u.test(text.replaceAll('\n', '')), 'has a control character');

const variants = z
  .union([sentence, z.array(sentence).min(1).max(20)], 'write a sentence, or a list of up to 20 sentences')
  .transform((written): readonly string[] => (typeof written === 'string' ? [written] : written));

const replyFile = z.record(z.string(), z.strictObject({ en: variants, zh: variants }));
