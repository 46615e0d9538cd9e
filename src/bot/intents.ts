/** Loads what shoppers can ask for: one folder each under `intents/`, found by looking, not by a list. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { hasErrorCode, messageOf, ShopdeskError } from '../core/errors.ts';
import { type Language, languages } from '../core/language.ts';
import type { BankEntry, Phrasing } from '../understanding/index.ts';
import type { Turn } from './turn.ts';

export interface Intent {
  /** Key of its title in `knowledge/replies` for a "did you mean"; without one it is never offered. */
  readonly title?: string;
  /** Answers the shopper through `turn`. An error thrown here becomes an apology, and is logged. */
  run(turn: Turn): void | Promise<void>;
}

/** An intent with its folder's name and its phrases. */
export interface LoadedIntent extends Intent {
  readonly name: string;
  readonly phrasings: readonly Phrasing[];
}

/** Marks the default export of an `intent.ts`. */
export function defineIntent(intent: Intent): Intent {
  return intent;
}

/**
 * Loads every intent below `folder`, by name.
 * @throws ShopdeskError `bot.intent` that names the folder at fault and why.
 */
export async function loadIntents(folder: string): Promise<ReadonlyMap<string, LoadedIntent>> {
  const folders = (await readdir(folder, { withFileTypes: true })).filter((each) => each.isDirectory());
  const intents = await Promise.all(folders.map(({ name }) => loadIntent(join(folder, name), name)));
  return new Map(intents.map((intent) => [intent.name, intent]));
}

/** The intent as an entry of the bank that questions are matched with. */
export function bankEntryOfIntent({ name, phrasings }: LoadedIntent): BankEntry {
  return { id: `intent:${name}`, kind: 'intent', phrasings };
}

async function loadIntent(folder: string, name: string): Promise<LoadedIntent> {
  try {
    const module: { default?: Intent } = await import(pathToFileURL(join(folder, 'intent.ts')).href);
    const intent = module.default;
    if (typeof intent?.run !== 'function')
      throw new Error('intent.ts has no default export made with defineIntent');
    const phrasings = (await Promise.all(languages.map((language) => readPhrases(folder, language)))).flat();
    if (phrasings.length === 0)
      throw new Error('it has no phrases.en.txt or phrases.zh.txt with a phrase in it');
    return { ...intent, name, phrasings };
  } catch (error) {
    throw new ShopdeskError('bot.intent', `The intent in ${folder} cannot be loaded: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

/** One phrase a line; `#` begins a comment. */
async function readPhrases(folder: string, language: Language): Promise<Phrasing[]> {
  const text = await readFile(join(folder, `phrases.${language}.txt`), 'utf8').catch((error: unknown) => {
    if (hasErrorCode(error, 'ENOENT')) return '';
    throw error;
  });
  return text
    .split(/\r?\n/)
    .map((line) => line.replace(/#.*$/, '').trim())
    .filter((line) => line !== '')
    .map((line) => ({ text: line, language }));
}
