/** The face of the knowledge room: the merchant's files in, plain data out. */
export { type EntryEdit, type EntrySource, type ReadEdits, versionOf } from './edits.ts';
export { entryFile, readEntryFile, writeEntryFile } from './entry-file.ts';
export { parseFaqEntry } from './faq.ts';
export { faqEntryOf } from './faq-entry.ts';
export { formatFaqEntry, writeFaqEntry } from './faq-format.ts';
export { comparable } from './faq-section.ts';
export {
  type Opening,
  type OpeningHours,
  type OpeningWindow,
  openingAt,
  type SpecialDay,
} from './hours.ts';
export { parseHours } from './hours-file.ts';
export type {
  FaqEntry,
  FaqLink,
  FaqText,
  Knowledge,
  KnowledgeProblem,
  OrderRules,
  Replies,
  RulesFile,
  SynonymGroup,
} from './knowledge.ts';
export { type Phrases, parsePhrases, parseSynonyms } from './lines.ts';
export { loadKnowledge } from './load.ts';
export type { Failure, Reading, TextFile } from './reading.ts';
export { type Blanks, type ChooseVariant, escapeMarkdown, render, renderPlain } from './replies.ts';
export { parseReplyFile, type Reply } from './reply-file.ts';
export type { JudgeRules, RulesVerdict } from './rules.ts';
export { decodeTextFile, maximumBytes } from './text-file.ts';
export { holdsOn, shopDay, validEntries } from './validity.ts';
export { type KnowledgeWatch, type WatchOptions, watchKnowledge } from './watch.ts';
export { readYaml, readYamlList } from './yaml.ts';
