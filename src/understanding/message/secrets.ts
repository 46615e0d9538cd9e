/** Finds what must never be stored: card numbers and passwords that a shopper pastes into the chat. */

export type SecretKind = 'card' | 'password';

export interface Redacted {
  /** The text with every secret masked. */
  readonly text: string;
  /** What was found, each kind once; empty when the text is as it was. */
  readonly found: readonly SecretKind[];
}

export const mask = '••••';

/** Masks secrets in what a shopper wrote. The last four digits of a card stay, as on a receipt. */
export function redactSecrets(text: string): Redacted {
  const found = new Set<SecretKind>();
  const withoutCards = text.replace(digitRun, (run) => {
    const digits = run.replace(/\D/g, '');
    if (!isCardNumber(digits)) return run;
    found.add('card');
    return `${mask} ${digits.slice(-4)}`;
  });
  const withoutPasswords = passwordPatterns.reduce(
    (left, pattern) =>
      left.replace(pattern, (whole: string, named: string, secret: string) => {
        if (ordinary.has(secret.toLowerCase().replace(/[.,!?]+$/, ''))) return whole;
        found.add('password');
        // A dot or comma at the end belongs to the sentence.
        return `${named}${mask}${/[.,]$/.exec(secret)?.[0] ?? ''}`;
      }),
    withoutCards,
  );
  return { text: withoutPasswords, found: [...found] };
}

/** Digits with single blanks or dashes between them. */
const digitRun = /(?<![\d-])\d(?:[ \u00a0-]?\d){12,18}(?![\d-])/g;

/** "my password is hunter2", "pwd: hunter2", "密码是 hunter2": the name, then the secret itself. */
const passwordPatterns: readonly RegExp[] = [
  /(\b(?:password|passcode|passwort|pwd|pin code|cvv|cvc)\b(?:\s+(?:is|was)\b\s*:?|\s*[:=])\s*["']?)([^\s"']{3,64})/gi,
  /((?:密码|密碼|口令|验证码|驗證碼)\s*(?:是|为|為|：|:|=)\s*["“']?)([A-Za-z0-9!-/:-@[-`{-~]{3,64})/g,
];

/** What follows "my password is" without being one. */
const ordinary = new Set(
  'not wrong incorrect invalid forgotten lost rejected expired being never always still too the a an no correct gone broken reset required needed weak refused different missing accepted'.split(
    ' ',
  ),
);

/** Length and first digits as the card networks give them out (ISO/IEC 7812), and the Luhn check digit. */
function isCardNumber(digits: string): boolean {
  const { length } = digits;
  const first = (count: number) => Number(digits.slice(0, count));
  const issued =
    (digits.startsWith('4') && (length === 13 || length === 16 || length === 19)) ||
    (length === 16 && ((first(2) >= 51 && first(2) <= 55) || (first(4) >= 2221 && first(4) <= 2720))) ||
    (length === 15 && (first(2) === 34 || first(2) === 37)) ||
    (length === 16 && (first(4) === 6011 || first(2) === 65 || (first(3) >= 644 && first(3) <= 649))) ||
    (length === 16 && first(4) >= 3528 && first(4) <= 3589) ||
    (length === 14 && (first(2) === 36 || first(2) === 38 || (first(3) >= 300 && first(3) <= 305))) ||
    (length >= 16 && first(2) === 62);
  return issued && luhn(digits);
}

/** ISO/IEC 7812-1, annex B: doubled from the right, every other digit; the sum ends in 0. */
function luhn(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < digits.length; place++) {
    const digit = Number(digits[digits.length - 1 - place]);
    const doubled = place % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
