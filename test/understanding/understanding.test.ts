import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createUnderstanding, type Understanding } from '../../src/understanding/index.ts';
import { entry, shopBank } from './bank.ts';

let shop: Understanding;
beforeAll(async () => {
  shop = await createUnderstanding({ entries: shopBank, synonyms: [] });
});
afterAll(() => shop.close());

const best = (text: string) => shop.understand(text).candidates[0]?.id;

async function withBank<T>(
  entries: Parameters<typeof createUnderstanding>[0],
  use: (it: Understanding) => T,
): Promise<T> {
  const understanding = await createUnderstanding(entries);
  try {
    return use(understanding);
  } finally {
    await understanding.close();
  }
}

describe('a question finds its answer', () => {
  it('in other words than the bank has', () => {
    expect(best('how can I return the headphones')).toBe('returns');
    expect(best('has my parcel been sent')).toBe('order-status');
    expect(best('what are the delivery costs')).toBe('shipping-cost');
  });

  it('with typing errors, and says what it read', () => {
    const understood = shop.understand('wher is my ordr');
    expect(understood.candidates[0]?.id).toBe('order-status');
    expect(understood.corrected).toContain('order');
    expect(best('retrun my order plese')).toBe('returns');
  });

  it('in Chinese: characters, words, traditional script, homophones', () => {
    expect(best('我想把东西退货')).toBe('returns');
    expect(best('我想退貨')).toBe('returns');
    expect(best('云费多少前')).toBe('shipping-cost');
    expect(shop.understand('我想退货').language).toBe('zh');
  });

  it('with a reason: the nearest phrasing and the words they share', () => {
    const reason = shop.understand('where is the order').candidates[0]?.reason;
    expect(reason?.phrasing).toBe('Where is my order?');
    expect(reason?.words).toContain('order');
  });

  it('and declines what nothing in the bank is about', () => {
    expect(shop.understand('zebra quantum').zone).toBe('decline');
    expect(shop.understand('what is the weather in Paris').zone).not.toBe('answer');
  });

  it('with its very words: an answer', () => {
    for (const { id, phrasings } of shopBank) {
      for (const { text } of phrasings) {
        const understood = shop.understand(text);
        expect([text, understood.candidates[0]?.id, understood.zone]).toEqual([text, id, 'answer']);
      }
    }
  });
});

describe('what a merchant says about a bank', () => {
  it('counter-examples lead elsewhere', async () => {
    const entries = [
      entry('gift-card', ['buy a gift card', 'do you sell gift cards'], ['my gift card does not work']),
      entry('broken', ['something does not work', 'the player is broken']),
    ];
    await withBank({ entries, synonyms: [] }, (understanding) => {
      expect(understanding.understand('my gift card does not work').candidates[0]?.id).toBe('broken');
      expect(understanding.understand('do you sell gift cards').candidates[0]?.id).toBe('gift-card');
    });
  });

  it('synonyms meet, in both languages', async () => {
    const entries = [
      entry('players', ['repair of a cd player', '唱机维修']),
      entry('vinyl', ['repair of a record', '耳机维修']),
    ];
    const synonyms = [
      { language: 'en' as const, words: ['cd player', 'discman'] },
      { language: 'zh' as const, words: ['唱机', '留声盘'] },
    ];
    await withBank({ entries, synonyms }, (understanding) => {
      expect(understanding.understand('discman').candidates[0]?.id).toBe('players');
      expect(understanding.understand('留声盘').candidates[0]?.id).toBe('players');
    });
  });

  it('the dial: the dearer a wrong answer, the fewer answers', async () => {
    const asked = ['order', 'return', 'cost of things', 'are you', 'my card', 'turntable'];
    const answered = (wrongAnswerCost: number) =>
      withBank({ entries: shopBank, synonyms: [], wrongAnswerCost }, (understanding) =>
        asked.filter((text) => understanding.understand(text).zone === 'answer'),
      );
    const [bold, careful] = [await answered(0.05), await answered(50)];
    expect(bold.length).toBeGreaterThan(careful.length);
    expect(bold).toEqual(expect.arrayContaining(careful));
  });
});

describe('any bank and any text', () => {
  it('an empty bank declines', async () => {
    await withBank({ entries: [], synonyms: [] }, (understanding) => {
      expect(understanding.understand('hello')).toMatchObject({ candidates: [], zone: 'decline' });
    });
  });

  it('one entry answers its own question and not others', async () => {
    await withBank(
      { entries: [entry('only', ['do you repair amplifiers'])], synonyms: [] },
      (understanding) => {
        expect(understanding.understand('do you repair amplifiers').candidates[0]?.id).toBe('only');
        expect(understanding.understand('qwerty').zone).toBe('decline');
      },
    );
  });

  it('an entry without phrasings is never found and harms nothing', async () => {
    await withBank({ entries: [entry('empty', []), ...shopBank], synonyms: [] }, (understanding) => {
      expect(understanding.understand('where is my order').candidates[0]?.id).toBe('order-status');
    });
  });

  it('a thousand identical phrasings', async () => {
    const entries = [entry('same', Array(1_000).fill('where is it')), entry('other', ['pay by card'])];
    await withBank({ entries, synonyms: [] }, (understanding) => {
      expect(understanding.understand('where is it').candidates[0]?.id).toBe('same');
      expect(understanding.understand('pay by card').candidates[0]?.id).toBe('other');
    });
  });

  it('long, strange and hostile texts', () => {
    for (const text of [
      'where is my order '.repeat(600),
      'a'.repeat(10_000),
      `${'a'.repeat(5_000)}!`.repeat(2),
      '👍🔥',
      'أين طلبي؟ '.repeat(20),
      '\u0000\uD800 \u202E',
      '货'.repeat(10_000),
      '',
    ]) {
      const { candidates, zone } = shop.understand(text);
      expect(candidates.length).toBeLessThanOrEqual(5);
      expect(['answer', 'offer', 'decline']).toContain(zone);
    }
    expect(shop.understand('👍🔥').zone).toBe('decline');
  });

  it('confidences are probabilities, best first', () => {
    const words = fc.constantFrom(
      'order',
      'return',
      'my',
      'where',
      'card',
      '退货',
      '运费',
      'zzz',
      "'",
      '€',
      '9',
      'shipng',
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(words).map((list) => list.join(' ')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const confidences = shop.understand(text).candidates.map(({ confidence }) => confidence);
        const sum = confidences.reduce((total, each) => total + each, 0);
        expect(sum).toBeLessThanOrEqual(1 + 1e-6);
        expect([...confidences].sort((left, right) => right - left)).toEqual(confidences);
        for (const confidence of confidences) expect(confidence).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 200 },
    );
  });
});
