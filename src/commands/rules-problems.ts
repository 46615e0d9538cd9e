/** What is wrong in the files of `knowledge/rules`, each judged by the room that goes by it. */
import { parseAlertRules } from '../alerts/index.ts';
import { readRules } from '../commerce/index.ts';
import { messageOf } from '../core/errors.ts';
import { readHandoffRules } from '../desk/index.ts';
import type { Knowledge, KnowledgeProblem } from '../knowledge/index.ts';

/** The rooms that do not know lines name the place in the words of the reason. */
export function problemsOfRules({ rules }: Knowledge): KnowledgeProblem[] {
  const found = rules.flatMap(({ file, text }) => {
    const problem = (reason: string) => ({ file, line: 1, reason });
    switch (file) {
      case 'alerts.yaml':
        try {
          parseAlertRules(text);
          return [];
        } catch (error) {
          return [problem(messageOf(error))];
        }
      case 'handoff.yaml':
        return readHandoffRules(text).problems.map(problem);
      default:
        return readRules([{ file, text }]).problems;
    }
  });
  return found.map((each) => ({ ...each, file: `rules/${each.file}` }));
}
