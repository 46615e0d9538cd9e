/** Reads rule files: what is right is used, what is wrong is reported with file and line. */
import { type KnowledgeProblem, type RulesFile, readYamlList } from '../../knowledge/index.ts';
import { type Rule, ruleSchema } from './rules.ts';

export interface RulesReading {
  readonly rules: readonly Rule[];
  readonly problems: readonly KnowledgeProblem[];
}

/** Files of `rules/` that other rooms go by. */
const ofOthers = new Set(['alerts.yaml', 'handoff.yaml']);

/** Reads the files in the order given; a rule that is wrong is left out, and so is a second of the same id. */
export function readRules(files: readonly RulesFile[]): RulesReading {
  const rules = new Map<string, Rule>();
  const problems = files.flatMap(({ file, text }) => {
    if (ofOthers.has(file)) return [];
    const source = { file: `rules/${file}`, text };
    const read = readYamlList(source, ruleSchema);
    const doubles = read.items.flatMap(({ value, lineOf }) => {
      if (rules.has(value.id))
        return { file: source.file, line: lineOf(['id']), reason: `there is already a rule "${value.id}"` };
      rules.set(value.id, value);
      return [];
    });
    return [...read.problems, ...doubles];
  });
  return { rules: [...rules.values()], problems };
}
