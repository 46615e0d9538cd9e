/** A process that claims chats at random as fast as it can: `claim-racer.ts URL CLAIMS CHATS AGENTS`; prints what it won. */
import { silentLog } from '../../src/core/log.ts';
import { openPostgres } from '../../src/store/postgres.ts';
import { raceForChats } from './claim-race.ts';
import { openDesk } from './desk-rooms.ts';

const [url = '', claims, chats, agents] = process.argv.slice(2);
const database = await openPostgres({ url, log: silentLog });
const rooms = await openDesk(database);
const won = await raceForChats(rooms.desk, Number(claims), Number(chats), Number(agents));
await rooms.close();
await database.close();
process.stdout.write(JSON.stringify(won));
