/** Which files of the knowledge folder are read, and as what. */
import type { Language } from '../core/language.ts';
import { parseFaqEntry } from './faq.ts';
import type { OpeningHours } from './hours.ts';
import { parseHours } from './hours-file.ts';
import type { FaqEntry, OrderRules, RulesFile, SynonymGroup } from './knowledge.ts';
import { parseSynonyms } from './lines.ts';
import { parseOrderRules } from './order-policy-file.ts';
import { failure, type Reading, type TextFile } from './reading.ts';
import { parseReplyFile, type Reply } from './reply-file.ts';

/** The content of one good file. */
export type Piece =
  | { readonly kind: 'faq'; readonly entry: FaqEntry }
  | { readonly kind: 'replies'; readonly file: string; readonly replies: readonly Reply[] }
  | { readonly kind: 'synonyms'; readonly groups: readonly SynonymGroup[] }
  | { readonly kind: 'hours'; readonly hours: OpeningHours }
  | { readonly kind: 'orders'; readonly orders: OrderRules }
  | { readonly kind: 'rules'; readonly rules: RulesFile };

/** By path relative to the knowledge folder; undefined for what is none of ours, such as an editor's files. */
export function kindOf(file: string): Piece['kind'] | undefined {
  if (file === 'hours.yaml') return 'hours';
  if (file === 'orders.yaml') return 'orders';
  if (/^rules\/[^/.][^/]*\.ya?ml$/i.test(file)) return 'rules';
  if (synonymLanguages.has(file)) return 'synonyms';
  if (/^replies\/[^/.][^/]*\.ya?ml$/i.test(file)) return 'replies';
  return /^faq\/(?!readme\.md$)[^/.][^/]*\.md$/i.test(file) ? 'faq' : undefined;
}

export function readPiece(source: TextFile): Reading<Piece> {
  switch (kindOf(source.file)) {
    case 'faq':
      return as(parseFaqEntry(source), (entry) => ({ kind: 'faq', entry }));
    case 'replies':
      return as(parseReplyFile(source), (replies) => ({ kind: 'replies', file: source.file, replies }));
    case 'synonyms': {
      const language = synonymLanguages.get(source.file) ?? 'en';
      return as(parseSynonyms(source, language), (groups) => ({ kind: 'synonyms', groups }));
    }
    case 'hours':
      return as(parseHours(source), (hours) => ({ kind: 'hours', hours }));
    case 'orders':
      return as(parseOrderRules(source), (orders) => ({ kind: 'orders', orders }));
    case 'rules': {
      const rules = { file: source.file.slice('rules/'.length), text: source.text };
      return { ok: true, value: { kind: 'rules', rules } };
    }
    case undefined:
      return failure(source.file, 1, 'this file is no part of the knowledge');
  }
}

const synonymLanguages = new Map<string, Language>([
  ['synonyms/en.txt', 'en'],
  ['synonyms/zh.txt', 'zh'],
]);

function as<T>(reading: Reading<T>, piece: (value: T) => Piece): Reading<Piece> {
  return reading.ok ? { ok: true, value: piece(reading.value) } : reading;
}
