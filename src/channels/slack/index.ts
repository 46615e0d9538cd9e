/** Slack, over its Events API and Web API. https://docs.slack.dev/apis */
import { type Channel, type Recipient, SendFailure } from '../channel.ts';
import { fetchBounded } from '../fetch-bounded.ts';
import { callApi, fieldOf, textOf } from '../platform-api.ts';
import { renderSlack, textLimit } from './render.ts';
import { readSlack } from './webhook.ts';

export interface SlackOptions {
  readonly token: string;
  readonly signingSecret: string;
  readonly apiRoot: string;
}

/** Errors that pass, by Slack's names for them; any other will be the same at the next try. */
const passing = new Set([
  'ratelimited',
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
]);
/** Where our key travels with a message, so that it can be found again. */
const eventType = 'shopdesk_message';
const lookBack = '50';

export function createSlack({ token, signingSecret, apiRoot }: SlackOptions): Channel {
  const headers = { authorization: `Bearer ${token}` };

  async function post(method: string, body: Readonly<Record<string, unknown>>): Promise<unknown> {
    const { status, json } = await callApi(`${apiRoot}/${method}`, { headers, body });
    if (fieldOf(json, 'ok') === true) return json;
    const error = textOf(json, 'error') ?? `status ${status}`;
    throw new SendFailure(passing.has(error) ? 'later' : 'never', `Slack says ${error}.`);
  }

  return {
    name: 'slack',
    shows: { buttons: 'native', cards: 'native', files: 'native', markdown: true, textLimit },
    webhook: (call) => readSlack(call, signingSecret),
    render: renderSlack,
    async send(part, to, { key }) {
      const metadata = { event_type: eventType, event_payload: { key } };
      return { messageId: textOf(await post(part.call, { ...placeOf(to), ...part.body, metadata }), 'ts') };
    },
    async fetchFile(url, mostBytes) {
      // Our token goes to Slack alone.
      if (![`${apiRoot}/`, 'https://files.slack.com/'].some((root) => url.startsWith(root)))
        throw new SendFailure('never', 'The file does not lie with Slack.');
      return fetchBounded(url, mostBytes, headers);
    },
    repeats: 'look',
    async find(to, { key }) {
      const { channel, thread_ts: thread } = placeOf(to);
      const method = thread ? 'conversations.replies' : 'conversations.history';
      const query = new URLSearchParams({ channel, include_all_metadata: 'true', limit: lookBack });
      if (thread) query.set('ts', thread);
      const { json } = await callApi(`${apiRoot}/${method}?${query}`, { method: 'GET', headers });
      const messages: unknown = fieldOf(json, 'messages');
      if (!Array.isArray(messages)) return undefined;
      const found: unknown = messages.find(
        (each) => textOf(each, 'metadata', 'event_payload', 'key') === key,
      );
      return found === undefined ? undefined : { messageId: textOf(found, 'ts') };
    },
  };
}

function placeOf({ chat, address }: Recipient): { channel: string; thread_ts?: string } {
  return address.thread ? { channel: address.channel ?? chat, thread_ts: address.thread } : { channel: chat };
}
