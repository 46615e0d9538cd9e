/** The files of `rules/`: kept here as text, and judged by the room that goes by each. */
import type { KnowledgeProblem, RulesFile } from './knowledge.ts';

export interface RulesVerdict {
  readonly problems: readonly KnowledgeProblem[];
  /** Whether what is right of the file can be used although something in it is wrong. */
  readonly restHolds: boolean;
}

/** Judges one file by itself. */
export type JudgeRules = (rules: RulesFile) => RulesVerdict;

/** For who only looks at other files. */
export const noJudge: JudgeRules = () => ({ problems: [], restHolds: true });
