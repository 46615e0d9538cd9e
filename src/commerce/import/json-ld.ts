/** schema.org products in the JSON-LD of a shop's page. */
import { load } from 'cheerio';
import { messageOf, ShopdeskError } from '../../core/errors.ts';
import type { Money } from '../../core/money.ts';
import type { OfferTax } from '../tax/tax.ts';
import {
  availabilityOf,
  categoryPath,
  conditionOf,
  present,
  priceOf,
  readingOf,
  webAddress,
} from './fields.ts';
import { gtinOf } from './gtin.ts';
import type { RawOffer, Read, SourceOptions } from './offer-source.ts';
import { plainText } from './plain-text.ts';
import { once, refusal } from './refusal.ts';

/** A page is a page: beyond this many characters it is refused. */
const largestPage = 5_000_000;

/** The offers of one page; `address` is the page's own, for offers that name none. Throws `import.record`. */
export function readJsonLdPage(
  html: string,
  options: SourceOptions & { readonly address?: string },
): Read<RawOffer>[] {
  if (html.length > largestPage)
    throw new ShopdeskError('import.record', `The page has more than ${largestPage} characters.`);
  const isNew = once();
  const reads: Read<RawOffer>[] = [];
  const page = load(html);
  for (const [at, script] of page('script[type="application/ld+json"]').toArray().entries()) {
    try {
      for (const product of productsIn(parse(page(script).text()))) {
        const item = offerOf(product, options);
        isNew(item.id);
        reads.push({ kind: 'read', row: at + 1, item });
      }
    } catch (error) {
      reads.push(refusal(at + 1, error));
    }
  }
  return reads;
}

type Node = Readonly<Record<string, unknown>>;

/** Shops wrap the JSON in comments and CDATA marks, and leave raw line breaks in texts. */
function parse(source: string): unknown {
  const json = source
    .replace(/^\s*(?:\/\/\s*)?(?:<!\[CDATA\[|<!--)/u, '')
    .replace(/(?:\/\/\s*)?(?:\]\]>|-->)\s*$/u, '')
    .replace(/[\r\n\t]+/gu, ' ');
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new ShopdeskError('import.syntax', `The page's JSON-LD is not JSON: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function* productsIn(value: unknown, depth = 0): Generator<Node> {
  if (depth > 12) return;
  if (Array.isArray(value)) for (const member of value) yield* productsIn(member, depth + 1);
  if (!isNode(value)) return;
  const types = [value['@type']].flat();
  if (types.includes('ProductGroup') && value.hasVariant !== undefined)
    yield* productsIn(value.hasVariant, depth + 1);
  else if (types.some((type) => /(?:^|\/)(?:Product|IndividualProduct|ProductModel)$/u.test(String(type))))
    yield value;
  else
    for (const key of ['@graph', 'mainEntity', 'itemListElement', 'item'])
      yield* productsIn(value[key], depth + 1);
}

function offerOf(product: Node, options: SourceOptions & { readonly address?: string }): RawOffer {
  const title = plainText(textIn(product.name));
  if (title === '') throw new ShopdeskError('import.title', 'The product has no name.');
  const offer = firstNode(product.offers) ?? {};
  const gtin = ['gtin', 'gtin14', 'gtin13', 'gtin12', 'gtin8', 'isbn']
    .map((key) => gtinOf(textIn(product[key] ?? offer[key])))
    .find((code) => code !== undefined);
  const url =
    webAddress(textIn(offer.url)) ?? webAddress(textIn(product.url)) ?? webAddress(options.address ?? '');
  const id = textIn(product.sku) || textIn(product.productID) || gtin || textIn(product['@id']) || url || '';
  if (id === '') throw new ShopdeskError('import.id', 'The product has neither sku, GTIN nor address.');
  return {
    id,
    title,
    description: plainText(textIn(product.description)),
    categories: categoryPath(plainText(textIn(product.category))),
    availability: availabilityOf(textIn(offer.availability)),
    published: true,
    ...present({
      price: askedPrice(offer, options),
      brand: plainText(textIn(firstNode(product.brand)?.name ?? product.brand)),
      tax: taxOf(offer),
      gtin,
      mpn: textIn(product.mpn),
      sku: textIn(product.sku),
      colour: plainText(textIn(product.color)),
      condition: conditionOf(textIn(offer.itemCondition ?? product.itemCondition)),
      url,
      image: webAddress(textIn(firstNode(product.image)?.url ?? [product.image].flat()[0])),
    }),
  };
}

/** An Offer's price, an AggregateOffer's lowest, or the first of its offers or price specifications. */
function askedPrice(offer: Node, options: SourceOptions): Money | undefined {
  const specification = firstNode(offer.priceSpecification);
  const stated = [offer.price, offer.lowPrice, specification?.price].map(textIn).find((text) => text !== '');
  if (stated === undefined) {
    const inner = firstNode(offer.offers);
    return inner ? askedPrice(inner, options) : undefined;
  }
  const currency = textIn(offer.priceCurrency) || textIn(specification?.priceCurrency);
  // A number is written with a point; a text as the shop pleases.
  const isNumber = [offer.price, offer.lowPrice, specification?.price].some(
    (price) => typeof price === 'number',
  );
  return priceOf(stated, 'price', {
    ...(currency === '' ? readingOf(options) : { currency }),
    ...(isNumber && { decimal: '.' }),
  });
}

/** `valueAddedTaxIncluded` of the offer or its price specification. */
function taxOf(offer: Node): OfferTax | undefined {
  const stated = [offer, ...[offer.priceSpecification].flat().filter(isNode)]
    .map(({ valueAddedTaxIncluded }) => valueAddedTaxIncluded)
    .find((value) => value !== undefined);
  if (stated === undefined) return undefined;
  return { included: stated === true || /^(?:true|https?:\/\/schema\.org\/True)$/iu.test(textIn(stated)) };
}

function firstNode(value: unknown): Node | undefined {
  return [value].flat().find(isNode);
}

function textIn(value: unknown): string {
  if (Array.isArray(value)) return textIn(value[0]);
  if (isNode(value)) return textIn(value['@value'] ?? value['@id'] ?? value.name);
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}
