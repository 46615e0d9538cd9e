/** One order as the shop's own system states it; what readers of order exports yield. */
import type { Money } from '../../core/money.ts';

export type OrderStatus =
  | 'placed'
  | 'packed'
  | 'shipped'
  | 'delivered'
  | 'cancelled'
  | 'returned'
  | 'unknown';

export interface RawOrder {
  /** The shop's own id of the order. */
  readonly id: string;
  /** As the shopper knows it: `#1001`, `NS-20417`. */
  readonly number: string;
  /** The shop's id of the customer; else the e-mail address stands for them. */
  readonly customer?: string | undefined;
  readonly email?: string | undefined;
  readonly status: OrderStatus;
  /** Milliseconds since the epoch, as are all times here. */
  readonly placedAt: number;
  readonly packedAt?: number | undefined;
  readonly shippedAt?: number | undefined;
  readonly deliveredAt?: number | undefined;
  readonly cancelledAt?: number | undefined;
  /** ISO date. */
  readonly expectedOn?: string | undefined;
  readonly carrier?: string | undefined;
  readonly trackingNumber?: string | undefined;
  readonly trackingUrl?: string | undefined;
  readonly total?: Money | undefined;
  readonly lines: readonly RawOrderLine[];
  /** When the shop's system said so, where it tells: what it had said before is known to be older. */
  readonly toldAt?: number | undefined;
}

export interface RawOrderLine {
  /** The id of the offer in the shop's own catalogue, when the line names it. */
  readonly offer?: string | undefined;
  readonly title: string;
  readonly quantity: number;
  /** How many of them came back. */
  readonly returned?: number | undefined;
  /** Of one. */
  readonly price?: Money | undefined;
  readonly artist?: string | undefined;
  readonly brand?: string | undefined;
  readonly category?: string | undefined;
}
