/** Takes the shop's word for who writes: a signed token binds a channel's user to the shop's customer. */
import { hasCode, ShopdeskError } from '../core/errors.ts';
import { emailAddress } from './email-address.ts';
import type { CustomerKeeper } from './keeper.ts';
import { loadPersons } from './load.ts';
import { mergeCustomers } from './merge.ts';
import type { CustomerProfile } from './profile.ts';
import {
  addAddress,
  type ChannelUser,
  channelKey,
  customerOfUser,
  ensureRecord,
  insertIdentity,
} from './records.ts';

/** What a signed token says. */
export interface Vouched {
  readonly shopCustomerId: string;
  readonly name?: string | undefined;
  readonly email?: string | undefined;
}

/**
 * Binds the channel's user to the customer; a record that the user had before, as a visitor who registered, becomes
 * the same person. Does nothing when it is bound already.
 *
 * @returns undefined for a customer who asked to be forgotten: they go on as a visitor.
 * @throws ShopdeskError `customers.conflict` when this user is already another customer of the shop: such a chat is not
 * handed over, a new one must be begun.
 */
export async function vouchFor(
  keeper: CustomerKeeper,
  user: ChannelUser,
  { shopCustomerId, name, email }: Vouched,
): Promise<CustomerProfile | undefined> {
  const before = await customerOfUser(keeper, user);
  if (before?.shopCustomerIds.includes(shopCustomerId)) return before;
  if (before && before.shopCustomerIds.length > 0) {
    throw new ShopdeskError('customers.conflict', 'This chat belongs to another customer of the shop.', {
      remedy: 'Begin a new chat.',
    });
  }
  const recordId = await ensureRecord(
    keeper,
    { kind: 'shop', value: shopCustomerId },
    'signed',
    name === undefined ? {} : { name },
  ).catch((error: unknown) => {
    if (hasCode(error, 'customers.erased')) return undefined;
    throw error;
  });
  if (recordId === undefined) return undefined;
  if (before) {
    await mergeCustomers(keeper, {
      from: before.id,
      into: recordId,
      proof: 'signed',
      evidence: `shop ${shopCustomerId}`,
    });
  }
  const address = emailAddress(email);
  await keeper.database.write([
    ...(before
      ? []
      : [insertIdentity(keeper, recordId, { kind: 'channel', value: channelKey(user) }, 'signed')]),
    ...(address === undefined ? [] : [addAddress(keeper, recordId, address, 'signed')]),
  ]);
  return (await loadPersons(keeper, [recordId]))[0] ?? customerOfUser(keeper, user);
}
