/** What a turn does only after its message is stored, and what it says at once. */
import { fileURLToPath } from 'node:url';
import { beforeEach, expect, it } from 'vitest';
import { createBot, type LoadedIntent } from '../../src/bot/index.ts';
import { activityOf, type Conversation, draftOf } from '../../src/conversations/index.ts';
import { silentLog } from '../../src/core/log.ts';
import { type Knowledge, loadKnowledge } from '../../src/knowledge/index.ts';
import type { Understood } from '../../src/understanding/index.ts';
import { clockFrom } from '../support/clock.ts';

const done: string[] = [];
beforeEach(() => void done.splice(0));

const deed: LoadedIntent = {
  name: 'deed',
  phrasings: [],
  counterExamples: [],
  run(turn) {
    done.push('deed');
    turn.sayMarkdown('Done.');
  },
};

const conversation: Conversation = {
  id: 'c',
  channel: 'directline',
  userId: 'dl_shopper',
  userName: undefined,
  locale: 'en',
  createdAt: 0,
  lastAt: 0,
  watermark: 1,
  owner: 'bot',
  fence: 0,
  pending: 1,
  handled: 0,
  waiting: 1,
  turnHolder: 'here',
  state: '{}',
  reference: undefined,
  endedAt: undefined,
};

let knowledge: Knowledge;
async function turn(id: string | undefined, settle: () => Promise<void>): Promise<(string | undefined)[]> {
  knowledge ??= await loadKnowledge(fileURLToPath(new URL('../../knowledge', import.meta.url)));
  const understood: Understood = {
    text: 'x',
    language: 'en',
    zone: id === undefined ? 'decline' : 'answer',
    candidates: [
      {
        id: id ?? 'faq:none',
        kind: id?.startsWith('intent:') ? 'intent' : 'answer',
        confidence: id === undefined ? 0.01 : 0.99,
        reason: { phrasing: 'x', words: [], scores: {} },
      },
    ],
  };
  const bot = createBot({
    knowledge: () => knowledge,
    understander: {
      understand: () => understood,
      async understandFully() {
        done.push('encoder');
        return understood;
      },
    },
    intents: new Map([['deed', deed]]),
    clock: clockFrom('2026-11-02T10:00:00Z'),
    ids: { next: () => 'id' },
    log: silentLog,
  });
  const draft = draftOf({ type: 'message', text: 'do it' }, { id: 'm', sender: 'user' });
  const entry = { ...draft, conversationId: 'c', watermark: 1, at: 0 };
  const { replies } = await bot.run(conversation, entry, settle);
  return replies.map((reply) => activityOf({ ...entry, ...reply }).text);
}

async function settle(): Promise<void> {
  done.push('settled');
}

it('an intent runs when its message is stored', async () => {
  expect(await turn('intent:deed', settle)).toEqual(['Done.']);
  expect(done).toEqual(['settled', 'deed']);
});

it('an answer of the knowledge is said at once', async () => {
  const [said] = await turn('faq:warranty', settle);
  expect(said).toMatch(/warrant/i);
  expect(done).toEqual([]);
});

it('an encoder, which may take long, is asked when the message is stored', async () => {
  expect(await turn(undefined, settle)).toHaveLength(1);
  expect(done).toEqual(['settled', 'encoder']);
});

it('nothing is done or said when the message could not be stored', async () => {
  const failure = new Error('not stored');
  await expect(turn('intent:deed', () => Promise.reject(failure))).rejects.toBe(failure);
  expect(done).toEqual([]);
});
