/** Shows that a customer asked to hear of: near their home or in a town they named, with or without an interest. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPerformers } from '../../src/alerts/events/performers.ts';
import type { WishTerms } from '../../src/alerts/wishes/wish.ts';
import { eachDatabase } from '../support/databases.ts';
import { toldShop } from './support/told-shop.ts';

const begin = '2026-11-02T16:00:00Z';
const subject = createPerformers([]).keyOf('Nina Quill');
const chicago = { name: 'Chicago, IL', city: 'Chicago', latitude: 41.85, longitude: -87.65 };
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shows-'));
  const shows = [
    show('Boston', 'MA', 42.36, -71.06),
    show('Chicago', 'IL', 41.88, -87.63),
    show('Evanston', 'IL', 42.04, -87.69),
  ];
  await writeFile(join(folder, 'shows.json'), JSON.stringify(shows));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

eachDatabase(
  (_engine, open) => {
    async function shopWithShows(terms: WishTerms | undefined, more: object = {}) {
      const database = await open();
      const location = relative('knowledge', join(folder, 'shows.json'));
      const source = { id: 'city', kind: 'schema-org', location, timeZone: 'UTC', schedule: '0 0 * * *' };
      const rules = { 'alerts.yaml': JSON.stringify({ eventSources: [source], ...more }) };
      const shop = await toldShop(database, begin, { rules });
      await shop.customer('ada');
      await database.write([
        {
          sql: `UPDATE customer SET city = 'Boston', region = 'MA', country = 'US', place_from = 'chosen', latitude = 42.36, longitude = -71.06`,
        },
      ]);
      if (terms) await shop.wish({ customerId: 'ada', kind: 'local-event', subject, terms });
      return { database, shop };
    }

    it('are those of the town that was named, whatever their home is', async () => {
      const { shop } = await shopWithShows({ near: chicago });
      const [mail, ...others] = await shop.lookAt(begin);
      expect(others).toEqual([]);
      expect(mail).toMatch(/Nina Quill on stage: .* 7:00 PM, Rosemont Hall, Chicago\./u);
      expect(mail).toMatch(/Rosemont Hall, Evanston, 2\d km from Chicago\./u);
      expect(mail).not.toContain('where you live');
      expect(mail).not.toContain('Boston');
    });

    it('keep to the distance that was said', async () => {
      const { shop } = await shopWithShows({ near: chicago, withinKm: 10 });
      const [mail] = await shop.lookAt(begin);
      expect(mail).toContain('Rosemont Hall, Chicago');
      expect(mail).not.toContain('Evanston');
    });

    it('are told to who likes the performer as well, and wants no advertising', async () => {
      const { database, shop } = await shopWithShows({});
      await shop.product('lp', 'Night Songs', { attributes: { artist: 'Nina Quill' } });
      await shop.order('1', 'ada', 'lp', '2026-05-01T16:00:00Z');
      await database.write([{ sql: `UPDATE consent SET granted = 0 WHERE purpose = 'marketing'` }]);
      const [mail] = await shop.lookAt(begin);
      expect(mail).toMatch(
        /8:00 PM, Rosemont Hall, Boston, about 1 km from the middle of Boston, where you live/u,
      );
      expect(mail).toContain('you asked us');
    });

    it('are told to who asks, though they had been held out for comparison', async () => {
      const { database, shop } = await shopWithShows(undefined, { holdOutPercent: 90 });
      await database.write([
        {
          sql: `INSERT INTO customer_interest (customer_id, kind, name_key, source, name, weight, seen_at, because)
                VALUES ('ada', 'artist', $1, 'said', 'Nina Quill', 1, $2, '["Night Songs"]')`,
          params: [subject, shop.now()],
        },
      ]);
      expect(await shop.lookAt(begin)).toEqual([]);
      const lineOf = async () =>
        (await shop.alerts.report(30)).lines.find(({ kind }) => kind === 'local-event');
      expect(await lineOf()).toMatchObject({ sent: 0, heldOut: 1 });
      await shop.wish({ customerId: 'ada', kind: 'local-event', subject, terms: {} });
      expect(await shop.lookAt('2026-11-03T17:00:00Z')).toEqual([
        expect.stringContaining('Rosemont Hall, Boston'),
      ]);
      expect(await lineOf()).toMatchObject({ sent: 1, heldOut: 0 });
      expect(await shop.lookAt('2026-11-04T18:00:00Z')).toEqual([]);
      const [life] = await shop.alerts.livesOf('ada');
      expect(life?.steps.map(({ step }) => step)).toEqual([
        'held-out',
        'proposed',
        'bundled',
        'sending',
        'sent',
      ]);
    });
  },
  ['sqlite'],
);

function show(city: string, region: string, latitude: number, longitude: number) {
  return {
    '@type': 'MusicEvent',
    name: `Nina Quill in ${city}`,
    performer: { '@type': 'Person', name: 'Nina Quill' },
    startDate: '2026-12-05T20:00:00-05:00',
    location: {
      '@type': 'Place',
      name: 'Rosemont Hall',
      address: { addressLocality: city, addressRegion: region, addressCountry: 'US' },
      geo: { latitude, longitude },
    },
  };
}
