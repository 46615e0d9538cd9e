/** The whole of Shopdesk, as `npm start` serves it. */
import { startApp } from '../../app.ts';
import { silentLog } from '../../core/log.ts';
import { readSettings } from '../../settings.ts';

export async function serve(): Promise<number> {
  const settings = readSettings({
    HOST: 'localhost',
    PORT: '0',
    DIRECT_LINE_SECRET: 'only-for-the-benchmark',
    ADMIN_TOKEN: process.env.BENCH_ADMIN_TOKEN,
    TRUST_PROXY: '1',
    WIDGET_TOKENS_PER_MINUTE: '1000000',
    SENDS_PER_TEN_SECONDS: '1000000',
    UPLOADS_PER_HOUR: '1000000',
    SHOPDESK_DATA: process.env.SHOPDESK_DATA,
    DATABASE_URL: process.env.DATABASE_URL,
  });
  return (await startApp(settings, { log: silentLog })).port;
}
