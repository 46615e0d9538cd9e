/** Performers as the catalogue writes them: "anything by the stones" and 滚石乐队 mean The Rolling Stones. */
import type { Turn } from '../../src/kit.ts';

const mostWords = 4;

/** The text with every other name of a performer whose records are on sale replaced by the catalogue's. */
export async function withCatalogueNames(turn: Turn, text = turn.text): Promise<string> {
  const { alerts, shop } = turn;
  if (!alerts || !shop) return text;
  await shop.catalogue();
  const artists = [...(shop.names()?.values() ?? [])].filter(({ kind }) => kind === 'artist');
  const names = new Map(artists.map(({ name }) => [alerts.performerKey(name), name]));
  for (const part of partsOf(text.slice(0, 500))) {
    const name = names.get(alerts.performerKey(part));
    if (name !== undefined) {
      return part.toLowerCase() === name.toLowerCase() ? text : text.replace(part, ` ${name} `);
    }
  }
  return text;
}

/** Runs of words and of Chinese characters, the longest first. */
function partsOf(text: string): string[] {
  const words = [...text.matchAll(/[\p{L}\p{N}'’.]+/gu)].filter(([word]) => !/\p{Script=Han}/u.test(word));
  const runs = words.flatMap((first, at) =>
    words
      .slice(at, at + mostWords)
      .map((last) => text.slice(first.index, last.index + last[0].length))
      .filter((run) => !/\p{Script=Han}/u.test(run)),
  );
  const han = [...text.matchAll(/[\p{Script=Han}·]+/gu)].flatMap(([run]) =>
    [...run].flatMap((_, at) => [...run].slice(at + 1).map((_, more) => run.slice(at, at + 2 + more))),
  );
  return [...runs, ...han].sort((a, b) => b.length - a.length);
}
