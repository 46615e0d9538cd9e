/**
 * The alphabet of SMS (GSM 03.38): a segment takes 153 letters of it, but only 67 as soon as one letter is of another.
 * Typographic signs that would make a text cost double are written plainly; texts in other scripts stay as they are.
 */
import { type Dialect, plain } from '../markdown/write.ts';

const alphabet = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà^{}\\[~]|€',
);

const plainly: Readonly<Record<string, string>> = {
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '–': '-',
  '—': '-',
  '…': '...',
  '·': '-',
  '•': '-',
  '✓': '+',
  '×': 'x',
  '→': '->',
  '\u00a0': ' ',
  '\u202f': ' ',
};
const signs = new RegExp(`[${Object.keys(plainly).join('')}]`, 'g');

export const gsmDialect: Dialect = {
  ...plain,
  escape: inGsm,
  code: inGsm,
  codeBlock: inGsm,
  bullet: '-',
};

/** True when the text needs no other alphabet once it is written plainly. */
export function fitsGsm(text: string): boolean {
  return Array.from(inGsm(text)).every((letter) => alphabet.has(letter));
}

function inGsm(text: string): string {
  return text.replace(signs, (sign) => plainly[sign] ?? sign);
}
