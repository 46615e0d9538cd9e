/** A request that only adds to the one before: "and double ones?", "what about with Bluetooth". */
import { leanOnPrevious, type Turn } from '../../src/kit.ts';
import { freshlyShown } from '../about-shown/shown.ts';
import { withCatalogueNames } from './catalogue-names.ts';

/** The whole request; undefined unless something has all of it that was not shown already just so. */
export async function narrowedRequest(turn: Turn): Promise<string | undefined> {
  const { shop, text } = turn;
  const shown = freshlyShown(turn);
  const longer = shown && shown.text !== '' ? leanOnPrevious(text, shown.text) : undefined;
  if (!shop || !shown || longer === undefined) return undefined;
  const request = await withCatalogueNames(turn, longer);
  const { level, products } = await shop.findExactly(request);
  const before = new Set(shown.products.map(({ id }) => id));
  const isSame = products.length === before.size && products.every(({ id }) => before.has(id));
  return level === 'exact' && !isSame ? request : undefined;
}
