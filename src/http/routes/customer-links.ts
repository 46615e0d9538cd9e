/** What links in mails and chats open: confirming an address, leaving a mailing, one's own data as a file. */
import { z } from 'zod';
import { ShopdeskError } from '../../core/errors.ts';
import type { Language } from '../../core/language.ts';
import {
  type CustomerKeeper,
  confirmAddress,
  customerOfUser,
  findCustomer,
  isLinkSpent,
  languageOfProof,
  type Privacy,
  readLink,
  readUnsubscribe,
  spendLink,
  unsubscribe,
} from '../../customers/index.ts';
import { defineRoute, HttpReply, type Route } from '../api/index.ts';
import { pageReply } from '../page.ts';

export interface CustomerLinkParts {
  readonly keeper: CustomerKeeper;
  readonly privacy: Privacy;
  /** A sentence of the merchant's in this language. */
  readonly say: (key: string, language: Language, blanks?: Readonly<Record<string, string>>) => string;
}

const params = z.object({ token: z.string().max(1_000) });
const perMinute = 60;

export function customerLinkRoutes({ keeper, privacy, say }: CustomerLinkParts): Route[] {
  const tag = 'Links for customers';

  /** A page whose three sentences begin with the same key. */
  const page = (
    key: string,
    language: Language,
    blanks: Readonly<Record<string, string>> = {},
    button = true,
  ) =>
    pageReply({
      language,
      title: say(`${key}.title`, language, blanks),
      text: say(`${key}.text`, language, blanks),
      ...(button && { button: say(`${key}.button`, language, blanks) }),
    });
  const goneKey = 'page.link-over';
  const gone = () =>
    pageReply(
      { language: 'en', title: say(`${goneKey}.title`, 'en'), text: say(`${goneKey}.text`, 'en') },
      410,
    );

  async function showUnsubscribe(token: string): Promise<HttpReply> {
    const link = await readUnsubscribe(keeper, token);
    if (!link) return gone();
    return page('page.unsubscribe', link.customer?.language ?? 'en');
  }

  async function doUnsubscribe(token: string): Promise<HttpReply> {
    const link = await readUnsubscribe(keeper, token);
    if (!link) return gone();
    const { customer, purpose, channel } = link;
    if (customer) await unsubscribe(keeper, { customer, purpose, channel }, 'List-Unsubscribe=One-Click');
    return page('page.unsubscribed', customer?.language ?? 'en', {}, false);
  }

  async function confirm(token: string): Promise<HttpReply> {
    const [proofId] = readLink(keeper, 'confirm', token) ?? [];
    const confirmed = proofId === undefined ? undefined : await confirmAddress(keeper, proofId);
    if (!confirmed) return gone();
    const customer = await findCustomer(keeper, confirmed.customerId);
    return page('page.confirmed', customer?.language ?? 'en', { email: confirmed.email }, false);
  }

  return [
    defineRoute({
      method: 'get',
      path: '/api/customers/confirm/{token}',
      access: 'anyone',
      tag,
      summary: 'The page on which a customer confirms their address',
      params,
      perMinute,
      async handle({ params: { token } }) {
        const [proofId = ''] = readLink(keeper, 'confirm', token) ?? [];
        const language = await languageOfProof(keeper, proofId);
        return language ? page('page.confirm', language) : gone();
      },
    }),
    defineRoute({
      method: 'post',
      path: '/api/customers/confirm/{token}',
      access: 'anyone',
      tag,
      summary: 'Confirms the address that a customer registered with',
      params,
      perMinute,
      handle: ({ params: { token } }) => confirm(token),
    }),
    defineRoute({
      method: 'get',
      path: '/api/unsubscribe/{token}',
      access: 'anyone',
      tag,
      summary: 'The page on which a customer leaves a mailing',
      params,
      perMinute,
      handle: ({ params: { token } }) => showUnsubscribe(token),
    }),
    defineRoute({
      method: 'post',
      path: '/api/unsubscribe/{token}',
      access: 'anyone',
      tag,
      summary: 'Leaves a mailing with one click, as mail programs do it (RFC 8058)',
      params,
      crossOrigin: true,
      perMinute,
      handle: ({ params: { token } }) => doUnsubscribe(token),
    }),
    defineRoute({
      method: 'get',
      path: '/api/my-data/{token}',
      access: 'anyone',
      tag,
      summary: 'The page on which a customer gets everything that is kept of them',
      params,
      perMinute,
      async handle({ params: { token } }) {
        const fields = readLink(keeper, 'export', token);
        if (!fields || (await isLinkSpent(keeper, token))) return gone();
        return page('page.my-data', fields[2] === 'zh' ? 'zh' : 'en');
      },
    }),
    defineRoute({
      method: 'post',
      path: '/api/my-data/{token}',
      access: 'anyone',
      tag,
      summary:
        'Everything that is kept of a customer, as one JSON file, by the link they got in their chat; once',
      params,
      perMinute: 10,
      async handle({ params: { token } }) {
        const [channel, userId] = (await spendLink(keeper, 'export', token)) ?? [];
        if (channel === undefined || userId === undefined) return gone();
        const user = { channel, userId };
        const data = await privacy.exportOf({ customer: await customerOfUser(keeper, user), user });
        if (data.tables.length === 0) return gone();
        return dataFile(data);
      },
    }),
  ];
}

/** The export as a file to keep. */
export function dataFile(data: object): HttpReply {
  return new HttpReply(
    200,
    {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Disposition': 'attachment; filename="my-data.json"',
      'Referrer-Policy': 'no-referrer',
      'X-Robots-Tag': 'noindex',
    },
    JSON.stringify(data, null, 2),
  );
}

export function unknownCustomer(): ShopdeskError {
  return new ShopdeskError('customers.unknown', 'There is no such customer.');
}
