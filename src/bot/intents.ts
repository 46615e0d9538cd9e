/** Loads what shoppers can ask for: one folder each under `intents/`, found by looking, not by a list. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hasErrorCode, messageOf, ShopdeskError } from '../core/errors.ts';
import { type Language, languages } from '../core/language.ts';
import { decodeTextFile, type Phrases, parsePhrases, type Reading } from '../knowledge/index.ts';
import { type BankEntry, nameInWords, type Phrasing } from '../understanding/index.ts';
import type { Slot } from './form.ts';
import type { Turn } from './turn.ts';

export interface Intent {
  /** Key of its title in `knowledge/replies` for a "did you mean"; without one it is never offered. */
  readonly title?: string;
  /** A mere politeness: when something was asked as well, only that is answered. */
  readonly courtesy?: boolean;
  /** It is obeyed at every point, also in the middle of a form. */
  readonly always?: boolean;
  /** Facts that must be known before it runs; they are asked for one by one. */
  readonly slots?: readonly Slot[];
  /** Facts that the first message has in it already, by the names of slots. */
  prefill?(turn: Turn): Readonly<Record<string, string>>;
  /** Entries of the FAQ whose questions it answers by doing: where it can run, it runs in their place. */
  readonly insteadOf?: readonly string[];
  /** Key of the words that begin its buttons' texts: such a text always means this intent. */
  readonly begins?: string;
  /** Knows a text that goes on with what it showed before: asked ahead of the bank, so it must be sure. */
  follows?(turn: Turn): boolean | Promise<boolean>;
  /** Knows its own questions, such as the name of a product, where the phrases of the bank leave doubt. */
  recognises?(turn: Turn): boolean | Promise<boolean>;
  /** Answers the shopper through `turn`. An error thrown here becomes an apology, and is logged. */
  run(turn: Turn): void | Promise<void>;
}

/** An intent with its folder's name and its phrases. */
export interface LoadedIntent extends Intent {
  readonly name: string;
  readonly phrasings: readonly Phrasing[];
  readonly counterExamples: readonly Phrasing[];
}

/** Marks the default export of an `intent.ts`. */
export function defineIntent(intent: Intent): Intent {
  return intent;
}

/** Where the intents lie: one folder each. */
const intentsFolder = fileURLToPath(new URL('../../intents', import.meta.url));

/**
 * Loads every intent below `intents/`, by name.
 * @throws ShopdeskError `bot.intent` that names the folder at fault and why.
 */
export async function loadIntents(): Promise<ReadonlyMap<string, LoadedIntent>> {
  const folders = (await readdir(intentsFolder, { withFileTypes: true })).filter((each) =>
    each.isDirectory(),
  );
  const intents = await Promise.all(folders.map(({ name }) => loadIntent(name)));
  return new Map(intents.map((intent) => [intent.name, intent]));
}

/** The intent as an entry of the bank that questions are matched with. */
export function bankEntryOfIntent({ name, phrasings, counterExamples }: LoadedIntent): BankEntry {
  return { id: `intent:${name}`, kind: 'intent', name: nameInWords(name), phrasings, counterExamples };
}

async function loadIntent(name: string): Promise<LoadedIntent> {
  const folder = join(intentsFolder, name);
  try {
    // Written out, so that the compiler of the program sees which files may be meant.
    const module: { default?: Intent } = await import(`../../intents/${name}/intent.ts`);
    const intent = module.default;
    if (typeof intent?.run !== 'function')
      throw new Error('intent.ts has no default export made with defineIntent');
    const phrases = await Promise.all(languages.map((language) => readPhrases(folder, language)));
    const phrasings = phrasingsOf(phrases, 'phrasings');
    // One that is begun by a button, in place of an answer, or knows its texts itself needs no words in the bank.
    const isReached = Boolean(intent.begins ?? intent.insteadOf?.length ?? intent.follows);
    if (phrasings.length === 0 && !isReached)
      throw new Error('it has no phrases.en.txt or phrases.zh.txt with a phrase in it');
    return { ...intent, name, phrasings, counterExamples: phrasingsOf(phrases, 'counterExamples') };
  } catch (error) {
    throw new ShopdeskError('bot.intent', `The intent in ${folder} cannot be loaded: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

/** One phrase a line; `#` begins a comment, `not:` a counter-example. */
async function readPhrases(folder: string, language: Language): Promise<LanguagePhrases> {
  const file = join(folder, `phrases.${language}.txt`);
  const bytes = await readFile(file).catch((error: unknown) => {
    if (hasErrorCode(error, 'ENOENT')) return Buffer.alloc(0);
    throw error;
  });
  const source = mustRead(decodeTextFile(file, bytes));
  return { language, ...mustRead(parsePhrases(source)) };
}

interface LanguagePhrases extends Phrases {
  readonly language: Language;
}

function mustRead<T>(reading: Reading<T>): T {
  if (reading.ok) return reading.value;
  throw new Error(reading.problems.map(({ file, line, reason }) => `${file}:${line}: ${reason}`).join('; '));
}

function phrasingsOf(phrases: readonly LanguagePhrases[], kind: keyof Phrases): Phrasing[] {
  return phrases.flatMap(({ language, [kind]: texts }) => texts.map((text) => ({ text, language })));
}
