/** `shopdesk knowledge check`: the bank tested against itself, before a shopper does. */
import { judgeRules } from '../judge-rules.ts';
import { type KnowledgeProblem, loadKnowledge, shopDay } from '../knowledge/index.ts';
import { type BankCheck, checkBank } from '../understanding/index.ts';
import { loadShopBank } from './shop-bank.ts';

export interface KnowledgeCheck extends BankCheck {
  readonly entries: number;
  /** What is wrong in the files, with line and reason. */
  readonly problems: readonly KnowledgeProblem[];
  /** Sentences that the folder does not have; the demo shop's are said. */
  readonly missingReplies: readonly string[];
  /** Entries whose last day has passed, and those it will within two weeks. */
  readonly expired: readonly string[];
  readonly expiring: readonly { readonly entry: string; readonly validUntil: string }[];
}

const soonDays = 14;
const dayMs = 86_400_000;

/** @param nowMs Unix ms, what "expired" is counted from. */
export async function checkKnowledge(folder: string, nowMs: number): Promise<KnowledgeCheck> {
  const [knowledge, { entries, synonyms }] = await Promise.all([
    loadKnowledge(folder, judgeRules),
    loadShopBank(folder, nowMs),
  ]);
  const today = shopDay(knowledge, nowMs);
  const soon = shopDay(knowledge, nowMs + soonDays * dayMs);
  const dated = knowledge.faq.flatMap(({ id, validUntil }) =>
    validUntil ? [{ entry: `faq:${id}`, validUntil }] : [],
  );
  return {
    entries: entries.length,
    problems: knowledge.problems,
    missingReplies: knowledge.lentReplies ?? [],
    ...(await checkBank(entries, synonyms)),
    expired: dated.filter(({ validUntil }) => validUntil < today).map(({ entry }) => entry),
    expiring: dated.filter(({ validUntil }) => validUntil >= today && validUntil <= soon),
  };
}
