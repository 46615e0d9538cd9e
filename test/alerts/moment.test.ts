/** The right moment: nights, limits, bundles, what was just bought, and when it is too late. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StoredAlert } from '../../src/alerts/alert-store.ts';
import { afterCaps } from '../../src/alerts/moment/caps.ts';
import { decideMoment, type MomentFacts } from '../../src/alerts/moment/moment.ts';
import { afterQuietHours } from '../../src/alerts/moment/quiet-hours.ts';
import { defaultRules } from '../../src/alerts/rules.ts';
import type { CustomerProfile } from '../../src/customers/index.ts';

const at = (iso: string) => Date.parse(iso);
const night = { from: '21:00', to: '08:00' };
const hour = 3_600_000;
const day = 24 * hour;

describe('quiet hours', () => {
  const end = (from: string, zone: string) => new Date(afterQuietHours(at(from), zone, night)).toISOString();

  it('go over midnight in the zone of the customer', () => {
    expect(end('2026-11-23T03:00:00Z', 'America/New_York')).toBe('2026-11-23T13:00:00.000Z');
    expect(end('2026-11-23T11:00:00Z', 'America/New_York')).toBe('2026-11-23T13:00:00.000Z');
    expect(end('2026-11-23T15:00:00Z', 'America/New_York')).toBe('2026-11-23T15:00:00.000Z');
    expect(end('2026-11-23T15:00:00Z', 'Asia/Shanghai')).toBe('2026-11-24T00:00:00.000Z');
  });

  it('end when the clock on the wall says so, on the days it is changed', () => {
    expect(end('2027-03-14T04:00:00Z', 'America/New_York')).toBe('2027-03-14T12:00:00.000Z');
    expect(end('2026-11-01T02:00:00Z', 'America/New_York')).toBe('2026-11-01T13:00:00.000Z');
  });

  it('never let a moment of the night through, in any zone', () => {
    const zones = [
      'America/New_York',
      'Asia/Kathmandu',
      'Australia/Lord_Howe',
      'Pacific/Apia',
      'Europe/London',
    ];
    fc.assert(
      fc.property(
        fc.integer({ min: at('2026-01-01'), max: at('2028-01-01') }),
        fc.constantFrom(...zones),
        (now, zone) => {
          const moment = afterQuietHours(now, zone, night);
          const shown = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeStyle: 'short' }).format(
            moment,
          );
          return moment >= now && moment - now <= 12 * hour && shown >= '08:00' && shown < '21:00';
        },
      ),
    );
  });
});

describe('caps', () => {
  it('open again when the message that filled them is a day or a week old', () => {
    const now = at('2026-11-23T12:00:00Z');
    expect(afterCaps(now, [now - hour], { day: 2, week: 5 })).toBe(now);
    expect(afterCaps(now, [now - hour, now - 3 * hour], { day: 2, week: 5 })).toBe(now + 21 * hour);
    const week = [1, 2, 3, 4, 5].map((days) => now - days * day - hour);
    expect(afterCaps(now, week, { day: 2, week: 5 })).toBe(now + 2 * day - hour);
  });
});

describe('what is said to a customer', () => {
  it('goes into one message, the best first, and what does not fit waits', () => {
    const alerts = Array.from({ length: 7 }, (_, score) => alertOf({ id: `a${score}`, score }));
    const { bundle, held } = decideMoment(facts({ alerts }));
    expect(bundle.map(({ id }) => id)).toEqual(['a6', 'a5', 'a4', 'a3', 'a2']);
    expect(held?.until).toBe(noon + day);
  });

  it('waits for the morning, but not for one who is in the chat', () => {
    const late = facts({ now: at('2026-11-23T04:00:00Z') });
    expect(decideMoment(late)).toMatchObject({ bundle: [], held: { until: at('2026-11-23T13:00:00Z') } });
    expect(decideMoment({ ...late, isHere: true }).bundle).toHaveLength(1);
  });

  it('waits while a person of the shop is talking with them', () => {
    expect(decideMoment(facts({ withAgent: true }))).toMatchObject({
      bundle: [],
      held: { reason: /person of the shop/ },
    });
  });

  it('waits when they had enough, except for news of their own order', () => {
    const order = alertOf({ id: 'order', kind: 'order-news', purpose: 'service', wishId: undefined });
    const moment = decideMoment(
      facts({ alerts: [alertOf({}), order], sentAt: [noon - hour, noon - 2 * hour] }),
    );
    expect(moment.bundle.map(({ id }) => id)).toEqual(['order']);
    expect(moment.held?.until).toBe(noon + 22 * hour);
  });

  it.each([
    ['just-bought', { boughtAt: new Map([['p1', noon - 5 * day]]) }],
    ['complained', { complainedAt: new Map([['p1', noon - 50 * day]]) }],
    ['expired', { alerts: [alertOf({ expiresAt: noon })] }],
    ['no-consent', { person: personWith([]) }],
  ] as const)('is dropped: %s', (code, more) => {
    const { bundle, dropped } = decideMoment(
      facts({ alerts: [alertOf({ about: ['product:p1'] })], ...more }),
    );
    expect([bundle, dropped.map(({ obstacle }) => obstacle.code)]).toEqual([[], [code]]);
  });

  it('may be about what they bought long ago', () => {
    const boughtAt = new Map([['p1', noon - 61 * day]]);
    expect(
      decideMoment(facts({ alerts: [alertOf({ about: ['product:p1'] })], boughtAt })).bundle,
    ).toHaveLength(1);
  });
});

const noon = at('2026-11-23T17:00:00Z');

function facts(more: Partial<MomentFacts> & { now?: number }): MomentFacts {
  return {
    person: personWith(['personalisation:all', 'marketing:chat', 'service:chat']),
    alerts: [alertOf({})],
    now: noon,
    shopZone: 'America/New_York',
    rules: defaultRules,
    sentAt: [],
    boughtAt: new Map(),
    complainedAt: new Map(),
    withAgent: false,
    isHere: false,
    ...more,
  };
}

function alertOf(more: Partial<StoredAlert>): StoredAlert {
  const sentence = { key: 'alert.digest', blanks: { count: 1 } };
  return {
    id: 'a',
    kind: 'local-event',
    customerId: 'c',
    purpose: 'marketing',
    score: 1,
    dueAt: noon,
    expiresAt: noon + 30 * day,
    createdAt: noon,
    about: [],
    telling: { headline: sentence, sentence, because: sentence, links: [] },
    ...more,
  };
}

function personWith(consents: readonly string[]): CustomerProfile {
  return {
    id: 'c',
    recordIds: ['c'],
    timeZone: 'America/New_York',
    emails: [],
    shopCustomerIds: [],
    channelUsers: [{ channel: 'directline', userId: 'dl_c' }],
    preferences: {},
    consents: consents.map((each) => {
      const [purpose = '', channel = ''] = each.split(':');
      return {
        purpose: purpose === 'service' || purpose === 'marketing' ? purpose : ('personalisation' as const),
        channel,
        granted: true,
        at: 0,
      };
    }),
    interests: [],
    createdAt: 0,
    seenAt: 0,
  };
}
