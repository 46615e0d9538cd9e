/** An understanding for tests that ask it without a server. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import {
  createUnderstanding,
  type Understanding,
  type UnderstandingOptions,
} from '../../src/understanding/index.ts';
import { bringLearnt } from './learnt-bank.ts';

/** Settled; it need not learn as long as the bank is the demo shop's of today. */
export async function learntUnderstanding(
  options: Pick<UnderstandingOptions, 'entries' | 'synonyms'>,
): Promise<Understanding> {
  const keepIn = await mkdtemp(join(tmpdir(), 'shopdesk-learnt-'));
  try {
    await bringLearnt(inject('learntFolder'), keepIn, 'demo');
    const understanding = await createUnderstanding({ ...options, keepIn });
    await understanding.settled();
    return understanding;
  } finally {
    await rm(keepIn, { recursive: true });
  }
}
