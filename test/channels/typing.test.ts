/** The sign that somebody of the shop is writing: where the shopper looks, not oftener than platforms need it. */
import { expect, it } from 'vitest';
import type { Channel } from '../../src/channels/channel.ts';
import type { Chat } from '../../src/channels/chats.ts';
import { createDiscord } from '../../src/channels/discord/index.ts';
import { createTyping } from '../../src/channels/typing.ts';
import { silentLog as log } from '../../src/core/log.ts';
import { until } from '../support/direct-line-client.ts';
import { manualClock } from '../support/manual-clock.ts';
import { startFakeApi } from '../support/platforms/platform.ts';

const chat = (channel: string, fields: Partial<Chat> = {}): Chat => ({
  channel,
  chat: '77',
  place: '77',
  conversationId: 'c',
  earlier: [],
  person: '77',
  address: {},
  heardAt: 0,
  listening: 'here',
  sent: 0,
  part: 0,
  sending: false,
  attempts: 0,
  ...fields,
});
const typed = (role: string) => JSON.stringify({ type: 'typing', from: { id: 'x', role } });

it('is shown where the shopper is, at most every four seconds, and never to them what they type themselves', async () => {
  const clock = manualClock(1_000);
  const shown: string[] = [];
  const channel = (name: string, fields: Partial<Channel> = {}): [string, Channel] => [
    name,
    {
      name,
      shows: { buttons: 'native', cards: 'native', files: 'native', markdown: true, textLimit: 4_096 },
      render: () => [],
      send: async () => ({}),
      repeats: 'again',
      typing: async () => void shown.push(name),
      ...fields,
    },
  ];
  let pass = (_conversation: string, _json: string) => {};
  let looked = 0;
  const typing = createTyping({
    channels: new Map([channel('here'), channel('left'), channel('closed', { windowMs: 500 })]),
    chats: {
      async ofConversation() {
        looked++;
        return [chat('left', { listening: 'elsewhere' }), chat('closed'), chat('off'), chat('here')];
      },
    },
    feeds: {
      onPass(heard) {
        pass = heard;
        return () => {
          pass = () => {};
        };
      },
    },
    clock,
    log,
  });
  const stop = typing.start();
  const tell = async (json: string) => {
    const before = looked;
    pass('c', json);
    await until(() => looked > before || undefined);
  };
  await tell(typed('agent'));
  await tell(typed('agent'));
  await until(() => shown.length === 1 || undefined);
  clock.advance(4_000);
  await tell(typed('agent'));
  await until(() => shown.length === 2 || undefined);
  expect(shown).toEqual(['here', 'here']);
  pass('c', typed('user'));
  pass('c', JSON.stringify({ type: 'event', name: 'typing' }));
  expect(looked).toBe(3);
  stop();
});

it('is shown on Discord in the direct chat, once the question can no longer be answered where it was asked', async () => {
  const api = await startFakeApi(({ path }) => (path.endsWith('/typing') ? { status: 204 } : undefined));
  const clock = manualClock(1_000);
  const discord = createDiscord({
    publicKey: '0'.repeat(64),
    applicationId: '1',
    botToken: 'token',
    apiRoot: api.url,
    clock,
    log,
  });
  const to = { chat: '77', address: { token: 't', tokenBy: '2000', direct: '555' } };
  await discord.typing?.(to);
  expect(api.calls).toEqual([]);
  clock.advance(1_000);
  await discord.typing?.(to);
  expect(api.calls.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /channels/555/typing']);
  await api.close();
});
