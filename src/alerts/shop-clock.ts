/** The time by which alerts are due: the machine's, except in the demo shop, where it can be moved on. */
import type { Clock } from '../core/clock.ts';
import type { Database } from '../store/index.ts';

export interface ShopClock extends Clock {
  /** Reads how far another process or command moved it. */
  refresh(): Promise<void>;
  /** Moves it on to `at` (ms UTC); never back. */
  moveTo(at: number): Promise<void>;
}

const settingName = 'demo-clock-ms';

export function createShopClock(database: Database, wall: Clock): ShopClock {
  let offset = 0;
  return {
    now: () => wall.now() + offset,
    after: wall.after,
    async refresh() {
      const [row] = await database.read('SELECT value FROM setting WHERE name = $1', [settingName]);
      offset = Number(row?.value ?? 0) || 0;
    },
    async moveTo(at) {
      const wanted = at - wall.now();
      if (wanted <= offset) return;
      offset = wanted;
      await database.write([
        {
          sql: 'INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
          params: [settingName, String(wanted)],
        },
      ]);
    },
  };
}
