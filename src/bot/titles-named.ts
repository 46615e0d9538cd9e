/** Works that a text calls by their whole title: "Kind of Blue" names a record, though each of its words is common. */
import type { CatalogueSnapshot } from '../commerce/index.ts';
import { createSlices } from '../core/slices.ts';

type Offer = CatalogueSnapshot['offers'][number];

/** Offers by the title of the work, under its first word, as `readTitles` made it: few words begin a title. */
export type TitledOffers = ReadonlyMap<string, ReadonlyMap<string, readonly Offer[]>>;

const mostWords = 10;

/**
 * The offers whose title, or its part after the artist, stands in the text; the longest such title counts. Titles of one
 * word are left out: `Blue` is a colour first. With a format (`LP`, `CD`) in the text only those of it, if there are any.
 */
export function offersTitled(text: string, byTitle: TitledOffers): readonly Offer[] {
  const words = folded(text.slice(0, 500)).split(' ');
  let [longest, found]: [number, readonly Offer[]] = [1, []];
  for (const [from, first] of words.entries()) {
    const titles = byTitle.get(first);
    for (let length = Math.min(words.length - from, mostWords); titles && length > longest; length -= 1) {
      const offers = titles.get(words.slice(from, from + length).join(' '));
      if (offers) [longest, found] = [length, offers];
    }
  }
  return inFormat(found, words);
}

/** The titles of a catalogue, read in slices, so that nobody waits for a large one. */
export async function readTitles({ offers }: Pick<CatalogueSnapshot, 'offers'>): Promise<TitledOffers> {
  const byFirst = new Map<string, Map<string, Offer[]>>();
  const slices = createSlices();
  for (const offer of offers) {
    for (const title of namesIn(offer.title)) {
      const [first = ''] = title.split(' ', 1);
      const titles = byFirst.get(first) ?? new Map<string, Offer[]>();
      const same = titles.get(title) ?? [];
      same.push(offer);
      byFirst.set(first, titles.set(title, same));
    }
    if (slices.isOver()) await slices.pause();
  }
  return byFirst;
}

function inFormat(offers: readonly Offer[], words: readonly string[]): readonly Offer[] {
  const format = ['lp', 'cd'].find((name) => words.includes(name));
  if (!format) return offers;
  const having = offers.filter(({ title }) => folded(title).split(' ').includes(format));
  return having.length > 0 ? having : offers;
}

/** `Miles Davis – Kind of Blue (LP)` → kind of blue. */
function namesIn(title: string): string[] {
  const bare = title.replace(/\s*[([][^)\]]*[)\]]/gu, '');
  const [, work] = bare.split(/\s[–—-]\s/u);
  const name = folded(work ?? '');
  // "Dark Side of the Moon" is said as often with its article as without.
  const bared = name.replace(/^(?:the|an?) /u, '');
  return [...new Set([name, bared])].filter((each) => each.includes(' '));
}

function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[’‘']/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
