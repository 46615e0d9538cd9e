/** The currency a shopper counts in: the one they name, else that of their price limit, else the shop's own. */
import type { OfferRequest } from '../commerce/index.ts';

const names: readonly (readonly [RegExp, string])[] = [
  [/\beuros?\b|\beur\b|€|欧元/iu, 'EUR'],
  [/\bpounds?(?: sterling)?\b|\bgbp\b|£|英镑/iu, 'GBP'],
  [/\byuan\b|\brmb\b|\bcny\b|\brenminbi\b|人民币/iu, 'CNY'],
  [/\byen\b|\bjpy\b|日元/iu, 'JPY'],
  [/\bcanadian dollars?\b|\bcad\b|加元/iu, 'CAD'],
  [/\baustralian dollars?\b|\baud\b|澳元/iu, 'AUD'],
  [/\b(?:swiss )?francs?\b|\bchf\b|瑞士法郎/iu, 'CHF'],
  [/\b(?:us )?dollars?\b|\busd\b|美元/iu, 'USD'],
];
const asking =
  /\b(?:in|into|as|to)\s+(?:swiss |us |canadian |australian )?(?:euros?|eur|pounds?|gbp|yuan|rmb|cny|renminbi|yen|jpy|dollars?|usd|cad|aud|francs?|chf)\b|(?:用|以|按|换成|折合)\s*(?:欧元|英镑|人民币|日元|加元|澳元|瑞士法郎|美元)/iu;

/** The currency named in "…in euros", and the text without it: it says nothing of the product. */
export function currencyNamed(text: string): {
  readonly currency: string | undefined;
  readonly rest: string;
} {
  const [phrase] = asking.exec(text) ?? [];
  const currency = phrase && names.find(([name]) => name.test(phrase))?.[1];
  return currency === undefined || phrase === undefined
    ? { currency: undefined, rest: text }
    : { currency, rest: text.replace(phrase, ' ') };
}

/** Of `under 50 euros`, though the shop counts in dollars: euros. */
export function currencyOfLimit({ price: { min, max } }: OfferRequest): string | undefined {
  return max?.currency ?? min?.currency;
}
