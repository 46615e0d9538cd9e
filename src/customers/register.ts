/** Registration: an address and nothing else. It is only said until its owner opens the mail. */
import { forgetErased } from './erased.ts';
import type { CustomerKeeper } from './keeper.ts';
import { addAddress, touch } from './records.ts';

/** @throws ShopdeskError `customers.address` for what is no address. */
export async function registerAddress(
  keeper: CustomerKeeper,
  recordId: string,
  email: string,
): Promise<void> {
  await keeper.database.write([
    addAddress(keeper, recordId, email, 'said'),
    touch(keeper, recordId),
    // Whoever comes back of their own will is no longer one who asked to be forgotten.
    forgetErased(keeper, { kind: 'email', value: email }),
  ]);
}
