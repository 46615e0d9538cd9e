/** A show they were told of does not take place: whoever was told is told that, too. */
import type { Row } from '../../store/index.ts';
import { alertOfRow, type StoredAlert } from '../alert-store.ts';
import { changedEvents, type StoredEvent } from '../events/event-store.ts';
import type { AlertKind, Finding, Look } from '../look.ts';
import { consentObstacles, isChosenForThem } from '../reach.ts';

const pageSize = 500;
const farAheadMs = 600 * 86_400_000;

export const calledOff: AlertKind = {
  name: 'called-off',
  async *find(look) {
    const events = await cancelledEvents(look);
    if (events.size === 0) return;
    for (let last = '', done = false; !done; ) {
      const rows: Row[] = await look.database.read(
        `SELECT a.* FROM alert a JOIN alert_message m ON m.id = a.message_id WHERE a.kind = 'local-event'
         AND a.id > $1 AND m.status IN ('sent', 'unknown') ORDER BY a.id LIMIT ${pageSize}`,
        [last],
      );
      yield { findings: await findingsFor(look, rows.map(alertOfRow), events) };
      last = String(rows.at(-1)?.id ?? last);
      done = rows.length < pageSize;
    }
  },
};

/** Those called off since the last look, by what alerts are said to be about. */
async function cancelledEvents({ database, since, now }: Look): Promise<Map<string, StoredEvent>> {
  const found = new Map<string, StoredEvent>();
  const window = { since, upTo: now, from: now, until: now + farAheadMs };
  for await (const events of changedEvents(database, window)) {
    for (const event of events)
      if (event.status === 'cancelled') found.set(`event:${event.source} ${event.id}`, event);
  }
  return found;
}

async function findingsFor(
  look: Look,
  told: readonly StoredAlert[],
  events: ReadonlyMap<string, StoredEvent>,
): Promise<Finding[]> {
  const off = told.flatMap((alert) => {
    const event = alert.about.map((each) => events.get(each)).find((each) => each !== undefined);
    return event ? [{ alert, event }] : [];
  });
  const persons = await look.people.load(off.map(({ alert }) => alert.customerId));
  return off.flatMap(({ alert, event }): Finding[] => {
    const person = persons.get(alert.customerId);
    if (!person) return [];
    const { purpose, wishId, about, telling } = alert;
    const when = { at: event.startsAt, zone: event.timeZone, timeKnown: event.timeKnown };
    return [
      {
        proposal: {
          kind: 'called-off',
          dedupeKey: `${alert.id} ${event.changedAt}`,
          customerId: person.id,
          purpose,
          score: 12,
          dueAt: look.now,
          expiresAt: event.startsAt,
          about,
          ...(wishId !== undefined && { wishId }),
          telling: {
            headline: { key: 'alert.called-off.headline', blanks: { title: event.title } },
            sentence: { key: 'alert.called-off', blanks: { title: event.title, when } },
            because: telling.because,
            links: [],
          },
        },
        obstacles: consentObstacles(person, purpose, isChosenForThem({ purpose, about, wishId })),
      },
    ];
  });
}
