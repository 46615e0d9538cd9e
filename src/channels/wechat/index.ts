/**
 * A WeChat Official Account. What is ready within five seconds goes out as the answer to WeChat's own call, which every
 * account may do; the rest by the customer service API. https://developers.weixin.qq.com/doc/offiaccount/en/
 */
import type { Clock } from '../../core/clock.ts';
import type { Ids } from '../../core/ids.ts';
import { type Answer, type Channel, SendFailure } from '../channel.ts';
import { fetchBounded } from '../fetch-bounded.ts';
import { callApi, textOf } from '../platform-api.ts';
import { createAccessToken } from './access-token.ts';
import { encrypt, signatureOf } from './crypt.ts';
import { renderWeChat, textLimit } from './render.ts';
import { readWeChat, type WeChatSecrets } from './webhook.ts';
import { writeXml } from './xml.ts';

export interface WeChatOptions extends WeChatSecrets {
  readonly appSecret: string;
  readonly apiRoot: string;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** WeChat gives up after 5 s and calls again. */
const passiveMs = 4_300;
const windowMs = 48 * 3_600_000;
const nothing: Answer = { contentType: 'text/plain; charset=utf-8', body: 'success' };
/** https://developers.weixin.qq.com/doc/offiaccount/en/Getting_Started/Global_Return_Code.html */
const busy = new Set([-1, 45009, 45011, 45047]);
const staleToken = new Set([40001, 40014, 42001]);

export function createWeChat(options: WeChatOptions): Channel {
  const { appId, aesKey, token, apiRoot, clock, ids } = options;
  const access = createAccessToken(options);
  /** Calls of WeChat that can still be answered, by who wrote. */
  const open = new Map<string, (content: string) => void>();

  /** Waits for the first thing that is to be said to this person, or until WeChat would no longer listen. */
  function passiveAnswer(person: string, account: string): Promise<Answer> {
    return new Promise((resolve) => {
      const close = (answer: Answer) => {
        stopTimer();
        if (open.get(person) === take) open.delete(person);
        resolve(answer);
      };
      const take = (content: string) => close(sealed(person, account, content));
      const stopTimer = clock.after(passiveMs, () => close(nothing));
      open.set(person, take);
    });
  }

  function sealed(person: string, account: string, content: string): Answer {
    const seconds = Math.floor(clock.now() / 1_000);
    const message = writeXml({
      ToUserName: person,
      FromUserName: account,
      CreateTime: seconds,
      MsgType: 'text',
      Content: content,
    });
    const encrypted = encrypt(message, aesKey, appId);
    const nonce = ids.next();
    const body = writeXml({
      Encrypt: encrypted,
      MsgSignature: signatureOf(token, String(seconds), nonce, encrypted),
      TimeStamp: seconds,
      Nonce: nonce,
    });
    return { contentType: 'text/xml; charset=utf-8', body };
  }

  async function post(path: string, body: object, isRetry = false): Promise<void> {
    const { json } = await callApi(`${apiRoot}/cgi-bin/${path}?access_token=${await access.get()}`, { body });
    const code = Number(textOf(json, 'errcode') ?? 0);
    if (code === 0) return;
    if (staleToken.has(code) && !isRetry) {
      access.forget();
      return post(path, body, true);
    }
    const message = `WeChat says ${textOf(json, 'errmsg') ?? code}.`;
    throw new SendFailure(busy.has(code) || staleToken.has(code) ? 'later' : 'never', message);
  }

  return {
    name: 'wechat',
    shows: { buttons: 'native', cards: 'text', files: 'link', markdown: false, textLimit },
    webhook(call) {
      const told = readWeChat(call, options);
      if ('echo' in told) return { events: [], answer: { ...nothing, body: told.echo } };
      const { event, account } = told;
      if (event?.kind !== 'message') return { events: [], answer: nothing };
      // Opened before the commit: the bot may be quicker than the answer to this call.
      const answer = passiveAnswer(event.chat, account);
      return { events: [event], answer: () => answer };
    },
    render: (reply) => renderWeChat([reply]),
    renderTurn: renderWeChat,
    async send({ body }, { chat }) {
      const content = String(body.content);
      const passive = open.get(chat);
      if (passive) passive(content);
      else await post('message/custom/send', { touser: chat, msgtype: 'text', text: { content } });
      return {};
    },
    async typing({ chat }) {
      // What comes as the answer to WeChat's own call comes without a word before it.
      if (!open.has(chat)) await post('message/custom/typing', { touser: chat, command: 'Typing' });
    },
    async fetchFile(media, mostBytes) {
      const query = `access_token=${await access.get()}&media_id=${encodeURIComponent(media)}`;
      return fetchBounded(`${apiRoot}/cgi-bin/media/get?${query}`, mostBytes);
    },
    repeats: 'again',
    windowMs,
  };
}
