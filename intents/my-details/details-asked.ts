/** Which of the details on record a question is about. */

export type Detail = 'name' | 'email' | 'address' | 'phone';

const kinds: readonly (readonly [Detail, RegExp])[] = [
  ['name', /\bname\b|名字|姓名|叫什么|称呼/iu],
  ['email', /\be-?mails?\b|\bmail ?(?:address|box)\b|邮箱|邮件|电邮|信箱/iu],
  ['phone', /\b(?:tele)?phone\b|\bmobile\b|\bcell\b|电话|手机|号码/iu],
  [
    'address',
    /(?<!mail )\baddress\b|\bwhere (?:do )?i live\b|\b(?:street|city|zip|postcode)\b|地址|住在?哪|住址/iu,
  ],
];

/** Those that the text names; both ways to reach somebody where it names none. "Address" alone may mean either. */
export function detailsAsked(text: string): readonly Detail[] {
  const said = text.normalize('NFKC');
  const named = kinds.flatMap(([detail, words]) => (words.test(said) ? [detail] : []));
  const [only] = named;
  if (named.length === 0 || (named.length === 1 && only === 'address' && !postal.test(said)))
    return ['email', 'address'];
  // "E-mail address" names one thing.
  return named.includes('email') && !/\band\b|[和跟与、&+]/u.test(said)
    ? named.filter((detail) => detail !== 'address')
    : named;
}

const postal =
  /\b(?:postal|street|home|delivery|shipping|billing|live|city|zip|postcode)\b|收货|住|邮寄|送货|寄到|城市/iu;
