/** Performers as the catalogue writes them: "anything by the stones" and 滚石乐队 mean The Rolling Stones. */
import { interestKey, type Turn } from '../../src/kit.ts';

const mostWords = 4;
const mostCharacters = 8;
/** Longer texts are no requests. */
const longest = 200;

/** The text with another name of a performer whose records are on sale replaced by the catalogue's. */
export async function withCatalogueNames({ alerts, shop, text: said }: Turn, text = said): Promise<string> {
  if (!alerts || !shop || text.length > longest) return text;
  await shop.catalogue();
  const onSale = shop.names();
  for (const part of partsOf(text)) {
    const names = alerts.performerNames(part).flatMap((name) => onSale?.get(interestKey(name)) ?? []);
    const artist = names.find(({ kind }) => kind === 'artist');
    if (artist) return text.replace(part, () => ` ${artist.name} `);
  }
  return text;
}

/** Runs of words and of Chinese characters, the longest first. */
function partsOf(text: string): string[] {
  const runs = (pattern: RegExp, most: number) => {
    const pieces = [...text.matchAll(pattern)];
    return pieces.flatMap((first, at) =>
      pieces.slice(at, at + most).map((last) => text.slice(first.index, last.index + last[0].length)),
    );
  };
  const words = runs(/[^\P{L}\p{Script=Han}][\p{L}\p{N}'’.]*/gu, mostWords);
  const characters = runs(/\p{Script=Han}/gu, mostCharacters);
  return [...words, ...characters].sort((a, b) => b.length - a.length);
}
