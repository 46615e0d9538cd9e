/** What is wrong in a file of `knowledge/rules`, said by the room that goes by it. */
import { alertRulesFile, readAlertRules } from './alerts/index.ts';
import { readRules } from './commerce/index.ts';
import { handoffFile, readHandoffRules } from './desk/index.ts';
import type { RulesFile, RulesVerdict } from './knowledge/index.ts';

/** Alerts are read whole or not at all: half of what was meant might speak to everybody. */
export function judgeRules({ file, text }: RulesFile): RulesVerdict {
  switch (file) {
    case alertRulesFile: {
      const read = readAlertRules(text);
      return { problems: read.ok ? [] : read.problems, restHolds: false };
    }
    case handoffFile:
      return { problems: readHandoffRules(text).problems, restHolds: true };
    default:
      return { problems: readRules([{ file, text }]).problems, restHolds: true };
  }
}
