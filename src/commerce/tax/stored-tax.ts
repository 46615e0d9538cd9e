/** Taxes as the store keeps them: JSON in one column, read back with the same care as any input. */
import { z } from 'zod';
import type { Row } from '../../store/index.ts';
import type { OfferTax, TaxRate } from './tax.ts';

/** One rate as a merchant or a feed states it. */
export const taxRateShape = z.object({
  country: z
    .string()
    .regex(/^[A-Z]{2}$/u)
    .describe('ISO 3166-1 alpha-2'),
  region: z.string().min(1).max(20).optional().describe('Code of the state or province, such as MA'),
  class: z.string().min(1).max(100).optional().describe('Class of goods as the shop names it'),
  percent: z
    .string()
    .regex(/^\d{1,3}(?:\.\d{1,6})?$/u)
    .describe('Exact decimal: 6.25'),
  onShipping: z.boolean().default(false).describe('Shipping is taxed, too'),
});
const offerTaxShape = z.object({
  included: z.boolean().optional(),
  taxed: z.enum(['shipping', 'nothing']).optional(),
  class: z.string().optional(),
  rates: z.array(taxRateShape).optional(),
});

/** Undefined when nothing is stated. */
export function offerTaxIn(value: Row[string] | undefined): OfferTax | undefined {
  return typeof value === 'string' ? offerTaxShape.parse(JSON.parse(value)) : undefined;
}

export function taxRatesIn(value: Row[string] | undefined): readonly TaxRate[] | undefined {
  return typeof value === 'string' ? z.array(taxRateShape).parse(JSON.parse(value)) : undefined;
}
