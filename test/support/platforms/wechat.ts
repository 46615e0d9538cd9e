/** A WeChat Official Account as documented: encrypted XML, a passive answer within 5 s, texts of 2,048 bytes. */
import { decrypt, encrypt, signatureOf } from '../../../src/channels/wechat/crypt.ts';
import { readXml, writeXml } from '../../../src/channels/wechat/xml.ts';
import { flipped, type Platform, type SayOptions, type Shown, startFakeApi } from './platform.ts';

const appId = 'wx5823bf96d3bd56c7';
const token = 'QDG6eK';
const aesKey = 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C';
/** Official accounts are known to their followers by other names than their app ids. */
const account = 'gh_northside';

export async function startWeChat(): Promise<Platform> {
  const shown: Shown[] = [];
  const menus: { title: string; id: string }[] = [];
  let count = 0;
  let last: { query: URLSearchParams; body: string } | undefined;

  const api = await startFakeApi(
    ({ path, query, body }) => {
      if (path.endsWith('stable_token'))
        return { json: { access_token: 'token-of-wechat', expires_in: 7_200 } };
      if (query.get('access_token') !== 'token-of-wechat')
        return { json: { errcode: 40001, errmsg: 'invalid credential' } };
      const { text, command }: { text?: { content: string }; command?: string } = JSON.parse(body);
      if (path.endsWith('/typing'))
        return { json: command === 'Typing' ? { errcode: 0 } : { errcode: 45080, errmsg: 'no command' } };
      const content = text?.content ?? '';
      if (Buffer.byteLength(content) > 2_048)
        return { json: { errcode: 45002, errmsg: 'content size out of limit' } };
      show(content);
      return { json: { errcode: 0, errmsg: 'ok' } };
    },
    ({ path }) => !path.endsWith('/message/custom/send'),
  );

  function show(content: string): void {
    const links = Array.from(
      content.matchAll(
        /<a href="weixin:\/\/bizmsgmenu\?msgmenucontent=([^&]*)&(?:amp;)?msgmenuid=([^"]*)">/g,
      ),
    );
    const here = links.map(([, title = '', id = '']) => ({
      title: decodeURIComponent(title),
      id: decodeURIComponent(id),
    }));
    menus.push(...here);
    shown.push({
      text: content.replace(/<[^>]*>/g, ''),
      buttons: here.map(({ title }) => title),
      pictures: [],
    });
  }

  async function send(
    base: string,
    { query, body }: { query: URLSearchParams; body: string },
    signal?: AbortSignal,
  ): Promise<number> {
    const response = await fetch(`${base}/channels/wechat?${query}`, {
      method: 'POST',
      body,
      ...(signal && { signal }),
    });
    const answer = await response.text();
    if (response.status === 200 && answer !== 'success' && answer !== '') readPassive(answer);
    return response.status;
  }

  function readPassive(xml: string): void {
    const sealed = readXml(xml);
    const [encrypted = '', nonce = '', time = ''] = ['Encrypt', 'Nonce', 'TimeStamp'].map(
      (name) => sealed.get(name) ?? '',
    );
    if (sealed.get('MsgSignature') !== signatureOf(token, time, nonce, encrypted))
      throw new Error('The passive answer is not signed.');
    const message = readXml(decrypt(encrypted, aesKey, appId));
    if (message.get('ToUserName') !== 'openid77' || message.get('FromUserName') !== account)
      throw new Error('The passive answer is for somebody else.');
    show(message.get('Content') ?? '');
  }

  function tell(
    base: string,
    fields: Record<string, string | number>,
    { id, chat = 'openid77', signal }: SayOptions = {},
  ): Promise<number> {
    const time = Math.floor(Date.now() / 1_000);
    const message = writeXml({
      ToUserName: account,
      FromUserName: chat,
      CreateTime: time,
      MsgType: 'text',
      ...fields,
      MsgId: id ?? String(7_000 + ++count),
    });
    const encrypted = encrypt(message, aesKey, appId);
    const timestamp = String(time);
    const nonce = `n${count}`;
    const query = new URLSearchParams({
      signature: signatureOf(token, timestamp, nonce),
      msg_signature: signatureOf(token, timestamp, nonce, encrypted),
      timestamp,
      nonce,
      encrypt_type: 'aes',
    });
    last = { query, body: writeXml({ ToUserName: account, Encrypt: encrypted }) };
    return send(base, last, signal);
  }

  return {
    name: 'wechat',
    environment: {
      WECHAT_APP_ID: appId,
      WECHAT_APP_SECRET: 'app-secret-of-wechat',
      WECHAT_TOKEN: token,
      WECHAT_AES_KEY: aesKey,
    },
    shown,
    api,
    get taken() {
      return shown.length;
    },
    says: (base, text, options) => tell(base, { Content: text }, options),
    isTyping: ({ path }) => path.endsWith('/message/custom/typing'),
    sendsPicture: (base) => tell(base, { MsgType: 'image', MediaId: 'media1', PicUrl: 'x' }),
    presses(base, title) {
      const menu = menus.findLast((each) => each.title === title);
      return tell(base, { Content: title, bizmsgmenuid: menu?.id ?? '' });
    },
    async redelivers(base) {
      if (!last) throw new Error('Nothing was sent yet.');
      return send(base, last);
    },
    async forges(base) {
      if (!last) throw new Error('Nothing was sent yet.');
      const query = new URLSearchParams(last.query);
      query.set('msg_signature', flipped(query.get('msg_signature') ?? ''));
      return send(base, { ...last, query });
    },
    close: () => api.close(),
  };
}
