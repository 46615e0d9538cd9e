/** The first admin, or one who has lost the way in: made from the command line, where nobody can be asked for a password. */
import type { Clock } from '../core/clock.ts';
import { ShopdeskError } from '../core/errors.ts';
import type { Ids } from '../core/ids.ts';
import type { Database } from '../store/index.ts';
import { createAgents } from './agents.ts';
import { createSessions } from './sessions.ts';
import { createSignIn } from './sign-in.ts';

/**
 * @returns the path that signs the admin in, once.
 * @throws ShopdeskError `agent.invalid` for what is no e-mail address.
 */
export async function addAdmin(
  { database, clock, ids }: { database: Database; clock: Clock; ids: Ids },
  email: string,
  name: string,
): Promise<string> {
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) {
    throw new ShopdeskError('agent.invalid', `"${email}" is no e-mail address.`);
  }
  const presence = () => ({ goneAfterMs: 60_000, awayAfterMs: 600_000 });
  const agents = createAgents({ database, clock, ids, presence, changed: () => {} });
  const signIn = createSignIn({ database, sessions: createSessions({ database, clock, ids }), clock, ids });
  const known = await agents.findByEmail(email);
  const admin = known
    ? await agents.change(known.id, { role: 'admin', disabled: false })
    : await agents.add({ email, name, role: 'admin' });
  return `/desk#link=${await signIn.makeLink(admin.id)}`;
}
