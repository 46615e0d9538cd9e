/** E-mail addresses as they are stored and compared. */

/**
 * The address in lower case; undefined for what is none. Nothing that could end a mail header or start a second
 * recipient passes: no white space, control character, comma, semicolon, angle bracket or quote.
 */
export function emailAddress(text: string | undefined): string | undefined {
  const address = text?.trim().normalize('NFC').toLowerCase() ?? '';
  if (address.length > 254 || !address.isWellFormed()) return undefined;
  const [local = '', domain = '', ...more] = address.split('@');
  const labels = domain.split('.');
  const isAddress =
    more.length === 0 &&
    /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~.-]{1,64}$/u.test(local) &&
    !/^\.|\.\.|\.$/.test(local) &&
    labels.length >= 2 &&
    labels.every((label) => /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?$/u.test(label));
  return isAddress ? address : undefined;
}
