/** Offers compared with tax: in the total where it is known of all, beside it where it is known of some. */
import { describe, expect, it } from 'vitest';
import { createShopAgent } from '../../../src/bot/shop-agent.ts';
import { importSource } from '../../../src/commerce/catalogue/import-source.ts';
import { recogniseOffers } from '../../../src/commerce/catalogue/recognise.ts';
import { saveShop, saveSource } from '../../../src/commerce/catalogue/shops.ts';
import { randomIds } from '../../../src/core/ids.ts';
import { silentLog } from '../../../src/core/log.ts';
import { handClock } from '../../support/clock.ts';
import { eachDatabase } from '../../support/databases.ts';

const massachusetts = [{ country: 'US', region: 'MA', percent: '6.25', onShipping: false }];

eachDatabase((_engine, open) => {
  describe('the total with tax', () => {
    it('contains it where every shop tells it for that state, and only names it elsewhere', async () => {
      const database = await open();
      const clock = handClock();
      const parts = { database, clock, ids: randomIds };
      const feed = async (shop: string, price: string, tax: string) => {
        const source = {
          id: `${shop}/feed`,
          shopId: shop,
          kind: 'google-table' as const,
          locations: [],
          complete: true,
        };
        await saveSource(database, source);
        const text = `id\ttitle\tgtin\tprice\tshipping\ttax\n1\tAcme Kettle K7\t4006381333931\t${price}\tUS:::10.00 USD\t${tax}\n`;
        await importSource(parts, source, {
          body: (async function* () {
            yield Buffer.from(text);
          })(),
        });
      };
      const common = { currency: 'USD', country: 'US' };
      await saveShop(
        database,
        { id: 'own', name: 'Own', own: true, taxIncluded: false, taxRates: massachusetts, ...common },
        0,
      );
      await saveShop(database, { id: 'far', name: 'Far', own: false, ...common }, 0);
      await feed('own', '100.00 USD', '');
      await feed('far', '98.00 USD', 'US:MA:6.25:y,US:NY:8.875:n');
      await recogniseOffers({ database, clock });
      const agent = createShopAgent({ ...parts, log: silentLog, rulesFiles: () => [] });
      const totals = async (region?: string) => {
        const place = region === undefined ? undefined : { country: 'US', region };
        const { products } = await agent.forTurn(place).find('acme kettle k7');
        return products
          .flatMap(({ offers }) => offers)
          .map(({ shop, cost, tax, taxInCost }) => [shop, cost?.minor, tax.kind, taxInCost]);
      };
      expect(await totals('MA')).toEqual([
        ['Far', 11_475, 'added', true],
        ['Own', 11_625, 'added', true],
      ]);
      expect(await totals('NY')).toEqual([
        ['Far', 10_800, 'added', false],
        ['Own', 11_000, 'extra', false],
      ]);
      expect(await totals()).toEqual([
        ['Far', 10_800, 'extra', false],
        ['Own', 11_000, 'extra', false],
      ]);
      await agent.close();
    });
  });
});
