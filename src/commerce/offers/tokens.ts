/** Titles and requests as comparable tokens: `S24+` is `s24 plus`, `Mark II` is `2`, `PCIe 4.0` is `pcie4`. */

import { plainLetters } from '../../core/plain-letters.ts';
import { hanNames } from './product-types.ts';
import { singular } from './singular.ts';
import { askingWords, colours, featuresInChinese, makersInChinese } from './words.ts';

/** Lower case, no accents, one way to write what shops write in several. Length and order of words stay. */
export function normalise(text: string): string {
  return (
    plainLetters(text)
      .normalize('NFC')
      .toLowerCase()
      .replace(/[’‘`´]/gu, "'")
      .replace(/[“”″]|''/gu, '"')
      .replace(/[‐‑‒–—−]/gu, '-')
      .replace(/[×✕]/gu, 'x')
      .replace(/\bw\//gu, 'with ')
      .replace(/(?<=[a-z0-9])\+(?![a-z0-9])/gu, ' plus ')
      .replace(/\bwi-?fi\b/gu, 'wifi')
      .replace(/\bwestern digital\b/gu, 'wd')
      .replace(/\bhewlett[- ]packard\b/gu, 'hp')
      .replace(/\b(?:micro|m)[- ]?atx\b/gu, 'matx')
      .replace(/\b(?:mini|m)[- ]?itx\b/gu, 'mitx')
      .replace(/\b([a-z])-(?=[a-z]{3})/gu, '$1')
      .replace(/\b([a-z])\.(?=\d)/gu, '$1')
      // `2 x HDMI` and `4x DDR5`, but not `5800X processor`.
      .replace(/(?<![\w.,-])(\d{1,2})\s?x\s(?=[a-z])/gu, '$1 ')
      .replace(
        /(?<=\d)\s(?=(?:[kmgt]b|[kmg]hz|hz|mm|cm|m|mah|wh|w|v|kg|g|ml|l|inch|inches|met(?:er|re)s?|mp|rpm)\b)/gu,
        '',
      )
      .replace(/\bfull[- ]frame\b/gu, 'fullframe')
      .replace(/\bso[- ]dimm\b/gu, 'sodimm')
      .replace(/\b(?:usb[- ])?type[- ]([abc])\b/gu, 'usb-$1')
      .replace(/\bgamers?\b/gu, 'gaming')
      .replace(/\bcancel(?:ing|lation)\b/gu, 'cancelling')
      .replace(
        /\b(single|dual|quad|hexa|octa|deca)[- ](?=cores?\b)/gu,
        (_, word: string) => `${coreCounts[word] ?? ''} `,
      )
      .replace(
        /\b(two|three|four|five|six|seven|eight|nine|ten|twelve)[- ](?=[a-z]+)/gu,
        (_, word: string) => `${numberWords[word] ?? ''} `,
      )
      .replace(/(?<=\d)\.0\b(?!\d|\.\d)/gu, '')
      .replace(/\bpcie?(?:\s*express)?\s*(?:x|gen)?\s*(?=[1-7]\b)/gu, 'pcie')
      .replace(/\b(?:mark|mk)\s*(?=(?:i{1,3}|iv|vi{0,3}|[1-9])\b)/gu, '')
      .replace(/\b(?:ii|iii|iv|vi|vii|viii|ix)\b/gu, (roman) => String(romans.indexOf(roman)))
  );
}

const coreCounts: Readonly<Record<string, number>> = {
  single: 1,
  dual: 2,
  quad: 4,
  hexa: 6,
  octa: 8,
  deca: 10,
};
const numberWords: Readonly<Record<string, number>> = {
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  twelve: 12,
};
const romans = ['', 'i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix'];

/** Tokens of an already normalised text: runs of letters and digits, singular; Chinese by the words known here. */
export function tokensOf(normalised: string): string[] {
  const runs = normalised.match(/\p{Script=Han}+|\d+[.,]\d+|(?:(?!\p{Script=Han})[\p{L}\p{N}])+/gu) ?? [];
  return runs.flatMap((run) => (/^\p{Script=Han}/u.test(run) ? hanWords(run) : [singular(run)]));
}

/** The longest known words from the left; what is unknown between them stays together as one. */
function hanWords(run: string): string[] {
  const words: string[] = [];
  let unknown = '';
  for (let at = 0; at < run.length; ) {
    const word = knownAt(run, at);
    if (word && unknown) words.push(unknown);
    if (word) words.push(makersInChinese.get(word) ?? featuresInChinese.get(word) ?? word);
    unknown = word ? '' : unknown + run.charAt(at);
    at += word?.length ?? 1;
  }
  if (unknown) words.push(unknown);
  return words;
}

function knownAt(run: string, at: number): string | undefined {
  for (let length = Math.min(6, run.length - at); length > 0; length -= 1) {
    const word = run.slice(at, at + length);
    if ([hanNames, makersInChinese, featuresInChinese, colours, askingWords].some((known) => known.has(word)))
      return word;
  }
  return undefined;
}

/** A token that names a model: letters and digits mixed, or a long number. */
export function isModelToken(token: string): boolean {
  return /^(?=.*\d)(?=.*[a-z])[a-z0-9]{2,}$/u.test(token) || /^\d{3,}$/u.test(token);
}

/** Too short to mean anything alone: it must stand beside the word it stands beside in the request. */
export function needsNeighbour(token: string): boolean {
  return /^(?:[a-z]{1,2}|\d{1,2})$/u.test(token);
}

/** `WD`, `HP`, `FE`, `OC`: short, and yet enough where a title has it as a word of its own. */
export function isShortName(token: string): boolean {
  return /^[a-z]{2}$/u.test(token);
}

/** Standards are shared by all makers: they require, but they name no product. */
export function isStandard(token: string): boolean {
  return standards.test(token);
}

const standards =
  /^(?:g?ddr\d+x?|s?o?dimm|pcie\d?|usb\w?\d*|sata\d?|m2|nvme|hdmi|dp|displayport|vga|dvi|am\d|lga\d+|\d+k|\d+g|wifi\w*|rj\d+|cat\d\w?|w?qhd|uhd|fhd|hdr\d*|ecc|oled|ips|va|e?atx|m?itx|matx|a?rgb|poe|nfc|gps|lte|hz)$/u;
