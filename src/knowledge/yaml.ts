/** YAML checked against a zod schema, with every complaint at its line and in plain words. */
import { type Document, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { messageOf } from '../core/errors.ts';
import type { KnowledgeProblem } from './knowledge.ts';
import { type Complaints, complaintsAbout, type Reading, type TextFile } from './reading.ts';

export interface YamlValue<T> {
  readonly value: T;
  /** The 1-based line in the file where the key or item at `path` stands. */
  lineOf(path: readonly PropertyKey[]): number;
}

/**
 * Reads the YAML of `source`. `linesBefore` is how many lines of the file stand above the text, so that
 * problems name lines of the file.
 */
export function readYaml<T>(source: TextFile, schema: z.ZodType<T>, linesBefore = 0): Reading<YamlValue<T>> {
  const opened = openYaml(source, linesBefore);
  if (!opened.ok) return opened;
  const { data, lineOf, complaints, complain } = opened.value;
  const checked = schema.safeParse(data ?? {});
  if (checked.success) return { ok: true, value: { value: checked.data, lineOf } };
  complain(checked.error.issues);
  return complaints.failure();
}

export interface YamlList<T> {
  readonly items: readonly YamlValue<T>[];
  /** In order of line. */
  readonly problems: readonly KnowledgeProblem[];
}

/** Reads a list, each item by itself: what is right can be used although something else is wrong. */
export function readYamlList<T>(source: TextFile, item: z.ZodType<T>): YamlList<T> {
  const opened = openYaml(source);
  if (!opened.ok) return { items: [], problems: opened.problems };
  const { data, lineOf, complaints, complain } = opened.value;
  const items: YamlValue<T>[] = [];
  if (Array.isArray(data)) {
    data.forEach((each: unknown, at) => {
      const checked = item.safeParse(each);
      if (checked.success) items.push({ value: checked.data, lineOf: (path) => lineOf([at, ...path]) });
      else complain(checked.error.issues, [at]);
    });
  } else if (data !== null && data !== undefined) {
    complaints.add(lineOf([]), 'write a list, each part of it beginning with "- "');
  }
  return { items, problems: complaints.none ? [] : complaints.failure().problems };
}

interface OpenYaml {
  readonly data: unknown;
  readonly lineOf: YamlValue<unknown>['lineOf'];
  readonly complaints: Complaints;
  /** Adds what a schema has against the part at `below`. */
  complain(issues: readonly z.core.$ZodIssue[], below?: readonly PropertyKey[]): void;
}

function openYaml(source: TextFile, linesBefore = 0): Reading<OpenYaml> {
  const complaints = complaintsAbout(source.file);
  const parsed = parse(source.text);
  if (!parsed.ok) {
    complaints.add(linesBefore + 1, `this is not valid YAML: ${parsed.reason}`);
    return complaints.failure();
  }
  const { document, lines, data } = parsed;
  const lastLine = source.text.replace(/\n$/, '').split('\n').length;
  const at = (offset: number) => linesBefore + Math.min(Math.max(lines.linePos(offset).line, 1), lastLine);
  for (const error of document.errors) {
    complaints.add(at(error.pos[0]), `this is not valid YAML: ${firstLine(error.message)}`);
  }
  if (!complaints.none) return complaints.failure();
  const lineOf = (path: readonly PropertyKey[]) => at(offsetOf(document, path));
  return {
    ok: true,
    value: {
      data,
      lineOf,
      complaints,
      complain(issues, below = []) {
        for (const issue of issues) {
          const path = [...below, ...issue.path];
          if (issue.code === 'unrecognized_keys') {
            for (const key of issue.keys)
              complaints.add(lineOf([...path, key]), `"${key}" is not known here`);
          } else {
            complaints.add(lineOf(path), inWords(issue, document.hasIn(path)));
          }
        }
      },
    },
  };
}

type Parsed =
  | { ok: true; document: Document.Parsed; lines: LineCounter; data: unknown }
  | { ok: false; reason: string };

/** The parser recurses, so a text of nothing but brackets ends in a RangeError; aliases are refused. */
function parse(text: string): Parsed {
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      stringKeys: true,
      logLevel: 'silent',
    });
    const data: unknown = document.errors.length > 0 ? undefined : document.toJS({ maxAliasCount: 0 });
    return { ok: true, document, lines, data };
  } catch (error) {
    return { ok: false, reason: firstLine(messageOf(error)) };
  }
}

function inWords(issue: z.core.$ZodIssue, isThere: boolean): string {
  const name = issue.path.map(String).join(' › ');
  if (name === '' && issue.code === 'custom') return issue.message;
  if (name === '') return 'write one setting a line: its name, a colon, its value';
  if (!isThere) return `"${name}" is missing`;
  if (issue.code === 'invalid_type') return `"${name}" must be ${kindInWords(issue.expected)}`;
  return `"${name}": ${issue.message}`;
}

function kindInWords(expected: string): string {
  if (expected === 'string') return 'text';
  if (expected === 'array') return 'a list';
  if (expected === 'object' || expected === 'record') return 'a group of settings';
  return `a ${expected}`;
}

/** Where the deepest part of `path` that exists begins; a key counts as its own beginning. */
function offsetOf(document: Document.Parsed, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && item.key.value === step);
      if (!pair) break;
      if (isNode(pair.key)) offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node) && typeof step === 'number') {
      node = node.items[step];
      if (isNode(node)) offset = node.range?.[0] ?? offset;
    }
  }
  return offset;
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? message;
}
