/** English plurals. */

/** `cables` and `cable` are one word; codes with digits stay as they are. */
export function singular(token: string): string {
  if (/^(?:[cgn]pus|psus|pcs|tvs|menus)$/u.test(token)) return token.slice(0, -1);
  if (token.length < 4 || !/^[a-z]+$/u.test(token)) return token;
  if (token.endsWith('ies') && token.length > 4) return `${token.slice(0, -3)}y`;
  if (/(?:s|x|z|ch|sh)es$/u.test(token) && token.length > 5) return token.slice(0, -2);
  return /[^sui]s$/u.test(token) ? token.slice(0, -1) : token;
}
