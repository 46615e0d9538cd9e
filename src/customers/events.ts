/** Takes events in: each once, none forged or too old, and nothing of people who did not agree to it. */
import { placesFor, type Statement } from '../store/index.ts';
import { eventShape, type OrderEvent, type ShopEvent } from './event-shape.ts';
import { findCity } from './geocode.ts';
import { addInterests, type InterestSign } from './interests.ts';
import type { CustomerKeeper } from './keeper.ts';
import { loadPersons } from './load.ts';
import { placeOf } from './places.ts';
import { type CustomerProfile, isPersonalised } from './profile.ts';
import { updateFacts } from './records.ts';

/** Who reports: the shop's back end for any customer, or a page for the shopper whose chat token it shows. */
export type EventSender =
  | { readonly kind: 'shop' }
  | { readonly kind: 'page'; readonly customer: CustomerProfile };

export interface EventsTaken {
  readonly accepted: number;
  /** Had come before; nothing was done. */
  readonly repeated: number;
  /** Of customers who did not agree to personalisation, or whom we do not know: nothing was kept. */
  readonly withoutConsent: number;
  readonly refused: readonly { readonly index: number; readonly reason: string }[];
}

export interface EventParts {
  readonly keeper: CustomerKeeper;
  /** Takes the orders among the events, in their order; each may come again. */
  readonly takeOrders: (orders: readonly OrderEvent[]) => Promise<void>;
  /** Older events of the shop are refused: they would be gone tomorrow, and a replay could not be told. */
  readonly eventDays: number;
}

const dayMs = 86_400_000;
const aheadMs = 5 * 60_000;
const rowsAtOnce = 100;
/** What a look weighs against a purchase. */
const viewWeight = 0.05;
const cartWeight = 0.2;

/** Never rejects for what is wrong with an event: it is refused with its reason, and the others are taken. */
export async function takeEvents(
  { keeper, takeOrders, eventDays }: EventParts,
  sender: EventSender,
  events: readonly unknown[],
): Promise<EventsTaken> {
  const now = keeper.clock.now();
  const oldest = now - (sender.kind === 'page' ? 1 : eventDays) * dayMs;
  const refused: { index: number; reason: string }[] = [];
  const good = new Map<string, ShopEvent>();
  let doubles = 0;
  events.forEach((json, index) => {
    const { event, reason } = readEvent(json, sender, oldest, now + aheadMs);
    if (!event) refused.push({ index, reason });
    else if (good.has(event.id)) doubles += 1;
    else good.set(event.id, event);
  });
  const persons = await personsOf(keeper, sender, [...good.values()]);
  const kept = [...good.values()].filter((event) => {
    if (event.kind === 'order') return true;
    const customer = personOf(sender, persons, event);
    return customer !== undefined && isPersonalised(customer);
  });
  const known = await knownIds(keeper, kept);
  const unknown = kept.filter(({ id }) => !known.has(id));
  // First the orders, then the note that they came: after a crash between the two they come again, which does no harm.
  await takeOrders(unknown.filter((event) => event.kind === 'order'));
  const fresh = await insertNew(keeper, sender, persons, unknown);
  const taken = unknown.filter(({ id }) => fresh.has(id));
  await learn(keeper, sender, persons, taken);
  return {
    accepted: taken.length,
    repeated: kept.length - taken.length + doubles,
    withoutConsent: good.size - kept.length,
    refused,
  };
}

type Persons = ReadonlyMap<string, CustomerProfile>;

function readEvent(
  json: unknown,
  sender: EventSender,
  oldest: number,
  newest: number,
): { event?: ShopEvent; reason: string } {
  const parsed = eventShape.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue?.path.join('.') ?? '';
    return { reason: `${where ? `${where}: ` : ''}${issue?.message ?? 'is no event'}` };
  }
  const event = parsed.data;
  if (sender.kind === 'page' && event.kind === 'order')
    return { reason: 'Orders are reported by the shop, not by a page.' };
  if (sender.kind === 'page' && event.customerId !== undefined)
    return { reason: 'A page speaks for its own shopper: leave customerId out.' };
  if (sender.kind === 'shop' && event.customerId === undefined && event.kind !== 'order')
    return { reason: 'customerId: is missing' };
  if (event.at < oldest) return { reason: 'at: is too long ago' };
  if (event.at > newest) return { reason: 'at: is in the future' };
  return { event, reason: '' };
}

/** The customers that the events name, by the shop's id. */
async function personsOf(
  keeper: CustomerKeeper,
  sender: EventSender,
  events: readonly ShopEvent[],
): Promise<Persons> {
  const names = [...new Set(events.flatMap(({ customerId }) => customerId ?? []))];
  if (sender.kind === 'page' || names.length === 0) return new Map();
  const rows = await keeper.database.read(
    `SELECT i.value, c.person_id FROM customer_identity i JOIN customer c ON c.id = i.customer_id
     WHERE i.kind = 'shop' AND i.value IN (${placesFor(names)})`,
    names,
  );
  const profiles = await loadPersons(keeper, [...new Set(rows.map((row) => String(row.person_id)))]);
  const byId = new Map(profiles.map((profile) => [profile.id, profile]));
  return new Map(
    rows.flatMap((row) => {
      const profile = byId.get(String(row.person_id));
      return profile ? [[String(row.value), profile] as const] : [];
    }),
  );
}

function personOf(
  sender: EventSender,
  persons: Persons,
  { customerId }: ShopEvent,
): CustomerProfile | undefined {
  return sender.kind === 'page' ? sender.customer : persons.get(customerId ?? '');
}

/** Which of them had come before. */
async function knownIds({ database }: CustomerKeeper, events: readonly ShopEvent[]): Promise<Set<string>> {
  if (events.length === 0) return new Set();
  const ids = events.map(({ id }) => id);
  const rows = await database.read(`SELECT id FROM customer_event WHERE id IN (${placesFor(ids)})`, ids);
  return new Set(rows.map(({ id }) => String(id)));
}

/** Ids of the events that nobody stored meanwhile; many rows in one statement. */
async function insertNew(
  { database, clock }: CustomerKeeper,
  sender: EventSender,
  persons: Persons,
  events: readonly ShopEvent[],
): Promise<Set<string>> {
  const statements: Statement[] = [];
  for (let from = 0; from < events.length; from += rowsAtOnce) {
    const params: (string | number)[] = [];
    const rows = events.slice(from, from + rowsAtOnce).map((event) => {
      const first = params.length + 1;
      params.push(
        event.id,
        personOf(sender, persons, event)?.id ?? '',
        event.kind,
        event.at,
        clock.now(),
        JSON.stringify(bodyOf(event)),
      );
      return `(${[0, 1, 2, 3, 4, 5].map((offset) => `$${first + offset}`).join(', ')})`;
    });
    statements.push({
      sql: `INSERT INTO customer_event (id, customer_id, kind, at, received_at, body) VALUES ${rows.join(', ')}
            ON CONFLICT (id) DO NOTHING RETURNING id`,
      params,
    });
  }
  const results = await database.write(statements);
  return new Set(results.flat().map(({ id }) => String(id)));
}

/** An order is kept where orders are; here only that it came. */
function bodyOf(event: ShopEvent): object {
  const { id: _id, at: _at, kind: _kind, customerId: _customerId, ...body } = event;
  return 'order' in body ? { order: body.order.id } : body;
}

/** What customers look at and put into their carts tells a little of what they like. */
async function learn(
  keeper: CustomerKeeper,
  sender: EventSender,
  persons: Persons,
  events: readonly ShopEvent[],
): Promise<void> {
  const signs = new Map<string, InterestSign[]>();
  const places: Statement[] = [];
  for (const event of events) {
    const customer = personOf(sender, persons, event);
    if (!customer || !isPersonalised(customer)) continue;
    places.push(...placeStatements(event, customer));
    const found = signsOf(event);
    if (found.length > 0) signs.set(customer.id, [...(signs.get(customer.id) ?? []), ...found]);
  }
  await keeper.database.write([...places, ...(await addInterests(keeper, 'view', signs))]);
}

/** Where an order goes is where its customer lives, until they say otherwise. */
function placeStatements(event: ShopEvent, { id, timeZone }: CustomerProfile): Statement[] {
  const { city, region, country } = (event.kind === 'order' && event.order.shipTo) || {};
  const found =
    city === undefined ? undefined : (findCity({ city, region, country }) ?? findCity({ city, country }));
  if (!found) return [];
  return updateFacts(id, {
    place: placeOf(found, 'order'),
    ...(timeZone === undefined && { timeZone: found.timeZone }),
  });
}

function signsOf(event: ShopEvent): InterestSign[] {
  if (event.kind === 'order') return [];
  const products = event.kind === 'cart' ? event.items : event.product ? [event.product] : [];
  const weight = event.kind === 'cart' ? cartWeight : viewWeight;
  return products.flatMap(({ id, title = id, ...facts }) =>
    (['artist', 'brand', 'category'] as const).flatMap((kind) => {
      const name = facts[kind];
      return name === undefined ? [] : [{ kind, name, at: event.at, weight, because: title }];
    }),
  );
}
