/** Many claims at once for few chats by few agents, all of it at random. */
import { ShopdeskError } from '../../src/core/errors.ts';
import type { Desk } from '../../src/desk/index.ts';

export interface Won {
  readonly chat: string;
  readonly agent: string;
}

const atOnce = 100;

/** @returns the claims that were told to have succeeded. */
export async function raceForChats(
  desk: Desk,
  claims: number,
  chats: number,
  agents: number,
): Promise<Won[]> {
  const won: Won[] = [];
  let left = claims;
  const racer = async () => {
    while (left-- > 0) {
      const chat = `chat-${Math.floor(Math.random() * chats)}`;
      const agent = `agent-${Math.floor(Math.random() * agents)}`;
      try {
        await desk.handling.claim(chat, agent);
        won.push({ chat, agent });
      } catch (error) {
        const lost = error instanceof ShopdeskError && ['chat.taken', 'agent.conflict'].includes(error.code);
        if (!lost) throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, racer));
  return won;
}
