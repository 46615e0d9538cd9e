/** The libraries a shop could use instead, each behind one function: from a bank to a function that answers. */
import { createRequire } from 'node:module';
import Fuse from 'fuse.js';
import MiniSearch from 'minisearch';
import { createUnderstanding } from '../../understanding/index.ts';
import { detectLanguage } from '../../understanding/language.ts';
import type { LabelledText } from './bank.ts';

export interface Answerer {
  /** The label of the best answer, if any. */
  answer(text: string): string | undefined | Promise<string | undefined>;
  close?(): Promise<void>;
}

export interface Contender {
  readonly name: string;
  learn(phrasings: readonly LabelledText[]): Answerer | Promise<Answerer>;
}

interface BayesClassifier {
  addDocument(text: string, label: string): void;
  train(): void;
  classify(text: string): string;
}
interface NlpManager {
  addDocument(language: string, text: string, label: string): void;
  train(): Promise<void>;
  process(language: string, text: string): Promise<{ intent: string }>;
}

const load = createRequire(import.meta.url);

export const contenders: readonly Contender[] = [
  { name: 'ours', learn: ours },
  { name: 'fuse.js', learn: (phrasings) => fuse(phrasings, false) },
  { name: 'fuse.js, token search', learn: (phrasings) => fuse(phrasings, true) },
  { name: 'minisearch', learn: minisearch },
  { name: 'natural Bayes', learn: bayes },
  { name: 'nlp.js', learn: nlp },
];

async function ours(phrasings: readonly LabelledText[]): Promise<Answerer> {
  const byLabel = new Map<string, string[]>();
  for (const { text, label } of phrasings) byLabel.set(label, [...(byLabel.get(label) ?? []), text]);
  const entries = [...byLabel].map(([id, texts]) => ({
    id,
    kind: 'answer' as const,
    phrasings: texts.map((text) => ({ text, language: detectLanguage(text, 'en') })),
  }));
  const understanding = await createUnderstanding({ entries, synonyms: [] });
  return {
    answer: (text) => understanding.understand(text).candidates[0]?.id,
    close: () => understanding.close(),
  };
}

function fuse(phrasings: readonly LabelledText[], useTokenSearch: boolean): Answerer {
  const index = new Fuse([...phrasings], { keys: ['text'], ignoreLocation: true, useTokenSearch });
  return { answer: (text) => index.search(text.slice(0, 32 * 8), { limit: 1 })[0]?.item.label };
}

function minisearch(phrasings: readonly LabelledText[]): Answerer {
  const index = new MiniSearch<LabelledText & { id: number }>({
    fields: ['text'],
    storeFields: ['label'],
    searchOptions: { fuzzy: 0.2, prefix: true },
  });
  index.addAll(phrasings.map((phrasing, id) => ({ ...phrasing, id })));
  return {
    answer(text) {
      const label: unknown = index.search(text)[0]?.label;
      return typeof label === 'string' ? label : undefined;
    },
  };
}

function bayes(phrasings: readonly LabelledText[]): Answerer {
  const Bayes: new () => BayesClassifier = load('natural/lib/natural/classifiers/bayes_classifier.js');
  const classifier = new Bayes();
  for (const { text, label } of phrasings) classifier.addDocument(text, label);
  classifier.train();
  return { answer: (text) => classifier.classify(text) };
}

async function nlp(phrasings: readonly LabelledText[]): Promise<Answerer> {
  const { dockStart }: { dockStart(settings: object): Promise<{ get(name: 'nlp'): NlpManager }> } =
    load('@nlpjs/basic');
  const dock = await dockStart({
    settings: { nlp: { log: false, autoSave: false, languages: ['en'] } },
    use: ['Basic'],
  });
  const manager = dock.get('nlp');
  for (const { text, label } of phrasings) manager.addDocument('en', text, label);
  const print = console.log;
  console.log = () => {};
  try {
    await manager.train();
  } finally {
    console.log = print;
  }
  return { answer: async (text) => (await manager.process('en', text)).intent };
}
