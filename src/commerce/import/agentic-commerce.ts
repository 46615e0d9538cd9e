/** The Agentic Commerce Protocol's product feed: products with variants, prices in minor units. */
import { z } from 'zod';
import { ShopdeskError } from '../../core/errors.ts';
import { moneyOf } from '../../core/money.ts';
import { availabilityOf, conditionOf, present, requireNamed, webAddress } from './fields.ts';
import { gtinOf } from './gtin.ts';
import { jsonElements } from './json-elements.ts';
import type { Bytes, RawOffer, Read } from './offer-source.ts';
import { plainText } from './plain-text.ts';
import { once, refusal } from './refusal.ts';

/** Streams the offers, one per variant. */
export async function* readAgenticFeed(bytes: Bytes): AsyncGenerator<Read<RawOffer>> {
  const isNew = once();
  for await (const { row, value } of jsonElements(bytes, ['products'])) {
    try {
      for (const item of offersOf(value)) {
        isNew(item.id);
        yield { kind: 'read', row, item };
      }
    } catch (error) {
      yield refusal(row, error);
    }
  }
}

const price = z.object({ amount: z.number(), currency: z.string() });
const described = z.object({
  plain: z.string().optional(),
  html: z.string().optional(),
  markdown: z.string().optional(),
});
const media = z.array(z.object({ type: z.string().optional(), url: z.string() })).optional();
const variantShape = z.object({
  id: z.string(),
  title: z.string().optional(),
  description: described.optional(),
  url: z.string().optional(),
  barcodes: z.array(z.object({ type: z.string(), value: z.string() })).optional(),
  price: price.optional(),
  list_price: price.optional(),
  availability: z.object({ available: z.boolean().optional(), status: z.string().optional() }).optional(),
  condition: z.union([z.string(), z.array(z.string())]).optional(),
  categories: z.array(z.object({ value: z.string() })).optional(),
  variant_options: z.array(z.object({ name: z.string(), value: z.string() })).optional(),
  media,
});
const productShape = z.object({
  id: z.string(),
  title: z.string().optional(),
  description: described.optional(),
  url: z.string().optional(),
  brand: z.string().optional(),
  media,
  variants: z.array(variantShape).min(1),
});

function* offersOf(value: unknown): Generator<RawOffer> {
  const parsed = productShape.safeParse(value);
  if (!parsed.success) {
    throw new ShopdeskError(
      'import.shape',
      `Not a product of the protocol: ${parsed.error.issues[0]?.path.join('.') ?? 'unknown'}.`,
    );
  }
  const product = parsed.data;
  for (const variant of product.variants) {
    const title = plainText(variant.title ?? product.title ?? '');
    requireNamed(variant.id, title);
    const asked = variant.price && moneyOf(variant.price.amount, variant.price.currency.toUpperCase());
    if (asked && asked.minor < 0) throw new ShopdeskError('money.negative', 'price: below zero.');
    const before =
      variant.list_price && moneyOf(variant.list_price.amount, variant.list_price.currency.toUpperCase());
    const picture = [...(variant.media ?? []), ...(product.media ?? [])].find(
      ({ type }) => type === undefined || type === 'image',
    );
    yield {
      id: variant.id,
      title,
      description: textOf(variant.description) || textOf(product.description),
      categories: (variant.categories ?? [])
        .slice(0, 1)
        .flatMap(({ value: path }) => plainText(path).split(/\s*>\s*/u)),
      availability: variant.availability?.status
        ? availabilityOf(variant.availability.status)
        : stockOf(variant.availability?.available),
      published: true,
      ...present({
        price: asked,
        regularPrice: asked && before && before.minor > asked.minor ? before : undefined,
        brand: plainText(product.brand ?? ''),
        gtin: (variant.barcodes ?? [])
          .map(({ value: code }) => gtinOf(code))
          .find((code) => code !== undefined),
        condition: conditionOf([variant.condition ?? ''].flat().join(' ')),
        colour: variant.variant_options?.find(({ name }) => /^colou?r$/iu.test(name))?.value,
        url: webAddress(variant.url ?? product.url ?? ''),
        image: webAddress(picture?.url ?? ''),
      }),
    };
  }
}

function stockOf(available: boolean | undefined): RawOffer['availability'] {
  if (available === undefined) return 'unknown';
  return available ? 'in-stock' : 'out-of-stock';
}

function textOf(source: z.output<typeof described> | undefined): string {
  return plainText(source?.plain ?? source?.html ?? source?.markdown ?? '');
}
