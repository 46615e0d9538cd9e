import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { silentLog } from '../../src/core/log.ts';
import type { Encoder, Understood } from '../../src/understanding/index.ts';
import { createUnderstanding, type Understanding } from '../../src/understanding/index.ts';
import { entry, shopBank } from './bank.ts';

let understanding: Understanding | undefined;
afterEach(() => understanding?.close());

/** An encoder with one number a letter: enough to be asked. */
function letters(encode: (texts: readonly string[]) => Promise<Float32Array[]>): Encoder {
  return { name: 'letters', size: 26, partSize: 26, encode, async close() {} };
}

async function countLetters(texts: readonly string[]): Promise<Float32Array[]> {
  return texts.map((text) =>
    Float32Array.from({ length: 26 }, (_, at) => text.split(String.fromCharCode(97 + at)).length - 1),
  );
}

it('a changed bank is live when replace resolves; until then the old one answers', async () => {
  understanding = await createUnderstanding({ entries: shopBank, synonyms: [] });
  const replaced = understanding.replace([...shopBank, entry('repairs', ['do you repair amplifiers'])], []);
  expect(understanding.understand('where is my order').candidates[0]?.id).toBe('order-status');
  await replaced;
  expect(understanding.understand('do you repair amplifiers').candidates[0]?.id).toBe('repairs');
});

it('of two changes at once the last one stands', async () => {
  understanding = await createUnderstanding({ entries: [], synonyms: [] });
  await Promise.all([
    understanding.replace([entry('first', ['alpha beta'])], []),
    understanding.replace([entry('second', ['alpha beta'])], []),
  ]);
  expect(understanding.understand('alpha beta').candidates[0]?.id).toBe('second');
});

it('settles: calibrated, and with sentence vectors', async () => {
  const encoder = letters(countLetters);
  understanding = await createUnderstanding({ entries: shopBank, synonyms: [], encoder });
  await understanding.settled();
  const fully = await understanding.understandFully('where is my order');
  expect(fully.candidates[0]?.id).toBe('order-status');
  expect(fully.candidates[0]?.confidence).not.toBe(
    understanding.understand('where is my order').candidates[0]?.confidence,
  );
});

it('a bank that changes while it is learnt in full gives nothing to warn of', async () => {
  const warnings: string[] = [];
  const log = { ...silentLog, warn: (_: object, message: string) => void warnings.push(message) };
  understanding = await createUnderstanding({ entries: shopBank, synonyms: [], log });
  const settling = understanding.settled();
  await understanding.replace([...shopBank, entry('repairs', ['do you repair amplifiers'])], []);
  await settling;
  expect(warnings).toEqual([]);
});

it.each([
  ['fails', () => Promise.reject(new Error('no model'))],
  ['never answers', () => new Promise<Float32Array[]>(() => {})],
])('an encoder that %s costs no answer', async (_, encodeQuestion) => {
  let calls = 0;
  const encoder = letters((texts) => (calls++ === 0 ? countLetters(texts) : encodeQuestion()));
  understanding = await createUnderstanding({ entries: shopBank, synonyms: [], encoder });
  await understanding.settled();
  const understood = await understanding.understandFully('where is my order');
  expect(calls).toBe(2);
  expect(understood.candidates[0]?.id).toBe('order-status');
});

it('an encoder that fails on the bank leaves words and letters', async () => {
  const encoder = letters(() => Promise.reject(new Error('no model')));
  understanding = await createUnderstanding({ entries: shopBank, synonyms: [], encoder });
  await understanding.settled();
  expect((await understanding.understandFully('where is my order')).zone).toBe('answer');
});

it('an encoder that comes up later is used without a change of the bank', async () => {
  let up = false;
  const encoder = letters((texts) => (up ? countLetters(texts) : Promise.reject(new Error('not yet'))));
  understanding = await createUnderstanding({ entries: shopBank, synonyms: [], encoder, encoderRetryMs: 1 });
  await understanding.settled();
  const question = 'what about delivery';
  const scores = (understood?: Understood) => understood?.candidates[0]?.reason.scores;
  const alone = scores(understanding.understand(question));
  expect(scores(await understanding.understandFully(question))).toEqual(alone);
  up = true;
  await expect
    .poll(async () => scores(await understanding?.understandFully(question)), { timeout: 60_000 })
    .not.toEqual(alone);
}, 90_000);

it('goes on from what it knew when a large bank changes a little', async () => {
  const things = ['amp', 'cable', 'stylus', 'speaker', 'radio', 'tuner', 'deck', 'lamp', 'cover', 'stand'];
  const colours = ['red', 'blue', 'green', 'black', 'white', 'golden', 'silver', 'grey', 'pink', 'brown'];
  const bank = things.flatMap((thing) =>
    colours.map((colour) =>
      entry(
        `${thing}-${colour}`,
        Array.from({ length: 16 }, (_, at) => `is the ${colour} ${thing} model ${at + 10} here`),
      ),
    ),
  );
  understanding = await createUnderstanding({ entries: bank, synonyms: [] });
  await understanding.replace(
    [entry('newcomer', ['how do I clean vinyl records', 'cleaning vinyl']), ...bank],
    [],
  );
  expect(understanding.understand('how to clean my vinyl').candidates[0]?.id).toBe('newcomer');
  expect(understanding.understand('is the pink tuner here').candidates[0]?.id).toBe('tuner-pink');

  // What a merchant takes out of an entry, it no longer answers, not even from memory.
  await understanding.replace([entry('newcomer', ['do you buy used pianos']), ...bank], []);
  expect(understanding.understand('how do I clean vinyl records').zone).not.toBe('answer');
  expect(understanding.understand('do you buy used pianos').candidates[0]?.id).toBe('newcomer');
  expect(understanding.understand('is the pink tuner here').candidates[0]?.id).toBe('tuner-pink');
});

it('leaves an encoder alone for a while after it failed', async () => {
  let calls = 0;
  const encoder = letters((texts) => (calls++ === 0 ? countLetters(texts) : Promise.reject(new Error('no'))));
  understanding = await createUnderstanding({ entries: shopBank, synonyms: [], encoder });
  await understanding.settled();
  await understanding.understandFully('where is my order');
  await understanding.understandFully('what does delivery cost');
  expect(calls).toBe(2);
});

it('starts from what it kept, and learns anew for another bank or a broken file', async () => {
  const keepIn = await mkdtemp(join(tmpdir(), 'kept-'));
  try {
    const start = async (entries = shopBank) => {
      await understanding?.close();
      understanding = await createUnderstanding({ entries, synonyms: [], keepIn });
      return understanding;
    };
    const confidence = (from: Understanding, text: string) => from.understand(text).candidates[0]?.confidence;
    const learnt = await start();
    const uncalibrated = confidence(learnt, 'how much is delivery');
    await learnt.settled();
    const calibrated = confidence(learnt, 'how much is delivery');
    expect(calibrated).not.toBe(uncalibrated);
    expect(confidence(await start(), 'how much is delivery')).toBe(calibrated);

    const changed = await start([...shopBank, entry('repairs', ['do you repair amplifiers'])]);
    expect(changed.understand('do you repair amplifiers').candidates[0]?.id).toBe('repairs');

    const file = join(keepIn, 'understanding.model');
    const bytes = await readFile(file);
    bytes[bytes.length - 9] = (bytes[bytes.length - 9] ?? 0) ^ 0xff;
    await writeFile(file, bytes);
    expect(confidence(await start(), 'how much is delivery')).toBe(uncalibrated);
  } finally {
    await understanding?.close();
    await rm(keepIn, { recursive: true });
  }
});
