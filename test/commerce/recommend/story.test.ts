/** The collector who asks for a 5-disc player: everything comes from the catalogue, the rules and the history. */
import { describe, expect, it } from 'vitest';
import { trainModel } from '../../../src/commerce/recommend/model.ts';
import { createRecommender } from '../../../src/commerce/recommend/recommender.ts';
import { readRules } from '../../../src/commerce/recommend/rules-file.ts';
import { bought, collector, items, now, purchases, rulesFile, today } from './hifi-shop.ts';

const { rules } = readRules([rulesFile]);
const recommender = createRecommender({ model: trainModel(purchases, items, { today }), items, rules });
const wanted = { category: ['cd-player'], attributes: { discs: 5 } };
const ids = (list: readonly { item: { id: string } }[]) => list.map(({ item }) => item.id);

describe('a collector with first-rate components asks for a 5-disc player', () => {
  const answer = recommender.recommend({ now, customer: collector, wanted, count: 4 });

  it('shows the first-rate players and the new changer that costs the same, and nothing below', () => {
    expect(ids(answer).sort()).toEqual(['five-top-a', 'five-top-b', 'five-top-c', 'hundred']);
  });

  it('says that the players are of the class of deck and receiver', () => {
    const player = answer.find(({ item }) => item.id === 'five-top-b');
    expect(player?.reasons).toContainEqual({
      kind: 'complements',
      rule: 'player-for-the-system',
      owned: ['deck-top', 'receiver-top'],
      class: 'top',
    });
    expect(player?.reasons).toContainEqual({ kind: 'asked-for' });
  });

  it('says that the changer is new, costs the same and holds the collection', () => {
    const [changer] = answer.filter(({ item }) => item.id === 'hundred');
    expect(changer?.reasons).toContainEqual({
      kind: 'upgrade',
      rule: 'changer-at-the-same-price',
      instead: 'five-top-a',
      price: 'same',
      difference: 0,
      justReleased: true,
      gain: { attribute: 'discs', from: 5, to: 100 },
      collection: { count: 30, owned: ['cd-34', 'cd-33', 'cd-32', 'cd-31', 'cd-30'] },
    });
    expect(changer?.reasons).not.toContainEqual({ kind: 'asked-for' });
  });

  it('shows neither the sold-out player, nor the old changer, nor the one that costs far more', () => {
    const all = ids(recommender.recommend({ now, customer: collector, wanted, count: 50 }));
    expect(all).toContain('five-entry-a');
    expect(all).not.toContain('five-top-sold-out');
    expect(all).not.toContain('hundred-old');
    expect(all).not.toContain('three-hundred-dear');
  });
});

describe('others who ask the same', () => {
  it('a customer of entry components sees players of that class first, and no changer without a collection', () => {
    const customer = { ...collector, purchases: [bought('receiver-entry', 90)] };
    const answer = recommender.recommend({ now, customer, wanted, count: 20 });
    expect(ids(answer).slice(0, 2).sort()).toEqual(['five-entry-a', 'five-entry-b']);
    expect(ids(answer)).not.toContain('hundred');
  });

  it('a customer who sent the deck back is not told they have one', () => {
    const customer = { ...collector, purchases: [bought('receiver-top', 90), bought('deck-top', 80, true)] };
    const answer = recommender.recommend({ now, customer, wanted });
    const owned = answer.flatMap(({ reasons }) =>
      reasons.flatMap((reason) => (reason.kind === 'complements' ? reason.owned : [])),
    );
    expect(new Set(owned)).toEqual(new Set(['receiver-top']));
  });

  it('a visitor nobody knows gets what was asked for, without a word about components', () => {
    const answer = recommender.recommend({ now, wanted, count: 20 });
    expect(ids(answer)).toHaveLength(6);
    for (const { reasons } of answer) expect(reasons.map(({ kind }) => kind)).not.toContain('complements');
  });

  it('looking at a 5-disc player is enough for the changer to be shown', () => {
    const answer = recommender.recommend({
      now,
      customer: collector,
      page: { item: 'five-top-b' },
      count: 8,
    });
    expect(ids(answer)).toContain('hundred');
    expect(ids(answer)).not.toContain('five-top-b');
  });
});
