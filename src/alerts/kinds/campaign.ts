/** What the merchant's rules announce: letters to customers not seen for long, and news for a segment. */
import { createHash } from 'node:crypto';
import { type CustomerProfile, distanceKm } from '../../customers/index.ts';
import { placesFor } from '../../store/index.ts';
import type { AlertKindName, Obstacle } from '../alert.ts';
import type { AlertKind, Finding, Look } from '../look.ts';
import { consentObstacles, forEverybody } from '../reach.ts';
import type { AlertRules, Campaign } from '../rules.ts';

const dayMs = 86_400_000;

function campaignKind(name: Extract<AlertKindName, 'win-back' | 'announcement'>): AlertKind {
  const runningNow = ({ campaigns }: AlertRules, now: number) =>
    campaigns.filter((each) => each.kind === name && isRunning(each, now));
  return {
    name,
    daily: 'only',
    occasion: (rules, now) => digestOf(runningNow(rules, now).map((each) => [turnOf(each, now), each])),
    async *find(look) {
      for (const campaign of runningNow(look.rules, look.now)) {
        const key = turnOf(campaign, look.now);
        // Who was told already, or wants no advertising, is only looked at when the reasons are wanted.
        const people = look.withObstacles
          ? look.people.all()
          : look.people.untold({ kind: name, key, purpose: 'marketing' });
        for await (const persons of people) {
          const orders = isChosenByOrders(campaign) ? await ordersOf(look, persons) : nobodys;
          yield {
            findings: persons.flatMap((person) =>
              findingFor(look, campaign, key, person, orders.get(person.id) ?? []),
            ),
          };
        }
      }
    },
  };
}

export const winBack = campaignKind('win-back');
export const announcement = campaignKind('announcement');

interface Bought {
  readonly at: number;
  readonly category: string | undefined;
  readonly artist: string | undefined;
}

const nobodys: ReadonlyMap<string, Bought[]> = new Map();

function isChosenByOrders({ to }: Campaign): boolean {
  return to.boughtCategory !== undefined || to.boughtArtist !== undefined || to.silentDays !== undefined;
}

/** Counted from a fixed day, so that "every 180 days" is the same for every process and start. */
function turnOf({ id, everyDays }: Campaign, now: number): string {
  return `${id} ${everyDays === undefined ? 0 : Math.floor(now / dayMs / everyDays)}`;
}

function digestOf(facts: unknown): string {
  return createHash('sha256').update(JSON.stringify(facts)).digest('base64url');
}

function isRunning({ active, from, until }: Campaign, now: number): boolean {
  const started = from === undefined || Date.parse(from) <= now;
  return active && started && now < Date.parse(until) + dayMs;
}

async function ordersOf(
  { database }: Look,
  persons: readonly CustomerProfile[],
): Promise<Map<string, Bought[]>> {
  const owner = new Map(
    persons.flatMap(({ id, shopCustomerIds }) => shopCustomerIds.map((shopId) => [shopId, id])),
  );
  const ids = [...owner.keys()];
  const found = new Map<string, Bought[]>();
  if (ids.length === 0) return found;
  const rows = await database.read(
    `SELECT o.customer_id, o.placed_at, l.category, l.artist FROM shop_order o
     JOIN order_line l ON l.shop_id = o.shop_id AND l.order_id = o.id
     WHERE o.customer_id IN (${placesFor(ids)}) AND o.status <> 'cancelled' AND l.returned < l.quantity`,
    ids,
  );
  for (const row of rows) {
    const id = owner.get(String(row.customer_id)) ?? '';
    const text = (value: unknown) => (typeof value === 'string' ? value.toLowerCase() : undefined);
    const bought = { at: Number(row.placed_at), category: text(row.category), artist: text(row.artist) };
    const list = found.get(id);
    if (list) list.push(bought);
    else found.set(id, [bought]);
  }
  return found;
}

function findingFor(
  look: Look,
  campaign: Campaign,
  key: string,
  person: CustomerProfile,
  bought: readonly Bought[],
): Finding[] {
  const { to } = campaign;
  const has = (wanted: readonly string[] | undefined, of: (each: Bought) => string | undefined) =>
    wanted === undefined || bought.some((each) => wanted.some((name) => of(each) === name.toLowerCase()));
  if (!has(to.boughtCategory, ({ category }) => category) || !has(to.boughtArtist, ({ artist }) => artist))
    return [];
  if (to.language !== undefined && (person.language ?? 'en') !== to.language) return [];
  const lastSeen = Math.max(0, ...bought.map(({ at }) => at));
  if (to.silentDays !== undefined && (lastSeen === 0 || look.now - lastSeen < to.silentDays * dayMs))
    return [];
  const isPersonal = isChosenByOrders(campaign);
  return [
    {
      proposal: {
        kind: campaign.kind,
        dedupeKey: `${person.id} ${key}`,
        customerId: person.id,
        purpose: 'marketing',
        score: 0.2,
        dueAt: look.now,
        expiresAt: Math.min(look.now + 14 * dayMs, Date.parse(campaign.until) + dayMs),
        about: isPersonal ? [] : [forEverybody],
        rule: campaign.id,
        telling: {
          headline: { key: 'alert.campaign.headline', blanks: {} },
          sentence: { key: 'alert.campaign', blanks: { words: campaign.says } },
          because: { key: 'alert.because.campaign', blanks: { words: campaign.because } },
          links: [{ title: 'alert.campaign.open', url: campaign.link }],
        },
      },
      obstacles: [...consentObstacles(person, 'marketing', isPersonal), ...tooFar(look, campaign, person)],
    },
  ];
}

/** From where the shop is, as its own shop says. */
function tooFar({ shopPlace }: Look, { to }: Campaign, { place }: CustomerProfile): Obstacle[] {
  if (to.withinKm === undefined) return [];
  if (!shopPlace || place?.latitude === undefined || place.longitude === undefined)
    return [{ code: 'no-place', reason: 'nobody knows how far they live from the shop' }];
  const km = distanceKm(shopPlace, { latitude: place.latitude, longitude: place.longitude });
  return km <= to.withinKm
    ? []
    : [{ code: 'too-far', reason: `${Math.round(km)} km from the shop, more than ${to.withinKm}` }];
}
