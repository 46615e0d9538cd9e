/**
 * Teams and the other channels of the Bot Framework, over `/api/messages` and their connector.
 * https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference
 */
import type { CloudChannelAdapter } from '../../bot/index.ts';
import { messageOf } from '../../core/errors.ts';
import { type Answer, type Channel, type Part, type Recipient, Refused, SendFailure } from '../channel.ts';
import { fetchBounded } from '../fetch-bounded.ts';
import { callApi, textOf } from '../platform-api.ts';
import { header } from '../proof.ts';
import { mostButtons, renderTeams, textLimit } from './render.ts';
import { chatOf, eventOf, readActivity, readPlace, type TeamsActivity } from './webhook.ts';

export interface TeamsOptions {
  readonly adapter: CloudChannelAdapter;
  /** False when no app id is set: then callers are not authenticated, and only the own machine is answered. */
  readonly authenticated: boolean;
  /** The answers to a message of this chat, once they are there. */
  readonly answersTo: (channel: string, chat: string, messageId: string) => Promise<readonly Part[]>;
}

const name = 'msteams';

export function createTeams({ adapter, authenticated, answersTo }: TeamsOptions): Channel {
  /** @throws SendFailure */
  async function call(path: string, { address }: Recipient, body: object): Promise<unknown> {
    const { serviceUrl = '', audience } = address;
    if (!authenticated && !isOwnMachine(serviceUrl))
      throw new SendFailure('never', 'Without an app id only the own machine is written to.');
    const authorization = await adapter.authorization(serviceUrl, audience).catch((error: unknown) => {
      throw signInFailure(error);
    });
    const url = `${serviceUrl.replace(/\/$/, '')}/v3/conversations/${encodeURIComponent(address.conversation ?? '')}${path}`;
    const { status, json } = await callApi(url, { headers: authorization ? { authorization } : {}, body });
    if (status < 300) return json;
    const why =
      textOf(json, 'error', 'message') ??
      textOf(json, 'error', 'code') ??
      `The connector answered ${status}.`;
    // A token that has just ended is replaced by the next try.
    throw new SendFailure(status === 401 || status === 408 ? 'later' : 'never', why);
  }

  const activityTo = ({ address }: Recipient, fields: object) => ({
    ...fields,
    channelId: address.channelId,
    serviceUrl: address.serviceUrl,
    conversation: { id: address.conversation },
    from: { id: address.bot, ...(address.botName && { name: address.botName }) },
    recipient: { id: address.user },
    ...(address.activity && { replyToId: address.activity }),
  });

  return {
    name,
    path: '/api/messages',
    shows: { buttons: 'native', mostButtons, cards: 'native', files: 'link', markdown: true, textLimit },
    isOccasional: !authenticated,
    async webhook(request) {
      const told = readActivity(request);
      const caller = await adapter.authenticate(
        header(request.headers, 'authorization'),
        JSON.parse(request.body.toString('utf8')),
      );
      if (caller === 'malformed') throw new Refused(400, 'This is no activity.');
      if (caller === 'refused' || (!authenticated && !(request.isFromOwnMachine && mayAnswer(told))))
        throw new Refused(401, 'The token is not the channel’s.');
      const event = eventOf(told, caller.audience);
      const events = event ? [event] : [];
      if (told.deliveryMode !== 'expectReplies') return { events };
      return {
        events,
        async answer(): Promise<Answer> {
          const parts = event?.kind === 'message' ? await answersTo(name, chatOf(told), event.id) : [];
          const activities = parts.map(({ body }) => body);
          return { contentType: 'application/json; charset=utf-8', body: JSON.stringify({ activities }) };
        },
      };
    },
    render: renderTeams,
    async send({ body }, to) {
      const { activity } = to.address;
      const path = activity ? `/activities/${encodeURIComponent(activity)}` : '/activities';
      return { messageId: textOf(await call(path, to, activityTo(to, body)), 'id') };
    },
    async typing(to) {
      await call('/activities', to, activityTo(to, { type: 'typing' }));
    },
    async fetchFile(place, mostBytes) {
      const { url, serviceUrl, audience } = readPlace(place);
      if (!authenticated && !isOwnMachine(serviceUrl))
        throw new SendFailure('never', 'Without an app id files are read from the own machine only.');
      const isOurs = URL.canParse(url) && new URL(url).origin === new URL(serviceUrl).origin;
      if (!isOurs && !liesWithMicrosoft(url))
        throw new SendFailure('never', 'The file does not lie with Microsoft.');
      const authorization = isOurs ? await adapter.authorization(serviceUrl, audience) : undefined;
      return fetchBounded(url, mostBytes, authorization ? { authorization } : {});
    },
    repeats: 'again',
  };
}

/** Without authentication anybody could name an address to answer to: only the own machine is one. */
function mayAnswer({ deliveryMode, serviceUrl }: TeamsActivity): boolean {
  return deliveryMode === 'expectReplies' || isOwnMachine(serviceUrl);
}

/** A query or a login would lead a call elsewhere than to the connector's own addresses. */
function isOwnMachine(serviceUrl: string): boolean {
  if (!URL.canParse(serviceUrl)) return false;
  const { hostname, username, password, search, hash } = new URL(serviceUrl);
  const isPlain = username === '' && password === '' && search === '' && hash === '';
  return isPlain && ['localhost', '127.0.0.1', '[::1]'].includes(hostname) && !/[?#]/.test(serviceUrl);
}

/** Where Teams keeps what its users send: our token never goes there. */
function liesWithMicrosoft(url: string): boolean {
  return /^https:\/\/([\w-]+\.)+(sharepoint\.com|sharepoint\.us|1drv\.com|microsoft\.com)\//.test(url);
}

/** A wrong password stays wrong; whatever else the sign-in says passes. The codes are of RFC 6749, 5.2. */
function signInFailure(error: unknown): SendFailure {
  const code = error instanceof Error && 'errorCode' in error ? String(error.errorCode) : '';
  const isWrong = code === 'invalid_client' || code === 'unauthorized_client';
  return new SendFailure(
    isWrong ? 'never' : 'later',
    `Microsoft does not sign the bot in: ${messageOf(error)}`,
  );
}
