/** 100,000 racing claims: each chat has one owner, and nobody has more than fits. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { raceForChats, type Won } from '../support/claim-race.ts';
import { eachDatabase } from '../support/databases.ts';
import { openDesk, waitingChat } from '../support/desk-rooms.ts';

const claims = 100_000;
const chats = 400;
const agents = 40;
/** Fewer places than chats: some must wait, and every agent is pressed beyond what fits. */
const capacity = 8;
const script = fileURLToPath(new URL('../support/claim-racer.ts', import.meta.url));

eachDatabase((engine, open, address) => {
  it(`gives each chat to one agent, and to no agent more than fits, in ${claims} racing claims`, async () => {
    const database = await open();
    // The other process learns to walk while the chats come in.
    const other = engine === 'postgres' ? await startRacer(await address()) : undefined;
    const rooms = await openDesk(database);
    for (let index = 0; index < agents; index++) {
      const person = { email: `${index}@example.com`, name: `A${index}`, role: 'agent', capacity } as const;
      await rooms.desk.agents.add(person, [], `agent-${index}`);
    }
    await Promise.all(Array.from({ length: chats }, (_, index) => waitingChat(rooms, `chat-${index}`)));
    await other?.isReady;
    const here = raceForChats(rooms.desk, other ? claims / 2 : claims, chats, agents);
    const won = (await Promise.all([here, other?.race() ?? []])).flat();

    expect(new Set(won.map(({ chat }) => chat)).size).toBe(won.length);
    expect(won.length).toBe(agents * capacity);
    await expectSound(database, won);
    await rooms.close();
  }, 120_000);
});

interface Racer {
  readonly isReady: Promise<unknown>;
  race(): Promise<Won[]>;
}

/** A process of its own, which claims half of them. */
async function startRacer(url: string): Promise<Racer> {
  const racer = fork(script, [url, String(claims / 2), String(chats), String(agents)], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(racer, 'exit').then(([code]) => {
    throw new Error(`The other process ended with code ${code}.`);
  });
  ended.catch(() => {});
  const heard = () => Promise.race([once(racer, 'message'), ended]);
  const isReady = heard();
  isReady.catch(() => {});
  return {
    isReady,
    async race() {
      const answer = heard();
      racer.send('go');
      const [won = []]: Won[][] = await answer;
      return won;
    },
  };
}

/** What the store holds is what the winners were told, and each load is the sum of what is held. */
async function expectSound(database: Database, won: readonly Won[]): Promise<void> {
  const held = await database.read(
    `SELECT c.id, c.owner, d.agent_id, d.status FROM conversation c JOIN desk_case d ON d.conversation_id = c.id
     WHERE c.owner <> 'queue' ORDER BY c.id`,
  );
  const told = [...won].sort((one, other) => (one.chat < other.chat ? -1 : 1));
  expect(held).toEqual(
    told.map(({ chat, agent }) => ({ id: chat, owner: `agent:${agent}`, agent_id: agent, status: 'active' })),
  );
  const loads = await database.read(
    `SELECT a.id, a.load, COUNT(d.id) AS held FROM desk_agent a LEFT JOIN desk_case d ON d.agent_id = a.id
       AND d.status = 'active' GROUP BY a.id, a.load`,
  );
  for (const { load, held: count } of loads) {
    expect(Number(load)).toBe(Number(count));
    expect(Number(load)).toBeLessThanOrEqual(capacity);
  }
}
