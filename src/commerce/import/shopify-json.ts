/** Shopify: products as its Admin API and exports write them, one offer per variant. */
import { z } from 'zod';
import { ShopdeskError } from '../../core/errors.ts';
import { present, priceOf, readingOf, requireNamed } from './fields.ts';
import { gtinOf } from './gtin.ts';
import { jsonElements } from './json-elements.ts';
import type { Availability, Bytes, RawOffer, Read, SourceOptions } from './offer-source.ts';
import { plainText } from './plain-text.ts';
import { once, refusal } from './refusal.ts';

/** Streams the offers of `{products: […]}`, `[…]`, or one product. Prices carry no currency there. */
export async function* readShopifyProducts(
  bytes: Bytes,
  options: SourceOptions,
): AsyncGenerator<Read<RawOffer>> {
  const isNew = once();
  for await (const { row, value } of jsonElements(bytes, ['products', 'product'])) {
    try {
      for (const item of offersOf(parseProduct(value), options)) {
        isNew(item.id);
        yield { kind: 'read', row, item };
      }
    } catch (error) {
      yield refusal(row, error);
    }
  }
}

const text = z
  .union([z.string(), z.number().transform(String), z.null().transform(() => '')])
  .optional()
  .transform((value) => value ?? '');
const variant = z.object({
  id: text,
  title: text,
  price: text,
  compare_at_price: text,
  sku: text,
  barcode: text,
  option1: text,
  option2: text,
  option3: text,
  inventory_quantity: z.number().nullish(),
  inventory_management: z.string().nullish(),
  inventory_policy: z.string().nullish(),
  taxable: z.boolean().nullish(),
});
const productShape = z.object({
  id: text,
  title: text,
  body_html: text,
  vendor: text,
  product_type: text,
  status: z.string().nullish(),
  published_at: z.string().nullish(),
  image: z.object({ src: text }).nullish(),
  images: z.array(z.object({ src: text })).nullish(),
  options: z.array(z.object({ name: text })).nullish(),
  variants: z.array(variant).min(1),
});
type Product = z.output<typeof productShape>;

function parseProduct(value: unknown): Product {
  const parsed = productShape.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new ShopdeskError(
    'import.shape',
    `Not a Shopify product: ${parsed.error.issues[0]?.path.join('.') ?? 'unknown'}.`,
  );
}

const untaxed = { taxed: 'nothing' } as const;

function* offersOf(product: Product, options: SourceOptions): Generator<RawOffer> {
  const title = plainText(product.title);
  const reading = { ...readingOf(options), decimal: '.' as const };
  const colourAt = (product.options ?? []).findIndex(({ name }) => /^colou?r$/iu.test(name));
  for (const variant of product.variants) {
    const id = variant.id || variant.sku;
    requireNamed(id, title);
    const price = priceOf(variant.price, 'price', reading);
    const before = priceOf(variant.compare_at_price, 'compare_at_price', reading);
    const own = plainText(variant.title);
    yield {
      id,
      title: own === '' || own === 'Default Title' ? title : `${title} - ${own}`,
      description: plainText(product.body_html),
      categories: product.product_type === '' ? [] : [plainText(product.product_type)],
      availability: availabilityOfVariant(variant),
      published: product.published_at !== null && (product.status ?? 'active') === 'active',
      ...present({
        price,
        regularPrice: price && before && before.minor > price.minor ? before : undefined,
        brand: plainText(product.vendor),
        tax: variant.taxable === false ? untaxed : undefined,
        sku: variant.sku,
        gtin: gtinOf(variant.barcode),
        colour: plainText([variant.option1, variant.option2, variant.option3][colourAt] ?? ''),
        image: product.image?.src ?? product.images?.[0]?.src,
      }),
    };
  }
}

/** Without inventory management Shopify sells without counting. */
function availabilityOfVariant(variant: z.output<typeof productShape>['variants'][number]): Availability {
  if (variant.inventory_management == null || (variant.inventory_quantity ?? 0) > 0) return 'in-stock';
  return variant.inventory_policy === 'continue' ? 'backorder' : 'out-of-stock';
}
