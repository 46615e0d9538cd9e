/** SMS, over Twilio. https://www.twilio.com/docs/messaging/api/message-resource */
import { type Channel, type Part, SendFailure } from '../channel.ts';
import { fetchBounded } from '../fetch-bounded.ts';
import { flatText } from '../flat-text.ts';
import { plain, writePieces, writeText } from '../markdown/write.ts';
import type { Phrase } from '../phrases.ts';
import { callApi, textOf } from '../platform-api.ts';
import type { Reply } from '../reply.ts';
import { fitsGsm, gsmDialect } from './gsm.ts';
import { readTwilio } from './webhook.ts';

export interface TwilioOptions {
  readonly accountSid: string;
  readonly authToken: string;
  /** A number, or the SID of a messaging service. */
  readonly from: string;
  /** Where Twilio reports what became of a message; without it nothing is reported. */
  readonly webhookUrl: string | undefined;
  readonly apiRoot: string;
}

/** Of one message, which travels in up to ten segments. */
const textLimit = 1_600;
/** Errors that pass: too many messages, or a queue that is full. https://www.twilio.com/docs/api/errors */
const passing = new Set([20429, 14107, 30001, 30022]);

/** Each message costs the shop, and most shoppers a ring: one for all that is said to one of theirs. */
function renderSms(replies: readonly Reply[], phrase: Phrase): Part[] {
  const blocks = flatText(replies, phrase);
  const dialect = fitsGsm(writeText(blocks, plain)) ? gsmDialect : plain;
  return writePieces(blocks, dialect, textLimit).map((Body) => ({
    call: 'Messages.json',
    body: { Body },
  }));
}

export function createTwilioSms({
  accountSid,
  authToken,
  from,
  webhookUrl,
  apiRoot,
}: TwilioOptions): Channel {
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
  return {
    name: 'sms',
    shows: { buttons: 'numbered', cards: 'text', files: 'link', markdown: false, textLimit },
    webhook: (call) => readTwilio(call, { accountSid, authToken }),
    render: (reply, phrase) => renderSms([reply], phrase),
    renderTurn: renderSms,
    async send({ call, body }, { chat }, { key }) {
      const form = new URLSearchParams({
        To: chat,
        [from.startsWith('MG') ? 'MessagingServiceSid' : 'From']: from,
        Body: String(body.Body),
        ...(webhookUrl && { StatusCallback: `${webhookUrl}?key=${encodeURIComponent(key)}` }),
      });
      const url = `${apiRoot}/2010-04-01/Accounts/${accountSid}/${call}`;
      const { status, json } = await callApi(url, { headers: { authorization }, body: form });
      if (status < 300) return { messageId: textOf(json, 'sid') };
      const isPassing = passing.has(Number(textOf(json, 'code')));
      throw new SendFailure(
        isPassing ? 'later' : 'never',
        textOf(json, 'message') ?? `Twilio answered ${status}.`,
      );
    },
    /** Media lie behind the account's own password, which goes to Twilio alone. */
    async fetchFile(url, mostBytes) {
      if (!url.startsWith(`${apiRoot}/`))
        throw new SendFailure('never', 'The file does not lie with Twilio.');
      return fetchBounded(url, mostBytes, { authorization });
    },
    repeats: webhookUrl ? 'receipt' : 'again',
    ...(from.startsWith('+') && {
      invite: (code: string) => `sms:${from}?&body=${encodeURIComponent(code)}`,
    }),
  };
}
