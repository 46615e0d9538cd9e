/** `shopdesk desk add-admin`: an admin of the desk, or the one who is there, and a link that signs them in once. */
import { systemClock } from '../core/clock.ts';
import { randomIds } from '../core/ids.ts';
import { addAdmin } from '../desk/index.ts';
import { withStore } from '../inspect.ts';
import type { Settings } from '../settings.ts';

/** @returns the path of the link, to be opened within a week. */
export function addDeskAdmin(settings: Settings, email: string, name: string): Promise<string> {
  return withStore(settings, (database) =>
    addAdmin({ database, clock: systemClock, ids: randomIds }, email, name),
  );
}
