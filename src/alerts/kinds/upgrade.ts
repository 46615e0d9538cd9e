/** The better one now costs the same: by the merchant's rules of upgrade, for who looked at the lesser one of late. */
import { prepareShop, type ShopItem, shopItems } from '../../commerce/index.ts';
import type { AlertKind, Finding } from '../look.ts';
import { chosenNews } from './product-finding.ts';
import { recentlyViewed } from './viewed.ts';

export const upgrade: AlertKind = {
  name: 'upgrade',
  async *find(look) {
    let shop: ReturnType<typeof prepareShop> | undefined;
    for await (const products of look.changedProducts(look.since)) {
      shop ??= prepareShop(shopItems(await look.catalogue()), look.productRules());
      const { upgrades, items } = shop;
      const findings: Finding[] = [];
      for (const product of products) {
        const better = items.get(product.id);
        const cost = product.periods.at(-1)?.cost;
        if (!better?.inStock || cost === undefined) continue;
        const lesser = upgrades
          .filter(({ targets }) => targets.includes(product.id))
          .flatMap(({ rule, from }) =>
            [...from].flatMap((id) => within(items.get(id), better, rule.priceAtMost)),
          );
        const views = await recentlyViewed(
          look,
          lesser.map(({ id }) => id),
        );
        const persons = await look.people.load(views.map(({ customerId }) => customerId));
        for (const view of views) {
          const [person, instead] = [persons.get(view.customerId), items.get(view.productId)];
          if (!person || !instead) continue;
          findings.push(
            chosenNews(look, person, {
              kind: 'upgrade',
              product,
              occasion: instead.id,
              headline: { key: 'alert.upgrade.headline', blanks: { title: product.title } },
              sentence: {
                key: 'alert.upgrade',
                blanks: {
                  title: product.title,
                  price: { money: { minor: cost, currency: product.currency } },
                  instead: instead.title,
                },
              },
              because: { key: 'alert.because.viewed', blanks: { title: instead.title } },
              url: product.offers.get(product.periods.at(-1)?.offer ?? '')?.url,
              score: 1,
              days: 10,
            }),
          );
        }
      }
      yield { findings };
    }
  },
};

function within(lesser: ShopItem | undefined, better: ShopItem, priceAtMost: number): ShopItem[] {
  if (lesser?.price === undefined || better.price === undefined || lesser.id === better.id) return [];
  return better.price <= lesser.price * priceAtMost ? [lesser] : [];
}
