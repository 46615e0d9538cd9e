/** Telegram, over its Bot API. https://core.telegram.org/bots/api */
import { messageOf } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import { type Channel, SendFailure } from '../channel.ts';
import { fetchBounded } from '../fetch-bounded.ts';
import { callApi, fieldOf, textOf } from '../platform-api.ts';
import { renderTelegram, textLimit } from './render.ts';
import { readTelegram } from './webhook.ts';

export interface TelegramOptions {
  readonly token: string;
  /** What Telegram sends along with each call, so that it is known to be Telegram. */
  readonly secret: string;
  readonly apiRoot: string;
  /** Where Telegram is to call; without it the webhook must be set by hand. */
  readonly webhookUrl: string | undefined;
  /** For links that bring a shopper here. */
  readonly botName: string | undefined;
  readonly log: Log;
}

export function createTelegram({
  token,
  secret,
  apiRoot,
  webhookUrl,
  botName,
  log,
}: TelegramOptions): Channel {
  const call = async (method: string, body: object) => {
    const { status, json } = await callApi(`${apiRoot}/bot${token}/${method}`, { body });
    if (fieldOf(json, 'ok') === true) return fieldOf(json, 'result');
    throw new SendFailure('never', textOf(json, 'description') ?? `Telegram answered ${status}.`);
  };

  return {
    name: 'telegram',
    shows: { buttons: 'native', cards: 'native', files: 'native', markdown: true, textLimit },
    webhook: (request) => {
      const heard = readTelegram(request, secret);
      for (const event of heard.events) {
        // Until it is told, the pressed button keeps turning; being told twice does it no harm.
        const press = event.kind === 'message' && event.pressed ? event.id.slice('press '.length) : undefined;
        if (press) void call('answerCallbackQuery', { callback_query_id: press }).catch(() => {});
      }
      return heard;
    },
    render: renderTelegram,
    async send(part, { chat }) {
      const result = await call(part.call, { chat_id: chat, ...part.body });
      return { messageId: textOf(result, 'message_id') };
    },
    async fetchFile(id, mostBytes) {
      const path = textOf(await call('getFile', { file_id: id }), 'file_path') ?? '';
      return fetchBounded(`${apiRoot}/file/bot${token}/${encodeURI(path)}`, mostBytes);
    },
    async typing({ chat }) {
      await call('sendChatAction', { chat_id: chat, action: 'typing' });
    },
    repeats: 'again',
    ...(botName && { invite: (code: string) => `https://t.me/${botName}?start=${code}` }),
    start() {
      if (!webhookUrl) {
        log.info({}, 'Telegram is not told where to call: set PUBLIC_URL, or its webhook by hand');
        return;
      }
      const wanted = {
        url: webhookUrl,
        secret_token: secret,
        allowed_updates: ['message', 'edited_message', 'callback_query'],
      };
      call('setWebhook', wanted).catch((error: unknown) => {
        log.warn({ error: messageOf(error) }, 'Telegram could not be told where to call');
      });
    },
  };
}
