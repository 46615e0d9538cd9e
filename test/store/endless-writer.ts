/** A process of its own that writes numbers until it is killed, and prints each that was acknowledged. */
import { writeSync } from 'node:fs';
import { silentLog } from '../../src/core/log.ts';
import { openSqlite } from '../../src/store/sqlite.ts';

const [file = '', start = '0'] = process.argv.slice(2);
const database = await openSqlite({ file, log: silentLog });
await database.write([{ sql: 'CREATE TABLE IF NOT EXISTS item (id BIGINT PRIMARY KEY)' }]);
let next = Number(start);

async function writeForEver(): Promise<void> {
  for (;;) {
    const id = next++;
    await database.write([{ sql: 'INSERT INTO item (id) VALUES ($1)', params: [id] }]);
    writeSync(1, `${id}\n`);
  }
}

await Promise.all([writeForEver(), writeForEver(), writeForEver()]);
