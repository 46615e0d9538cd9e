/** Leaving a mailing with one click (RFC 8058), and the links and headers that offer it. */
import { type Purpose, purposeOf, type ReachChannel } from './consent.ts';
import { consentStatements } from './consents.ts';
import type { CustomerKeeper } from './keeper.ts';
import { findCustomer } from './load.ts';
import type { CustomerProfile } from './profile.ts';
import { readLink, signLink } from './signed-link.ts';

export interface Unsubscribing {
  /** For the end of the mail: a page with one button. */
  readonly url: string;
  /** To be sent with the mail: RFC 2369 and RFC 8058; the latter needs both to be covered by DKIM. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * What a mail of this purpose must carry. The link never ends: an old mail must be able to stop the next one.
 * @param address under which shoppers reach the server.
 */
export function unsubscribing(
  keeper: Pick<CustomerKeeper, 'key' | 'clock'>,
  address: string,
  {
    customerId,
    purpose,
    channel = 'email',
  }: { customerId: string; purpose: Purpose; channel?: ReachChannel },
): Unsubscribing {
  const token = signLink(keeper, 'unsubscribe', [customerId, purpose, channel]);
  const url = `${address}/api/unsubscribe/${token}`;
  return {
    url,
    headers: { 'List-Unsubscribe': `<${url}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
  };
}

/** What a link is for; undefined for a forged one. The customer is missing when they were erased since. */
export async function readUnsubscribe(
  keeper: CustomerKeeper,
  token: string,
): Promise<{ customer: CustomerProfile | undefined; purpose: Purpose; channel: string } | undefined> {
  const [customerId, purposeName, channel] = readLink(keeper, 'unsubscribe', token) ?? [];
  const purpose = purposeOf(purposeName ?? '');
  if (customerId === undefined || channel === undefined || !purpose) return undefined;
  return { customer: await findCustomer(keeper, customerId), purpose, channel };
}

/** Withdraws the consent that the mail was sent by. Done twice it is done. */
export async function unsubscribe(
  keeper: CustomerKeeper,
  { customer, purpose, channel }: { customer: CustomerProfile; purpose: Purpose; channel: string },
  wording: string,
): Promise<void> {
  await keeper.database.write(
    consentStatements(keeper, customer.id, [
      {
        purpose,
        channel,
        granted: false,
        givenIn: 'mail:unsubscribe',
        wording,
        language: customer.language ?? 'en',
      },
    ]),
  );
}
