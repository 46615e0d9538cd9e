/** Text by its plain letters, however it was typed. */

/** Letters and digits in their usual form, without accents and marks: `Ｄébút` → Debut. Case stays. */
export function plainLetters(text: string): string {
  // Most texts are plain already, and looking costs a tenth of taking them apart.
  return /^[\0-\x7f]*$/.test(text) ? text : text.normalize('NFKD').replace(/\p{M}+/gu, '');
}
