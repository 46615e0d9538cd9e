/**
 * Tells who plays: the names a source gives, or the parts of a title, under a key that is the same for all spellings of
 * one name. A tribute band is somebody else.
 */
import { plainLetters } from '../../core/plain-letters.ts';
import type { LocalEvent } from './local-event.ts';

/** Names that mean one performer, as `knowledge/synonyms/performers.yaml` lists them. */
export type PerformerNames = readonly (readonly string[])[];

export interface Performers {
  /** The same for every spelling and alias of a performer. */
  keyOf(name: string): string;
  /** All names that are known of who bears this one, the usual one first; empty for somebody with one name. */
  namesOf(name: string): readonly string[];
  /** Keys of those who play themselves at the event; empty for a tribute to them. */
  playingAt(event: Pick<LocalEvent, 'title' | 'performers'>): string[];
}

export function createPerformers(names: PerformerNames): Performers {
  const canonical = new Map<string, string>();
  const known = new Map<string, readonly string[]>();
  for (const all of names) {
    const main = foldedName(all[0] ?? '');
    known.set(main, all);
    for (const name of all) canonical.set(foldedName(name), main);
  }
  const keyOf = (name: string): string => {
    const folded = foldedName(name);
    return canonical.get(folded) ?? folded;
  };

  function playingAt({ title, performers }: Pick<LocalEvent, 'title' | 'performers'>): string[] {
    // One tribute on a bill of several does not make the others one; in a title nobody can tell.
    // A name that is known as a name is nobody's tribute, whatever words it is made of.
    const isOther = (name: string) => isTribute(name) && !canonical.has(foldedName(name));
    const themselves = performers.filter((name) => !isOther(name));
    if (isTribute(title) && !performers.some((name) => canonical.has(foldedName(name)) && isTribute(name))) {
      return performers.length > 1 ? keysOf(themselves.filter((name) => !title.includes(name))) : [];
    }
    return keysOf(performers.length > 0 ? themselves : partsOf(title));
  }

  function keysOf(given: readonly string[]): string[] {
    return [...new Set(given.map(keyOf))].filter((key) => key !== '');
  }

  return { keyOf, namesOf: (name) => known.get(keyOf(name)) ?? [], playingAt };
}

/** Lower case without accents, articles, marks and spaces: `The Rolling Stones` and `rolling-stones` are one. */
export function foldedName(name: string): string {
  return plainLetters(name)
    .toLowerCase()
    .replace(/&|\+/gu, ' and ')
    .replace(/^\s*(?:the|die|les|los|las)\s+(?=\S)/u, '')
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

/** True for those who play the songs of others, as their names and titles say it. */
export function isTribute(text: string): boolean {
  return tribute.test(text);
}

const tribute =
  /\btribut(?:e|o)\b|\bhommage\b|\bhomage\b|\bcover\s*(?:band|version|night|show)\b|\bcovers? of\b|\bimpersonat|\blook-?alike\b|\b(?:music|songs|sounds?|hits|best|spirit|legacy|magic) of\b|\bplays? the (?:music|songs|hits)\b|\bplaying the (?:music|songs|hits)\b|\bexperience\b|\bcelebrat(?:ing|ion of)\b|\ba night of\b|\bcandlelight\b|\bsalute to\b|\bre-?creat|致敬|翻唱|模仿|烛光音乐会|纪念音乐会/iu;

/**
 * The parts of a title that may be a name: `The Rolling Stones: Spring Tour`, `Jazz Night with Nina Quill @ Pier 4`.
 * Only those that are a name somebody is known by will find anybody.
 */
function partsOf(title: string): string[] {
  const whole = title.replace(/\([^)]*\)|（[^）]*）|\[[^\]]*\]|【[^】]*】/gu, ' ').trim();
  const parts = whole
    .split(
      /\s+[-–—|/•]\s+|\s*[:：,，、;；|]\s*|\s+(?:with|w\/|feat\.?|featuring|and special guests?|and|at|in|live|on tour|tour|plus|vs\.?|presents?)\s+|\s*@\s*|\s+[&+x×]\s+|\s*(?:演唱会|巡回|巡演|音乐会|现场|专场|来到)\s*/iu,
    )
    .map((part) =>
      part.replace(/\b(?:live|tour|concert|in concert|world tour|\d{4})\b|^《|》$/giu, '').trim(),
    );
  return [...new Set([whole, ...parts])].filter((part) => part.length > 1 && part.length <= 80);
}
