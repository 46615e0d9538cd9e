/** What WeChat tells. https://developers.weixin.qq.com/doc/offiaccount/en/Message_Management/Receiving_standard_messages.html */
import { type Call, type Event, Refused } from '../channel.ts';
import { needFresh } from '../proof.ts';
import { decrypt, isSignedByWeChat } from './crypt.ts';
import { readXml } from './xml.ts';

export interface WeChatSecrets {
  readonly appId: string;
  readonly token: string;
  readonly aesKey: string;
}

/** What a call asks: whether the address is ours, or to take an event. */
export type Told =
  | { readonly echo: string }
  | { readonly account: string; readonly event: Event | undefined };

/** Signatures of WeChat are over the query; it repeats a call for some seconds, never for longer than this. */
const freshMs = 600_000;

/** @throws Refused for a signature that is not WeChat's, or old. */
export function readWeChat({ method, url, body, at }: Call, { appId, token, aesKey }: WeChatSecrets): Told {
  const query = (name: string) => url.searchParams.get(name) ?? '';
  if (!isSignedByWeChat(query('signature'), token, query('timestamp'), query('nonce'))) throw notWeChat();
  needFresh(query('timestamp'), at, freshMs);
  if (method === 'GET') return { echo: query('echostr').replace(/[^\w-]/g, '') };
  const encrypted = readXml(body.toString('utf8')).get('Encrypt') ?? '';
  if (!isSignedByWeChat(query('msg_signature'), token, query('timestamp'), query('nonce'), encrypted))
    throw notWeChat();
  const fields = readXml(decrypt(encrypted, aesKey, appId));
  return { account: fields.get('ToUserName') ?? '', event: eventOf(fields) };
}

function eventOf(fields: ReadonlyMap<string, string>): Event | undefined {
  const from = fields.get('FromUserName');
  if (!from) throw new Refused(400, 'The message has no sender.');
  // Events have no id of their own: sender and time stand for one, as the documentation says.
  const id = fields.get('MsgId') ?? `${from} ${fields.get('CreateTime') ?? ''}`;
  const message = { kind: 'message' as const, id, from: { id: from, locale: 'zh-CN' }, chat: from };
  const menu = fields.get('bizmsgmenuid');
  const text = fields.get('Content') ?? fields.get('Recognition') ?? fields.get('Label');
  switch (fields.get('MsgType')) {
    case 'event':
      if (fields.get('Event') === 'subscribe') return { ...message, opened: true };
      if (fields.get('Event') === 'CLICK') return { ...message, text: fields.get('EventKey') ?? '' };
      return undefined;
    case 'image':
    case 'voice':
    case 'video': {
      const contentType = fields.get('MsgType') === 'image' ? 'image/jpeg' : undefined;
      const file = { name: 'file', contentType, place: fields.get('MediaId') ?? '' };
      return { ...message, ...(text && { text }), files: [file] };
    }
    default:
      return menu
        ? { ...message, pressed: { id: menu, ...(text && { title: text }) } }
        : { ...message, ...(text !== undefined && { text }) };
  }
}

const notWeChat = () => new Refused(401, 'The signature is not WeChat’s.');
