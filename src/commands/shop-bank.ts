/** The bank of a knowledge folder as the server would build it, for commands that work without one. */
import { bankOf, loadIntents } from '../bot/index.ts';
import { loadKnowledge, type SynonymGroup } from '../knowledge/index.ts';
import type { BankEntry } from '../understanding/index.ts';

export interface ShopBank {
  readonly entries: readonly BankEntry[];
  readonly synonyms: readonly SynonymGroup[];
}

/** @param nowMs Unix ms: answers that have expired by then are left out. */
export async function loadShopBank(knowledgeFolder: string, nowMs: number): Promise<ShopBank> {
  const [knowledge, intents] = await Promise.all([loadKnowledge(knowledgeFolder), loadIntents()]);
  return { entries: bankOf(knowledge, intents.values(), nowMs), synonyms: knowledge.synonyms };
}
