/**
 * A process that claims chats at random as fast as it can: `claim-racer.ts URL CLAIMS CHATS AGENTS`. Says `ready` to its
 * parent, begins at the first word from there, and sends what it won.
 */
import { once } from 'node:events';
import { silentLog } from '../../src/core/log.ts';
import { openPostgres } from '../../src/store/postgres.ts';
import { raceForChats } from './claim-race.ts';
import { openDesk } from './desk-rooms.ts';

const [url = '', claims, chats, agents] = process.argv.slice(2);
const database = await openPostgres({ url, log: silentLog });
const rooms = await openDesk(database);
process.send?.('ready');
await once(process, 'message');
const won = await raceForChats(rooms.desk, Number(claims), Number(chats), Number(agents));
await rooms.close();
await database.close();
process.send?.(won, () => process.disconnect());
