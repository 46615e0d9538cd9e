/** The right moment: what of all that waits for a customer is said now, what later, what never, and why. */
import type { CustomerProfile } from '../../customers/index.ts';
import type { Obstacle } from '../alert.ts';
import type { StoredAlert } from '../alert-store.ts';
import { consentObstacles, isChosenForThem } from '../reach.ts';
import type { AlertRules } from '../rules.ts';
import { afterCaps } from './caps.ts';
import { afterQuietHours } from './quiet-hours.ts';

export interface MomentFacts {
  readonly person: CustomerProfile;
  /** All that waits for them and is due. */
  readonly alerts: readonly StoredAlert[];
  readonly now: number;
  /** Zone of a customer whose own is not known. */
  readonly shopZone: string;
  readonly rules: AlertRules;
  /** When they were last sent something, or it was on its way: of the last week. */
  readonly sentAt: readonly number[];
  /** When each product was last ordered, by its id. */
  readonly boughtAt: ReadonlyMap<string, number>;
  /** When they last sent it back or said it is not for them, by the product's id. */
  readonly complainedAt: ReadonlyMap<string, number>;
  /** A person of the shop is talking with them. */
  readonly withAgent: boolean;
  /** They wrote in the chat just now: they are awake, whatever the clock says. */
  readonly isHere: boolean;
}

export interface Moment {
  readonly dropped: readonly { readonly alert: StoredAlert; readonly obstacle: Obstacle }[];
  /** What goes into one message now; empty when it is not the moment. */
  readonly bundle: readonly StoredAlert[];
  /** When to look again at the rest, and why. */
  readonly held: { readonly until: number; readonly reason: string } | undefined;
}

const dayMs = 86_400_000;
/** A message with more things than this is not read. */
export const mostInMessage = 5;
const withAgentMs = 15 * 60_000;

/** Kinds that the customer waits for: neither a limit nor the wish to bundle may keep them back. */
const awaited: ReadonlySet<string> = new Set(['order-news', 'answer', 'called-off']);
/** About what they bought before, on purpose. */
const aboutOwned: ReadonlySet<string> = new Set(['order-news', 'answer', 'due-again', 'anniversary']);

export function decideMoment(facts: MomentFacts): Moment {
  const dropped: { alert: StoredAlert; obstacle: Obstacle }[] = [];
  const good: StoredAlert[] = [];
  for (const alert of facts.alerts) {
    const obstacle = obstacleTo(alert, facts);
    if (obstacle) dropped.push({ alert, obstacle });
    else good.push(alert);
  }
  if (good.length === 0) return { dropped, bundle: [], held: undefined };
  const wait = notNow(good, facts);
  if (wait) {
    // What nobody may put off still goes; the rest waits.
    const urgent = wait.quiet ? [] : good.filter(({ kind }) => awaited.has(kind));
    return { dropped, bundle: bundled(urgent), held: { until: wait.until, reason: wait.reason } };
  }
  const bundle = bundled(good);
  const held = { until: facts.now + dayMs, reason: 'better things were said first' };
  return { dropped, bundle, held: bundle.length < good.length ? held : undefined };
}

/** The best first; what does not fit stays for the next message. */
function bundled(alerts: readonly StoredAlert[]): StoredAlert[] {
  return [...alerts]
    .sort(
      (one, other) =>
        other.score - one.score || one.createdAt - other.createdAt || (one.id < other.id ? -1 : 1),
    )
    .slice(0, mostInMessage);
}

function obstacleTo(alert: StoredAlert, facts: MomentFacts): Obstacle | undefined {
  const { now, rules, boughtAt, complainedAt } = facts;
  if (alert.expiresAt <= now) return { code: 'expired', reason: 'it came too late to be of use' };
  // Asked again at the last moment: a "stop" of a minute ago counts.
  const [obstacle] = consentObstacles(facts.person, alert.purpose, isChosenForThem(alert));
  if (obstacle) return obstacle;
  for (const about of alert.about) {
    if (!about.startsWith('product:')) continue;
    const product = about.slice('product:'.length);
    const complained = complainedAt.get(product);
    if (complained !== undefined && now - complained < rules.restDays.complained * dayMs)
      return { code: 'complained', reason: 'they sent it back or said it is not for them' };
    const bought = boughtAt.get(product);
    if (bought !== undefined && now - bought < rules.restDays.bought * dayMs && !aboutOwned.has(alert.kind))
      return { code: 'just-bought', reason: 'they bought it a short while ago' };
  }
  return undefined;
}

function notNow(
  good: readonly StoredAlert[],
  facts: MomentFacts,
): { until: number; reason: string; quiet: boolean } | undefined {
  const { person, now, rules, shopZone, sentAt, withAgent, isHere } = facts;
  if (withAgent)
    return { until: now + withAgentMs, reason: 'a person of the shop is talking with them', quiet: true };
  const zone = person.timeZone ?? shopZone;
  const awake = isHere ? now : afterQuietHours(now, zone, rules.quietHours);
  if (awake > now) return { until: awake, reason: `quiet hours in ${zone}`, quiet: true };
  if (good.every(({ kind }) => awaited.has(kind))) return undefined;
  const free = afterCaps(now, sentAt, rules.caps);
  if (free <= now) return undefined;
  const { day, week } = rules.caps;
  return { until: free, reason: `they had ${day} messages in a day or ${week} in a week`, quiet: false };
}
