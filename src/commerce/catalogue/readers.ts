/** Which reader understands which kind of source. */
import { ShopdeskError } from '../../core/errors.ts';
import type { Bytes, RawOffer, Read, SourceOptions } from '../import/offer-source.ts';
import { readWooCommerceCsv } from '../import/woocommerce-csv.ts';
import { readOrdersCsv } from '../orders/orders-csv.ts';
import type { RawOrder } from '../orders/raw-order.ts';
import type { OfferKind, OrderKind } from './kinds.ts';

type Reader<Item> = (bytes: Bytes, options: SourceOptions) => AsyncIterable<Read<Item>>;

export const offerReaders: Partial<Readonly<Record<OfferKind, Reader<RawOffer>>>> = {
  'woocommerce-csv': readWooCommerceCsv,
};

export const orderReaders: Partial<Readonly<Record<OrderKind, Reader<RawOrder>>>> = {
  'orders-csv': readOrdersCsv,
};

export function readOffers(
  kind: OfferKind,
  bytes: Bytes,
  options: SourceOptions,
): AsyncIterable<Read<RawOffer>> {
  const read = offerReaders[kind];
  if (!read) throw unreadable(kind);
  return read(bytes, options);
}

export function readOrders(
  kind: OrderKind,
  bytes: Bytes,
  options: SourceOptions,
): AsyncIterable<Read<RawOrder>> {
  const read = orderReaders[kind];
  if (!read) throw unreadable(kind);
  return read(bytes, options);
}

function unreadable(kind: string): ShopdeskError {
  return new ShopdeskError('import.kind', `There is no reader for ${kind}.`);
}
