/** LINE, over its Messaging API. https://developers.line.biz/en/reference/messaging-api/ */
import { createHash } from 'node:crypto';
import type { Clock } from '../../core/clock.ts';
import { type Attempt, type Channel, type Recipient, SendFailure } from '../channel.ts';
import { fetchBounded } from '../fetch-bounded.ts';
import { callApi, textOf } from '../platform-api.ts';
import { labelLimit, renderLine, textLimit } from './render.ts';
import { readLine } from './webhook.ts';

export interface LineOptions {
  readonly channelSecret: string;
  readonly channelToken: string;
  readonly apiRoot: string;
  /** Where files lie. */
  readonly dataRoot: string;
  readonly clock: Clock;
}

/** LINE takes a reply token for about a minute, and once. */
const replyTokenMs = 50_000;

export function createLine({ channelSecret, channelToken, apiRoot, dataRoot, clock }: LineOptions): Channel {
  const authorization = `Bearer ${channelToken}`;
  const post = (path: string, body: object, headers: Readonly<Record<string, string>> = {}) =>
    callApi(`${apiRoot}/v2/bot/${path}`, { headers: { authorization, ...headers }, body });

  /**
   * With the token of the message that is answered it costs the shop nothing, and the token is good once: refused at
   * the second try it was used by the first. Undefined when the token is of no use.
   */
  async function reply(messages: unknown, { address }: Recipient, { again }: Attempt) {
    const { replyToken, replyBy, ...rest } = address;
    const inTime = replyToken && clock.now() < Number(replyBy);
    if (!inTime) return undefined;
    const { status, json } = await post('message/reply', { replyToken, messages });
    if (status < 300 || (again && textOf(json, 'message') === 'Invalid reply token'))
      return { address: rest };
    return undefined;
  }

  /** Under a retry key LINE takes a message once: 409 says that it has it. */
  async function push(messages: unknown, { chat, address }: Recipient, { key }: Attempt) {
    const { replyToken: _used, replyBy: _until, ...rest } = address;
    const { status, json } = await post(
      'message/push',
      { to: chat, messages },
      { 'x-line-retry-key': uuidOf(key) },
    );
    if (status < 300 || status === 409) return { address: rest };
    throw new SendFailure('never', textOf(json, 'message') ?? `LINE answered ${status}.`);
  }

  return {
    name: 'line',
    shows: {
      buttons: 'native',
      mostButtons: 13,
      longestButton: labelLimit,
      cards: 'native',
      files: 'link',
      markdown: false,
      textLimit,
    },
    webhook: (call) => readLine(call, channelSecret, clock.now() + replyTokenMs),
    fetchFile: (id, mostBytes) =>
      fetchBounded(`${dataRoot}/v2/bot/message/${encodeURIComponent(id)}/content`, mostBytes, {
        authorization,
      }),
    render: (reply, phrase) => renderLine([reply], phrase),
    renderTurn: renderLine,
    send: async ({ body }, to, attempt) =>
      (await reply(body.messages, to, attempt)) ?? (await push(body.messages, to, attempt)),
    async typing({ chat }) {
      if (chat.startsWith('U')) await post('chat/loading/start', { chatId: chat, loadingSeconds: 5 });
    },
    repeats: 'key',
  };
}

/** A retry key must look like a random UUID; ours is the same at each try. */
function uuidOf(key: string): string {
  const hex = createHash('sha256').update(key).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
