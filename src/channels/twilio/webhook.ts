/** What Twilio tells: messages, and what became of ours. https://www.twilio.com/docs/messaging/guides/webhook-request */
import { type Call, type Event, type Heard, Refused } from '../channel.ts';
import { header, isHmac } from '../proof.ts';

export interface TwilioAccount {
  readonly accountSid: string;
  readonly authToken: string;
}

/** Most that Twilio sends with one message. */
const mostFiles = 10;
/** An empty answer in Twilio's language: nothing is to be said by itself. */
const nothing = {
  contentType: 'text/xml; charset=utf-8',
  body: '<?xml version="1.0" encoding="UTF-8"?><Response/>',
};

export function readTwilio(call: Call, account: TwilioAccount): Heard {
  const form = new URLSearchParams(call.body.toString('utf8'));
  proveTwilio(call.url.href, form, header(call.headers, 'x-twilio-signature'), account.authToken);
  if (form.get('AccountSid') !== account.accountSid) throw new Refused(401, 'The account is another.');
  const id = form.get('MessageSid') ?? form.get('SmsSid');
  if (!id) throw new Refused(400, 'There is no MessageSid.');
  const state = form.get('MessageStatus');
  return {
    events: state === null ? [messageOf(id, form)] : receiptsOf(id, state, form, call),
    answer: nothing,
  };
}

/**
 * HMAC-SHA1 over the address as it was called and every field in the order of its name.
 * https://www.twilio.com/docs/usage/security#validating-requests
 * @throws Refused 401
 */
export function proveTwilio(url: string, form: URLSearchParams, signature: string, authToken: string): void {
  const names = [...new Set(form.keys())].sort();
  const signed = names
    .map((name) =>
      [...new Set(form.getAll(name))]
        .sort()
        .map((value) => name + value)
        .join(''),
    )
    .join('');
  if (!isHmac('sha1', authToken, url + signed, signature, 'base64')) {
    throw new Refused(
      401,
      'The signature is not Twilio’s, or PUBLIC_URL is not the address that Twilio calls.',
    );
  }
}

function messageOf(id: string, form: URLSearchParams): Event {
  const from = form.get('From') ?? '';
  const count = Math.min(mostFiles, Number(form.get('NumMedia') ?? 0) || 0);
  const files = Array.from({ length: count }, (_, index) => ({
    name: 'file',
    contentType: form.get(`MediaContentType${index}`) ?? undefined,
    place: form.get(`MediaUrl${index}`) ?? '',
  })).filter(({ place }) => place !== '');
  return {
    kind: 'message',
    id,
    from: { id: from },
    chat: from,
    text: form.get('Body') ?? '',
    ...(files.length > 0 && { files }),
  };
}

function receiptsOf(messageId: string, state: string, form: URLSearchParams, call: Call): Event[] {
  const key = call.url.searchParams.get('key') ?? undefined;
  if (state === 'failed' || state === 'undelivered') {
    const code = form.get('ErrorCode');
    return [
      {
        kind: 'receipt',
        messageId,
        key,
        failure: code ? `Twilio's error ${code}.` : 'Twilio does not say why.',
      },
    ];
  }
  return ['sent', 'delivered', 'read'].includes(state) ? [{ kind: 'receipt', messageId, key }] : [];
}
