/** Gathers what the decision about the right moment needs to know of a customer. */
import { type CatalogueSnapshot, declinedItems, itemsOfCustomer } from '../../commerce/index.ts';
import type { CustomerProfile } from '../../customers/index.ts';
import { type Database, placesFor } from '../../store/index.ts';
import type { StoredAlert } from '../alert-store.ts';
import type { MomentFacts } from './moment.ts';

export type GatheredFacts = Pick<
  MomentFacts,
  'sentAt' | 'boughtAt' | 'complainedAt' | 'withAgent' | 'isHere'
>;

const weekMs = 7 * 86_400_000;
/** Who wrote so recently is looking at the chat. */
export const hereMs = 10 * 60_000;

export async function gatherFacts(
  { database, catalogue }: { database: Database; catalogue: () => Promise<CatalogueSnapshot> },
  person: CustomerProfile,
  alerts: readonly Pick<StoredAlert, 'about'>[],
  now: { readonly shop: number; readonly wall: number },
): Promise<GatheredFacts> {
  const [sentAt, talk, products] = await Promise.all([
    recentlySent(database, person, now.shop),
    conversationsOf(database, person),
    alerts.some(({ about }) => about.some((each) => each.startsWith('product:')))
      ? productsOf(database, await catalogue(), person)
      : { boughtAt: new Map<string, number>(), complainedAt: new Map<string, number>() },
  ]);
  return {
    sentAt,
    ...products,
    withAgent: talk.some(({ owner }) => owner !== 'bot'),
    isHere: talk.some(({ lastUserAt }) => lastUserAt > now.wall - hereMs),
  };
}

async function recentlySent(database: Database, person: CustomerProfile, now: number): Promise<number[]> {
  const rows = await database.read(
    `SELECT COALESCE(sent_at, created_at) AS at FROM alert_message
     WHERE customer_id IN (${placesFor(person.recordIds, 2)}) AND status NOT IN ('failed', 'dropped')
     AND COALESCE(sent_at, created_at) > $1`,
    [now - weekMs, ...person.recordIds],
  );
  return rows.map(({ at }) => Number(at));
}

/** Of the last day: older ones say nothing about now. */
async function conversationsOf(database: Database, { channelUsers }: CustomerProfile) {
  if (channelUsers.length === 0) return [];
  const users = channelUsers.map(({ userId }) => userId);
  const rows = await database.read(
    `SELECT owner, (SELECT MAX(at) FROM activity WHERE conversation_id = c.id AND sender = 'user'
       AND watermark > c.watermark - 20) AS last_user_at
     FROM conversation c WHERE user_id IN (${placesFor(users)}) AND ended_at IS NULL`,
    users,
  );
  return rows.map(({ owner, last_user_at }) => ({
    owner: String(owner),
    lastUserAt: Number(last_user_at ?? 0),
  }));
}

async function productsOf(database: Database, snapshot: CatalogueSnapshot, person: CustomerProfile) {
  const boughtAt = new Map<string, number>();
  const complainedAt = new Map<string, number>();
  const later = (map: Map<string, number>, key: string, at: number) =>
    map.set(key, Math.max(map.get(key) ?? 0, at));
  for (const shopId of person.shopCustomerIds) {
    const [items, declined] = await Promise.all([
      itemsOfCustomer(database, snapshot, shopId),
      declinedItems(database, shopId),
    ]);
    for (const { item, productId = item, at, quantity, returned } of items) {
      if (quantity > 0) later(boughtAt, productId, at);
      if (returned > 0) later(complainedAt, productId, at);
    }
    for (const product of declined) later(complainedAt, product, Number.MAX_SAFE_INTEGER);
  }
  return { boughtAt, complainedAt };
}
