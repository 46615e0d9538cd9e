/** A small shop with customers who agreed to mails, whose alerts are looked for and sent by hand, at any moment. */
import { type Alerts, createAlerts } from '../../../src/alerts/index.ts';
import { addWish, type Wish } from '../../../src/alerts/wishes/wish.ts';
import { loadSnapshot } from '../../../src/commerce/catalogue/snapshot.ts';
import { type Clock, systemClock } from '../../../src/core/clock.ts';
import { randomIds } from '../../../src/core/ids.ts';
import type { Mail } from '../../../src/core/mail.ts';
import { loadKnowledge } from '../../../src/knowledge/index.ts';
import type { Database } from '../../../src/store/index.ts';
import { withoutChat } from './alert-parts.ts';

export interface ToldShop {
  readonly alerts: Alerts;
  /** Everything that was sent, with the moment (ms UTC). */
  readonly mails: (Mail & { readonly at: number })[];
  now(): number;
  /** The connection ends in the middle of the next mail: whether it arrived, nobody knows. */
  loseNextMail(): void;
  /** Goes to this moment without looking. */
  goTo(at: number): void;
  /** Goes there, looks, sends. @returns subject and text of the mails that went out. */
  lookAt(at: number | string): Promise<string[]>;
  customer(id: string): Promise<void>;
  wish(wish: Pick<Wish, 'customerId' | 'kind' | 'subject' | 'terms'>): Promise<void>;
  /** What a product costs from a moment on; out of stock without a price. */
  price(product: string, at: string, minor: number | undefined): Promise<void>;
  product(id: string, title: string, facts?: { category?: string; attributes?: object }): Promise<void>;
  event(id: string, customerId: string, kind: string, at: string, body: object): Promise<void>;
  order(id: string, customerId: string, product: string, at: string): Promise<void>;
}

/** @param rules texts of `knowledge/rules` by file name; those of the shop's own folder are left out. */
export async function toldShop(
  database: Database,
  start: string,
  {
    rules = {},
    answerOf,
    clock = handTime(Date.parse(start)),
  }: {
    rules?: Readonly<Record<string, string>>;
    answerOf?: (question: string) => string | undefined;
    clock?: Clock & { goTo(at: number): void };
  } = {},
): Promise<ToldShop> {
  const mails: (Mail & { at: number })[] = [];
  let snapshot: ReturnType<typeof loadSnapshot> | undefined;
  const texts = { 'alerts.yaml': 'holdOutPercent: 0', ...rules };
  const knowledge = {
    ...(await loadKnowledge('knowledge')),
    rules: Object.entries(texts).map(([file, text]) => ({ file, text })),
  };
  await database.write([
    { sql: `INSERT INTO shop (id, name, currency, own, created_at) VALUES ('own', 'Own', 'USD', 1, 0)` },
  ]);
  const alerts = await createAlerts({
    ...withoutChat,
    database,
    mailer: {
      delivers: true,
      async send(mail) {
        if (isLost) {
          isLost = false;
          throw new Error('the connection ended');
        }
        mails.push({ ...mail, at: clock.now() });
        return { messageId: mail.messageId ?? '' };
      },
      async close() {},
    },
    catalogue: () => {
      snapshot ??= loadSnapshot(database);
      return snapshot;
    },
    knowledge: () => knowledge,
    ...(answerOf && { answerOf }),
    clock,
  });
  let isLost = false;
  const changeCatalogue = () => {
    snapshot = undefined;
  };
  const insert = async (table: string, row: Readonly<Record<string, string | number | null>>) => {
    const columns = Object.keys(row);
    const places = columns.map((_, index) => `$${index + 1}`);
    await database.write([
      {
        sql: `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places.join(', ')})`,
        params: Object.values(row),
      },
    ]);
  };
  return {
    alerts,
    mails,
    loseNextMail() {
      isLost = true;
    },
    now: clock.now,
    goTo: clock.goTo,
    async lookAt(at) {
      clock.goTo(typeof at === 'string' ? Date.parse(at) : at);
      const before = mails.length;
      await alerts.run();
      await alerts.deliver();
      return mails.slice(before).map(({ subject, text }) => `${subject}\n${text}`);
    },
    async customer(id) {
      const at = clock.now() - 1_000;
      await insert('customer', {
        id,
        person_id: id,
        name: id,
        language: 'en',
        time_zone: 'America/New_York',
        created_at: at,
        seen_at: at,
      });
      for (const [kind, value] of [
        ['email', `${id}@example.com`],
        ['shop', id],
      ] as const)
        await insert('customer_identity', { kind, value, customer_id: id, proof: 'shop', at });
      for (const [purpose, channel] of [
        ['personalisation', 'all'],
        ['service', 'email'],
        ['marketing', 'email'],
      ] as const)
        await insert('consent', { customer_id: id, purpose, channel, granted: 1, at });
    },
    async wish(wish) {
      await database.write([
        addWish({
          ...wish,
          id: randomIds.next(),
          title: wish.subject,
          words: 'tell me',
          language: 'en',
          createdAt: clock.now(),
        }),
      ]);
    },
    async product(id, title, { category, attributes = {} } = {}) {
      await insert('product', {
        id,
        title,
        category: category ?? null,
        class: category ?? null,
        attributes: JSON.stringify(attributes),
        created_at: 0,
      });
      await insert('offer', {
        shop_id: 'own',
        id,
        source_id: 'own/s',
        title,
        url: `https://shop.example.com/${id}`,
        description: '',
        categories: JSON.stringify(category === undefined ? [] : [category]),
        published: 1,
        availability: 'in-stock',
        price_minor: 10_000,
        currency: 'USD',
        digest: id,
        recognised: 1,
        product_id: id,
        first_seen: 0,
        last_seen: clock.now(),
      });
      changeCatalogue();
    },
    async price(product, at, minor) {
      const availability = minor === undefined ? 'out-of-stock' : 'in-stock';
      await insert('price', {
        shop_id: 'own',
        offer_id: product,
        at: Date.parse(at),
        price_minor: minor ?? null,
        currency: 'USD',
        availability,
      });
      await database.write([
        {
          sql: 'UPDATE offer SET price_minor = $2, availability = $3 WHERE id = $1',
          params: [product, minor ?? null, availability],
        },
      ]);
      changeCatalogue();
    },
    async event(id, customerId, kind, at, body) {
      const moment = Date.parse(at);
      await insert('customer_event', {
        id,
        customer_id: customerId,
        kind,
        at: moment,
        received_at: moment,
        body: JSON.stringify(body),
      });
    },
    async order(id, customerId, product, at) {
      await insert('shop_order', {
        shop_id: 'own',
        id,
        number: id,
        number_key: id,
        customer_id: customerId,
        status: 'delivered',
        placed_at: Date.parse(at),
        digest: id,
      });
      await insert('order_line', {
        shop_id: 'own',
        order_id: id,
        line: 0,
        offer_id: product,
        title: product,
        quantity: 1,
      });
    },
  };
}

/** Stands still until it is moved. */
function handTime(start: number): Clock & { goTo(at: number): void } {
  let time = start;
  return {
    now: () => time,
    after: systemClock.after,
    goTo(at) {
      time = at;
    },
  };
}
