/** A question that words alone do not settle is taken to the encoder that ENCODER names, and answered all the same when it hangs. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { readMessage } from '../../src/bot/reading.ts';
import { chooseEncoder, createUnderstanding, type Understanding } from '../../src/understanding/index.ts';
import { shopBank } from '../understanding/bank.ts';

const requested = z.object({ model: z.literal('tiny'), input: z.array(z.string()) });
const letters = 'abcdefghijklmnopqrstuvwxyz';

/** A model that knows one thing: what an order is called. Of all else it counts the letters. */
function embed(sentence: string): number[] {
  if (/order|goodies/.test(sentence)) return [100, ...Array.from(letters, () => 0)];
  return [0, ...Array.from(letters, (letter) => sentence.split(letter).length - 1)];
}

let hangs = false;
const asked: string[] = [];
async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { input } = requested.parse(JSON.parse(await text(request)));
  asked.push(...input);
  if (hangs) return;
  response.end(JSON.stringify({ data: input.map((each, index) => ({ index, embedding: embed(each) })) }));
}
const model = createServer((request, response) => void serve(request, response));
let understanding: Understanding;

beforeAll(async () => {
  await new Promise<void>((resolve) => model.listen(0, '127.0.0.1', resolve));
  const address = model.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const encoder = chooseEncoder({
    encoder: `http://127.0.0.1:${port}/v1`,
    encoderModel: 'tiny',
    encoderSize: 27,
  });
  understanding = await createUnderstanding({ entries: shopBank, synonyms: [], ...(encoder && { encoder }) });
  await understanding.settled();
});
afterAll(async () => {
  await understanding.close();
  model.closeAllConnections();
  model.close();
});

async function bestFor(question: string) {
  const { understood } = await readMessage(question, understanding, 'en', {});
  return understood.candidates[0]?.id;
}

it('asks the encoder only where words are not enough, and follows it', async () => {
  const before = asked.length;
  expect(await bestFor('Where is my order?')).toBe('order-status');
  expect(asked).toHaveLength(before);
  const question = 'any news of my goodies';
  const alone = understanding.understand(question).candidates[0]?.confidence ?? 0;
  const { understood } = await readMessage(question, understanding, 'en', {});
  expect(asked).toContain(question);
  expect(understood.candidates[0]?.confidence).not.toBe(alone);
});

it('answers by words alone when it hangs', async () => {
  hangs = true;
  expect(await bestFor('is delivery of my goodies pricey')).toBe('shipping-cost');
  expect(asked).toContain('is delivery of my goodies pricey');
});
