/** Recognises a question about what the shopper bought before: "did I buy Let It Bleed?", "what did I order last year". */
import { asAsked } from '../../src/kit.ts';

export type PurchasesAsked =
  /** How often they ordered, when first and when last. */
  | { readonly kind: 'often' }
  /** How much they spent, on everything or on what the words name. */
  | { readonly kind: 'spent'; readonly thing: string; readonly span: string }
  /** The orders themselves. */
  | { readonly kind: 'orders' }
  /** Everything, or what was bought in a span of time. */
  | { readonly kind: 'all'; readonly span: string }
  /** One thing, or all of a kind, in the shopper's words. `owned`: it asks what they have, not what they bought. */
  | { readonly kind: 'thing'; readonly thing: string; readonly span: string; readonly owned: boolean };

/** Undefined for a text that asks nothing of the kind. */
export function readPurchasesAsked(source: string): PurchasesAsked | undefined {
  const text = asAsked(source);
  if (text.length > 120 || !mayAsk.test(text)) return undefined;
  if (orders.some((pattern) => pattern.test(text))) return { kind: 'orders' };
  if (often.some((pattern) => pattern.test(text))) return { kind: 'often' };
  const spent = spentText.test(text) && spending.map((pattern) => pattern.exec(text)).find(Boolean);
  if (spent) {
    const { span, before, thing = '' } = spent.groups ?? {};
    return { kind: 'spent', thing: thing.trim(), span: (span ?? before ?? '').trim() };
  }
  for (const pattern of everything) {
    const found = pattern.exec(text);
    if (found) return { kind: 'all', span: found.groups?.span?.trim() ?? '' };
  }
  for (const { pattern, owned } of things) {
    const { thing = '', span = '' } = pattern.exec(text)?.groups ?? {};
    if (thing !== '') return { kind: 'thing', thing: thing.trim(), span: span.trim(), owned };
  }
  return undefined;
}

/** Every such question speaks of the one who asks. */
const mayAsk = /\b(?:i|we|my|our)\b|我/iu;

const orders = [
  /^(?:and |so )?what did (?:i|we) (?:buy|order|get) (?:from you )?(?:last|most recently|last time|the last time)(?: from you| here)?$|^(?:what was |show me )?my (?:last|latest|most recent|previous) (?:order|purchase)$/iu,
  /^(?:我上(?:一)?次|上(?:一)?次我|我最近)(?:在你们(?:这里?|这儿|店里?))?(?:都)?(?:买|订)(?:了|过|的)(?:是)?(?:什么|啥|哪些)(?:东西)?$|^我(?:的)?上一?个订单$/u,
  /^(?:(?:please |can you |could you )?(?:show|list|see|view|check|give)(?: me)? |(?:and )?(?:what|how) about |and |where (?:are|can i (?:see|find)) )?(?:all )?(?:of )?(?:my|our) (?:other |past |previous |earlier |old |recent |last |latest )?(?:orders|order history|purchases|purchase history)(?: please| so far)?$/iu,
  /^(?:请)?(?:给我|帮我)?(?:看看|看一下|查看|查一下|查查|显示|列出|列一下)?我(?:的|所有|全部|以前|历史|最近)*(?:订单|订单记录|订单历史|购买记录|购买历史|历史订单)(?:有哪些|在哪里?看?|列表)?$/u,
];

const span =
  '(?<span>last (?:year|month|week)|this (?:year|month|week)|in \\d{4}|(?:in |since )(?:january|february|march|april|may|june|july|august|september|october|november|december)(?: \\d{4})?)';
const fromYou =
  '(?: (?:from you|here|at your (?:shop|store)|in your (?:shop|store)|so far|before|already|yet|ever|once|recently|lately|in the past))*';
const got = '(?:buy|bought|order|ordered|purchase|purchased|get|gotten|got)';
const who = '(?:i|we)(?: (?:ever|already|once|still|all))*';

const often = [
  /^(?:and |so )*(?:how many (?:orders|times)(?: (?:have|did) (?:i|we))(?: (?:made?|placed?|ordered?|bought|buy|had|have))?|when (?:was|did) (?:my|i (?:make|place) my) (?:very )?(?:first|last|latest) (?:order|purchase)|when did i (?:first|last) (?:order|buy)|how many orders (?:do i have|are there))(?: (?:with|from|at|on) (?:you|your (?:shop|store|site))| here| so far| in total| ever| anything| something)*$/iu,
  /^我(?:的)?(?:一共|总共|到现在)*(?:在你们(?:这里?|店里?)?)?(?:下|买|订)(?:过|了)?(?:几|多少)(?:次|个订单|单|笔)(?:订单)?(?:了)?(?:吗|呢)?$|^我(?:的)?(?:第一|最后一|最近一|上一?)(?:次|个|笔)(?:下单|订单|购物|买东西)是(?:什么时候|哪天|几号)(?:的)?$/u,
];

const spentText = /\bspen[dt]|\bspending\b|\bpaid\b|\bpay\b|花|消费/iu;
const inAll = '(?: (?:in total|in all|altogether|overall|total|all together))*';
const withYou =
  '(?: (?:with (?:you|u)(?: guys)?|(?:at|in|on|from) (?:you|your (?:shop|store|site)|this (?:shop|store)|the (?:shop|store)|here)|here|so far|already|yet|ever|up to now|till now|until now))*';
const spending = [
  new RegExp(
    `^(?:and |so |ok )*(?:in total )?(?:can you tell me |tell me |do you know |show me )?(?:how much|what)(?: money)?${inAll} (?:(?:did|have|had|do|'ve) )?${who}(?: have|'ve)? (?:spen[dt]|paid|pay)(?: you)?(?: money)?${inAll}(?: (?:on|for) (?<thing>(?!shipping|delivery|returns?|it$|that$|this$).{2,40}?))?${withYou}${inAll}(?: ${span})?${withYou}${inAll}$`,
    'iu',
  ),
  new RegExp(
    `^(?:and |so |ok )*(?:what(?:'s|s| is| was) |show me )?(?:my|our) (?:total |overall |whole )?(?:spend(?:ing|s)?|expenses)(?: total| sum)?${withYou}(?: ${span})?${withYou}$`,
    'iu',
  ),
  /^(?:请问|那|帮我看看|帮我算算|算一下|查一下)*(?:我|我们)?(?<before>去年|今年|上个?月|这个?月|\d{4}年)?(?:我|我们)?(?:到现在|至今|现在|已经|一共|总共|都|在你们(?:这里?|这儿|店里?|家)?|在这里?|在店里|买东西)*(?:买(?<thing>.{1,12}?))?(?:一共|总共|都)*(?:花|消费)(?:掉|了|过)*(?:多少|几)(?:钱|美元|美金)?(?:了)?(?:吗|呢)?$/u,
  /^我(?:的)?(?<span>去年|今年|上个?月|这个?月|\d{4}年)?(?:的)?(?:总共|总)?(?:的)?(?:消费|花费)(?:总额|金额|总金额|总数|额)?(?:是)?(?:多少)?(?:钱)?(?:呢)?$/u,
];

const everything = [
  new RegExp(
    `^(?:what|which (?:things?|products?|items?))(?: all)? (?:did|have|had) ${who} ${got}${fromYou}(?: ${span})?${fromYou}$`,
    'iu',
  ),
  /^我(?<span>去年|今年|上个?月|这个?月|\d{4}年)?(?:都|一共|总共|以前|之前)*(?:在你们(?:这里?|这儿|店里?))?(?:买|订)(?:过|了)?(?:什么|哪些(?:东西|商品)?|些什么|啥)(?:东西)?(?:吗|呢)?$/u,
];

const things = [
  {
    pattern: new RegExp(
      `^(?:and |so )?(?:did|have|had) ${who} ${got} (?<thing>.+?)${fromYou}(?: ${span})?$`,
      'iu',
    ),
    owned: false,
  },
  {
    pattern: new RegExp(
      `^(?:and )?(?:when|where|how often|how many times) (?:did|have) ${who} ${got} (?<thing>.+?)${fromYou}(?: ${span})?$`,
      'iu',
    ),
    owned: false,
  },
  {
    pattern: new RegExp(
      `^(?:and )?(?:which|what|how many) (?<thing>.+?) (?:did|have|had) ${who} ${got}${fromYou}(?: ${span})?$`,
      'iu',
    ),
    owned: false,
  },
  {
    pattern: new RegExp(
      `^(?:and |so )?(?:do|have) ${who} (?:have|own|got) (?!to\\b)(?<thing>.+?)${fromYou}$`,
      'iu',
    ),
    owned: true,
  },
  {
    pattern: new RegExp(
      `^(?:and )?(?:which|what|how many) (?<thing>.+?) (?:do|have) ${who} (?:have|own|got)${fromYou}$`,
      'iu',
    ),
    owned: true,
  },
  {
    pattern:
      /^我(?<span>去年|今年|上个?月|这个?月|\d{4}年)?(?:以前|之前|曾经)?(?:有没有|是否|是不是|什么时候|何时|哪天)?(?:在你们(?:这里?|这儿|店里?))?(?:买|订)(?:过|了)(?:几|多少|哪些)?[张台个款本]?(?<thing>.+?)(?:的)?(?:吗|么|没有?|呢)?$/u,
    owned: false,
  },
  {
    pattern:
      /^我(?:是)?(?:什么时候|何时|哪天|哪年)(?:在你们(?:这里?|这儿|店里?))?(?:买|订)的[张台个款本]?(?<thing>.+?)(?:吗|呢)?$/u,
    owned: false,
  },
  {
    pattern:
      /^我(?:一共|总共|现在|已经)*(?:有没有|有)(?:几|多少|哪些)?[张台个款本]?(?<thing>.+?)(?:了)?(?:吗|么|没有?|呢)?$/u,
    owned: true,
  },
];
