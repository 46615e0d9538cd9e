/**
 * What a claim would meet now, before it is tried: most who are too late learn it here. Where hundreds press the same
 * button at once, all that come while one look-up is under way share the next. Only a hint: the claim itself decides.
 */
import { type Database, placesFor, type Row } from '../store/index.ts';

export type Chance = 'yes' | 'taken' | 'full' | 'unknown';
export type Claimable = (chatId: string, agentId: string) => Promise<Chance>;

interface Asked {
  readonly chatId: string;
  readonly agentId: string;
  readonly resolve: (chance: Chance) => void;
  readonly reject: (error: unknown) => void;
}

const mostAtOnce = 500;

export function createClaimable(database: Pick<Database, 'read'>): Claimable {
  let asked: Asked[] = [];
  let isLooking = false;

  async function look(): Promise<void> {
    isLooking = true;
    while (asked.length > 0) {
      const some = asked.slice(0, mostAtOnce);
      asked = asked.slice(mostAtOnce);
      try {
        await answer(some);
      } catch (error) {
        for (const { reject } of some) reject(error);
      }
    }
    isLooking = false;
  }

  async function answer(some: readonly Asked[]): Promise<void> {
    const chatIds = [...new Set(some.map(({ chatId }) => chatId))];
    const agentIds = [...new Set(some.map(({ agentId }) => agentId))];
    const [chats, agents] = await Promise.all([
      database.read(
        `SELECT conversation_id AS id, status, weight FROM desk_case
         WHERE closed_at IS NULL AND conversation_id IN (${placesFor(chatIds)})`,
        chatIds,
      ),
      database.read(
        `SELECT id, load, capacity FROM desk_agent WHERE id IN (${placesFor(agentIds)})`,
        agentIds,
      ),
    ]);
    const [chatOf, agentOf] = [byId(chats), byId(agents)];
    for (const { chatId, agentId, resolve } of some)
      resolve(chanceOf(chatOf.get(chatId), agentOf.get(agentId)));
  }

  return (chatId, agentId) =>
    new Promise((resolve, reject) => {
      asked.push({ chatId, agentId, resolve, reject });
      if (!isLooking) void look();
    });
}

function chanceOf(chat: Row | undefined, agent: Row | undefined): Chance {
  if (!chat || !agent) return 'unknown';
  if (chat.status !== 'waiting') return 'taken';
  return Number(agent.load) + Number(chat.weight) > Number(agent.capacity) ? 'full' : 'yes';
}

const byId = (rows: readonly Row[]) => new Map(rows.map((row) => [String(row.id), row]));
