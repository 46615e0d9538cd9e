/** A shopper who minds their own business while somebody else misbehaves. */
import { expect } from 'vitest';
import { ask, openChat } from './direct-line-client.ts';
import { openSocket } from './socket.ts';

export interface Witness {
  /** Asserts that the chat goes on: an answer over HTTP, and every activity on the socket. */
  goesOn(): Promise<void>;
}

export async function startWitness(base: string): Promise<Witness> {
  const session = await openChat(base);
  const socket = await openSocket(session.streamUrl);
  let expected = 0;
  return {
    async goesOn() {
      const answers = await ask(base, session, 'hello');
      expected += 1 + answers.length;
      await expect.poll(() => socket.activities.length).toBe(expected);
      expect(socket.socket.readyState).toBe(socket.socket.OPEN);
    },
  };
}
