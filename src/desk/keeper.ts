/**
 * What the desk does by itself, once a second, in one process at a time: gives free agents what waits, brings back the
 * chats of agents who are gone, wakes what was snoozed, warns before a clock breaks, tells who waits how it stands.
 * Everything it goes by lies in the store, so a restart forgets nothing; every act is fenced, so doing it twice is harmless.
 */
import type { Feeds } from '../conversations/index.ts';
import type { Clock } from '../core/clock.ts';
import { hasCode, messageOf } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { type Database, placesFor } from '../store/index.ts';
import type { Agents } from './agents.ts';
import type { Announcer } from './announce.ts';
import type { Cases } from './cases.ts';
import { type Handling, updateCase } from './handling.ts';
import type { Place } from './line.ts';
import type { OpenCase, ReadOpenCases } from './open-cases.ts';
import { route } from './routing.ts';
import type { DeskSettings } from './settings.ts';
import type { Agent } from './shapes.ts';
import type { Talking } from './talking.ts';
import { type Queued, thoseThere, type Waiting } from './waiting.ts';

const tickMs = 1_000;
const leaseMs = 5_000;
const tellEveryMs = 5_000;
/** Told again after so long even if nothing changed: whoever came back to the page sees it then. */
const repeatMs = 20_000;
const mostTold = 2_000;
const mostRouted = 10_000;
/** A pause between rounds that is no busy machine: it slept, or its clock was set. */
const longPauseMs = 10_000;
/** In one round: the next is a second later, and goes by what is true then. */
const mostGiven = 200;
/** Whom shoppers know is looked up for the first so many of the queue. */
const mostKnown = 500;

export function createKeeper({
  database,
  feeds,
  agents,
  cases,
  handling,
  talking,
  waiting,
  openCases,
  announcer,
  settings,
  holder,
  also,
  clock,
  log,
}: {
  database: Database;
  feeds: Pick<Feeds, 'pass'>;
  agents: Agents;
  cases: Cases;
  handling: Handling;
  talking: Talking;
  waiting: Waiting;
  openCases: ReadOpenCases;
  announcer: Announcer;
  settings: () => DeskSettings;
  holder: string;
  /** Further work, begun in each round and not waited for. */
  also: () => void;
  clock: Clock;
  log: Log;
}) {
  let stopped = false;
  let stopTimer = () => {};
  let round: Promise<void> = Promise.resolve();
  let presences = '';
  let toldAt = 0;
  let warnedAt = 0;
  /** Since when signs of life could be written down without a break: whoever gave none before may just not have been heard. */
  let hearsSince = clock.now();
  let ranAt = clock.now();
  const told = new Map<string, { text: string; at: number }>();

  async function tick(): Promise<void> {
    const isMine = await takeLease().catch((error: unknown) => {
      // Where this cannot be written, neither can signs of life.
      hearsSince = clock.now();
      throw error;
    });
    if (!isMine) return;
    const everybody = await agents.all();
    await bringBack(everybody);
    await wakeSnoozed();
    if (settings().autoAssign) await assign();
    await warn();
    await tellWaiting();
    announcePresence(everybody);
    also();
  }

  async function takeLease(): Promise<boolean> {
    const now = clock.now();
    const [rows = []] = await database.write([
      {
        sql: `INSERT INTO desk_lease (name, holder, until_at) VALUES ('keeper', $1, $2)
              ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until_at = excluded.until_at
              WHERE desk_lease.holder = excluded.holder OR desk_lease.until_at < $3 RETURNING holder`,
        params: [holder, now + leaseMs, now],
      },
    ]);
    return rows.length > 0;
  }

  /** Chats of agents whose browser gave no sign of life for long go back to the head of the queue. */
  async function bringBack(everybody: readonly Agent[]): Promise<void> {
    const goneMs = settings().goneAfterSeconds * 1000;
    const seenBy = clock.now() - hearsSince < goneMs ? 0 : clock.now() - goneMs;
    const gone = everybody.filter(({ seenAt, disabled }) => disabled || seenAt < seenBy);
    const ids = new Map(gone.map((agent) => [agent.id, agent.name]));
    const rows = await database.read(
      `SELECT c.conversation_id, c.agent_id FROM desk_case c JOIN desk_agent a ON a.id = c.agent_id
       WHERE c.status = 'active' AND (a.seen_at < $1 OR a.disabled_at IS NOT NULL) ORDER BY c.place DESC LIMIT 200`,
      [seenBy],
    );
    for (const row of rows) {
      const name = ids.get(String(row.agent_id));
      if (name === undefined) continue;
      await apart(async () => {
        const chat = await cases.need(String(row.conversation_id));
        if (chat.status !== 'active' || chat.agent?.id !== String(row.agent_id)) return;
        await handling.requeue(chat, { note: `${name} is gone`, head: true, says: 'desk.requeued' });
      });
    }
  }

  async function wakeSnoozed(): Promise<void> {
    const rows = await database.read(
      `SELECT conversation_id FROM desk_case WHERE status = 'snoozed' AND snoozed_until <= $1 LIMIT 100`,
      [clock.now()],
    );
    for (const row of rows) {
      await apart(async () => handling.wake(await cases.need(String(row.conversation_id))));
    }
  }

  async function assign(): Promise<void> {
    const queue = await waiting.queue(mostRouted);
    if (queue.length === 0) return;
    const [everybody, lastAgents] = await Promise.all([agents.all(), lastAgentsOf(queue)]);
    const given = route(
      queue.map((chat) => ({ ...chat, lastAgent: lastAgents.get(chat.user) })),
      thoseThere(everybody),
      settings(),
      clock.now(),
    );
    for (const { chat, agent } of given.slice(0, mostGiven)) {
      await apart(async () => {
        const claimed = await handling.claim(chat, agent);
        await talking.notice([agent], 'assigned', chat, claimed.last?.text ?? '');
      });
    }
  }

  /** Whom each of those who wait was with last, by `channel:userId`. */
  async function lastAgentsOf(queue: readonly Queued[]): Promise<Map<string, string>> {
    const known = new Map<string, string>();
    const ids = queue.slice(0, mostKnown).map(({ user }) => user.slice(user.indexOf(':') + 1));
    const users = [...new Set(ids)];
    if (users.length === 0 || !settings().lastAgentFirst) return known;
    const rows = await database.read(
      `SELECT channel, user_id, last_agent_id FROM desk_case WHERE user_id IN (${placesFor(users)})
         AND last_agent_id IS NOT NULL ORDER BY opened_at`,
      users,
    );
    for (const row of rows) known.set(`${row.channel}:${row.user_id}`, String(row.last_agent_id));
    return known;
  }

  /** Warns before a clock breaks and when it has; a broken one is escalated by the rule of the settings. */
  async function warn(): Promise<void> {
    if (clock.now() - warnedAt < 5_000) return;
    warnedAt = clock.now();
    for (const open of await openCases()) {
      const state =
        open.clock && open.clock.state !== 'running' ? `${open.clock.kind}:${open.clock.state}` : '';
      if (state === '' || state === open.warned) continue;
      await apart(() => warnOf(open, state));
    }
  }

  async function warnOf(open: OpenCase, state: string): Promise<void> {
    const broken = state.endsWith(':broken');
    const { escalate } = settings().sla;
    await database.write([
      updateCase(open.caseId, {
        warned: state,
        ...(broken && escalate !== 'no' && { priority: open.priority + 1 }),
      }),
    ]);
    const everybody = await agents.all();
    const supervisors = everybody
      .filter(({ role, disabled }) => role !== 'agent' && !disabled)
      .map(({ id }) => id);
    const who = [
      ...(open.agentId !== null ? [open.agentId] : []),
      ...(broken && escalate === 'supervisor' ? supervisors : []),
    ];
    await talking.notice([...new Set(who)], 'sla', open.chat, state);
    announcer.board();
  }

  /** Everybody who waits for a chat is told their place and the range, when it changed or was long ago. */
  async function tellWaiting(): Promise<void> {
    const now = clock.now();
    if (now - toldAt < tellEveryMs) return;
    toldAt = now;
    const queue = await waiting.queue(mostTold);
    const places = await waiting.places(queue);
    const present = new Set<string>();
    queue.forEach(({ id }, index) => {
      const place = places[index];
      if (!place) return;
      present.add(id);
      const text = queueJson(place);
      const before = told.get(id);
      if (before && before.text === text && now - before.at < repeatMs) return;
      told.set(id, { text, at: now });
      feeds.pass(id, text);
    });
    for (const id of told.keys()) if (!present.has(id)) told.delete(id);
  }

  function announcePresence(everybody: readonly Agent[]): void {
    const now = everybody.map(({ id, presence, viewing }) => `${id} ${presence} ${viewing}`).join('\n');
    if (now !== presences) announcer.board();
    presences = now;
  }

  /** One failure must not keep the others from being done. */
  async function apart(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const lost = ['store.conflict', 'chat.taken', 'agent.conflict'].some((code) => hasCode(error, code));
      if (!lost) log.warn({ error: messageOf(error) }, 'The desk could not do one of its own tasks');
    }
  }

  function run(): void {
    if (stopped) return;
    const now = clock.now();
    if (now - ranAt > longPauseMs || now < ranAt) hearsSince = now;
    ranAt = now;
    round = tick()
      .catch((error: unknown) => {
        log.warn({ error: messageOf(error) }, 'A round of the desk failed; trying again');
      })
      .finally(() => {
        stopTimer = clock.after(tickMs, run);
      });
  }

  return {
    start: run,
    tick,
    async close() {
      stopped = true;
      stopTimer();
      await round;
    },
  };
}

/** What a shopper who waits is told. */
export function queueJson({ position, wait }: Place): string {
  return JSON.stringify({
    type: 'event',
    name: 'desk/queue',
    from: { id: 'shopdesk', role: 'bot' },
    value: { position, ...(wait && { low: wait.low, high: wait.high }) },
  });
}
