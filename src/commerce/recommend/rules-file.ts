/** Reads rule files: what is right is used, what is wrong is reported with file and line. */
import { type Document, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { messageOf } from '../../core/errors.ts';
import { type Rule, ruleSchema } from './rules.ts';

export interface RuleProblem {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly reason: string;
}

export interface RulesReading {
  readonly rules: readonly Rule[];
  readonly problems: readonly RuleProblem[];
}

/** Reads the files in the order given; a rule that is wrong is left out, and so is a second of the same id. */
export function readRules(files: readonly { readonly file: string; readonly text: string }[]): RulesReading {
  const rules = new Map<string, Rule>();
  const problems: RuleProblem[] = [];
  for (const { file, text } of files) {
    const lines = new LineCounter();
    const problem = (offset: number, reason: string) =>
      problems.push({ file, line: Math.max(lines.linePos(offset).line, 1), reason });
    const parsed = parse(text, lines);
    if (typeof parsed === 'string') {
      problem(0, `this is not valid YAML: ${parsed}`);
      continue;
    }
    const { document, data } = parsed;
    for (const error of document.errors)
      problem(error.pos[0], `this is not valid YAML: ${firstLine(error.message)}`);
    if (document.errors.length > 0 || data === null || data === undefined) continue;
    if (!Array.isArray(data)) {
      problem(0, 'write a list of rules, each beginning with "- id:"');
      continue;
    }
    data.forEach((entry: unknown, at) => {
      const rule = ruleSchema.safeParse(entry);
      if (!rule.success) {
        for (const issue of rule.error.issues) {
          problem(offsetOf(document, [at, ...issue.path]), inWords(issue.path, issue.message));
        }
      } else if (rules.has(rule.data.id)) {
        problem(offsetOf(document, [at, 'id']), `there is already a rule "${rule.data.id}"`);
      } else {
        rules.set(rule.data.id, rule.data);
      }
    });
  }
  return { rules: [...rules.values()], problems };
}

/** The parser recurses, so a text of nothing but brackets ends in a RangeError; aliases are refused. */
function parse(text: string, lines: LineCounter): { document: Document.Parsed; data: unknown } | string {
  try {
    const document = parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      stringKeys: true,
      logLevel: 'silent',
    });
    return { document, data: document.errors.length > 0 ? undefined : document.toJS({ maxAliasCount: 0 }) };
  } catch (error) {
    return firstLine(messageOf(error));
  }
}

function inWords(path: readonly PropertyKey[], message: string): string {
  return path.length === 0 ? message : `"${path.map(String).join(' › ')}": ${message}`;
}

/** Where the deepest part of `path` that exists begins. */
function offsetOf(document: Document.Parsed, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && key.value === step);
      if (!pair) break;
      if (isNode(pair.key)) offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node) && typeof step === 'number') {
      node = node.items[step];
      if (isNode(node)) offset = node.range?.[0] ?? offset;
    } else break;
  }
  return offset;
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? message;
}
