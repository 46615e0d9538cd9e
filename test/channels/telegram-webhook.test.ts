/** At the start Telegram is told where to call, or the operator why it is not. */
import { expect, it } from 'vitest';
import { createTelegram } from '../../src/channels/telegram/index.ts';
import { silentLog } from '../../src/core/log.ts';
import { startReceiver } from '../support/receiver.ts';

it('tells Telegram the address, with the secret; without one it says what to set', async () => {
  const telegram = await startReceiver();
  telegram.answer = (response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true,"result":true}');
  };
  const said: string[] = [];
  const log = { ...silentLog, info: (_fields: object, message: string) => void said.push(message) };
  const options = { token: '1:a', secret: 'a secret', apiRoot: telegram.url, botName: undefined, log };
  const noEvents = () => Promise.resolve();
  try {
    createTelegram({ ...options, webhookUrl: undefined }).start?.(noEvents);
    expect(said).toEqual([expect.stringContaining('PUBLIC_URL')]);
    const webhookUrl = 'https://desk.example.com/channels/telegram';
    createTelegram({ ...options, webhookUrl }).start?.(noEvents);
    const told = await telegram.next(({ path }) => path.endsWith('/setWebhook'));
    expect(JSON.parse(told.body)).toMatchObject({ url: webhookUrl, secret_token: 'a secret' });
  } finally {
    await telegram.close();
  }
});
