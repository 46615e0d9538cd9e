/**
 * Discord, over interactions: shoppers ask with `/ask`, and are answered where they asked; later messages go to them
 * directly. https://discord.com/developers/docs/interactions/overview
 */
import { createHash } from 'node:crypto';
import type { Clock } from '../../core/clock.ts';
import { messageOf } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import { type Attempt, type Channel, type Part, type Recipient, SendFailure, type Sent } from '../channel.ts';
import { callApi, textOf } from '../platform-api.ts';
import { renderDiscord, textLimit } from './render.ts';
import { readDiscord } from './webhook.ts';

export interface DiscordOptions {
  readonly publicKey: string;
  readonly applicationId: string;
  readonly botToken: string;
  readonly apiRoot: string;
  readonly clock: Clock;
  readonly log: Log;
}

const command = {
  name: 'ask',
  type: 1,
  description: 'Ask the shop',
  description_localizations: { 'zh-CN': '向店铺提问' },
  options: [
    {
      name: 'question',
      type: 3,
      required: true,
      description: 'What you would like to know',
      description_localizations: { 'zh-CN': '您想了解什么' },
    },
  ],
};

export function createDiscord({
  publicKey,
  applicationId,
  botToken,
  apiRoot,
  clock,
  log,
}: DiscordOptions): Channel {
  const headers = { authorization: `Bot ${botToken}` };

  async function request(method: 'POST' | 'PATCH' | 'PUT', path: string, body: object): Promise<unknown> {
    const { status, json } = await callApi(`${apiRoot}${path}`, { method, headers, body });
    if (status < 300) return json;
    // What an interaction promised can be filled only once Discord has read our answer to its call.
    const isEarly = status === 404 && path.startsWith('/webhooks/');
    throw new SendFailure(
      isEarly ? 'later' : 'never',
      textOf(json, 'message') ?? `Discord answered ${status}.`,
    );
  }

  /** The first answer fills the one that was promised, and may be filled twice; later ones follow it. */
  async function answer({ body }: Part, { address }: Recipient): Promise<Sent> {
    const place = `/webhooks/${applicationId}/${address.token}`;
    const sent = address.answered
      ? await request('POST', place, body)
      : await request('PATCH', `${place}/messages/@original`, body);
    return { messageId: textOf(sent, 'id'), address: { ...address, answered: 'yes' } };
  }

  /** Under a nonce Discord takes a message once. */
  async function write({ body }: Part, { chat, address }: Recipient, { key }: Attempt): Promise<Sent> {
    const direct =
      address.direct ?? textOf(await request('POST', '/users/@me/channels', { recipient_id: chat }), 'id');
    const nonce = createHash('sha256').update(key).digest('base64url').slice(0, 25);
    const sent = await request('POST', `/channels/${direct}/messages`, {
      ...body,
      nonce,
      enforce_nonce: true,
    });
    return { messageId: textOf(sent, 'id'), address: { ...address, ...(direct && { direct }) } };
  }

  const isOpen = ({ address }: Recipient) =>
    address.token !== undefined && clock.now() < Number(address.tokenBy);

  return {
    name: 'discord',
    shows: { buttons: 'native', mostButtons: 25, cards: 'native', files: 'link', markdown: true, textLimit },
    webhook: (call) => readDiscord(call, publicKey),
    render: renderDiscord,
    send: (part, to, attempt) => (isOpen(to) ? answer(part, to) : write(part, to, attempt)),
    async typing(to) {
      // Where a question was asked Discord itself says that the shop is thinking.
      const { direct } = to.address;
      if (direct && !isOpen(to)) await request('POST', `/channels/${direct}/typing`, {});
    },
    repeats: 'again',
    start() {
      request('PUT', `/applications/${applicationId}/commands`, [command]).catch((error: unknown) => {
        log.warn({ error: messageOf(error) }, 'Discord could not be told of the command /ask');
      });
    },
  };
}
