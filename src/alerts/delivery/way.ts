/** A way to a customer: finds an address that may be used now, and sends to it once. */
import type { CustomerProfile } from '../../customers/index.ts';
import type { Statement } from '../../store/index.ts';
import type { StoredAlert } from '../alert-store.ts';
import type { OutboxMessage, Outcome } from '../outbox/message.ts';
import type { AlertChannel } from '../reach.ts';
import type { Words } from '../words/words.ts';

export interface Parcel {
  readonly message: OutboxMessage;
  readonly person: CustomerProfile;
  /** What it tells, the best first. */
  readonly alerts: readonly StoredAlert[];
  readonly words: Words;
}

/** A way that is open: either it sends within our own store, or it calls the outside world. */
export type OpenWay =
  | {
      readonly kind: 'own';
      readonly channel: AlertChannel;
      readonly address: string;
      /** Sends and commits `with` in one step. @throws ShopdeskError `store.conflict` when the message is not ours. */
      commit(sent: (as: string) => readonly Statement[]): Promise<void>;
    }
  | {
      readonly kind: 'outside';
      readonly channel: AlertChannel;
      readonly address: string;
      send(): Promise<Outcome>;
      /** When the address is gone for good. */
      gone?(): readonly Statement[];
    };

/** @returns undefined when the customer has no such address, or it is not the moment for this way. */
export type FindWay = (parcel: Parcel) => Promise<OpenWay | undefined>;
