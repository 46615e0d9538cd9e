/** The keys by which push services know this shop (RFC 8292): made at the first start, the same in every process. */
import webPush from 'web-push';
import { z } from 'zod';
import type { Database } from '../../store/index.ts';

export interface VapidKeys {
  /** Base64url; browsers subscribe with the public one. */
  readonly publicKey: string;
  readonly privateKey: string;
}

const settingName = 'vapid-keys';
const schema = z.object({ publicKey: z.string(), privateKey: z.string() });

export async function keepVapidKeys(database: Database): Promise<VapidKeys> {
  const [known] = await database.read('SELECT value FROM setting WHERE name = $1', [settingName]);
  if (known) return schema.parse(JSON.parse(String(known.value)));
  await database.write([
    {
      sql: 'INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING',
      params: [settingName, JSON.stringify(webPush.generateVAPIDKeys())],
    },
  ]);
  const [kept] = await database.read('SELECT value FROM setting WHERE name = $1', [settingName]);
  return schema.parse(JSON.parse(String(kept?.value)));
}
