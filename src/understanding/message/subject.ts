/** Questions that name no subject of their own: "who pays for that?", "how long does it take?", 要多久？ */
import { asAsked } from '../../core/as-asked.ts';

/** How a text that may lean on what was said before does so. */
export type Leaning =
  /** It names no subject at all: whatever it is about was said before. */
  | 'wholly'
  /** It points at something; only where it is not understood alone was that said before. */
  | 'perhaps';

const longest = 60;

/** Undefined for a text that says itself what it is about, or asks nothing. */
export function leaningOf(source: string): Leaning | undefined {
  const text = asAsked(source).toLowerCase();
  if (text === '' || text.length > longest) return undefined;
  if (withoutSubject.some((pattern) => pattern.test(text))) return 'wholly';
  const asks = /[?？]\s*$/u.test(source) || asking.test(text);
  return asks && pointing.test(text) && !denying.test(text) ? 'perhaps' : undefined;
}

const lead = '(?:(?:and|so|ok|okay|but|well|hm+|then|also|cool|great)[ ,]+)*';
/** Words that say nothing of what is asked about. */
const empty =
  "(?: (?:do|does|did|will|would|can|could|should|must|may|is|are|was|it|it's|that|this|they|them|i|we|you|one|to|for|take|takes|taking|cost|costs|have|has|get|got|need|pay|last|lasts|valid|good|keep|wait|be|there|in|total|extra|now|then|usually|normally|roughly|exactly|about|all|each|until|till|a|an|the|my|if|so|bring|go|happen|happens|work|works|charge|done|ready|see|find|start|use))*";

const withoutSubject = [
  new RegExp(
    `^${lead}(?:for )?how (?:long|soon|fast|quickly|often|much|many (?:days|weeks|hours|months|years))${empty}$`,
    'u',
  ),
  new RegExp(`^${lead}who (?:pays?|covers?|would pay|has to pay|is paying)${empty}$`, 'u'),
  new RegExp(
    `^${lead}(?:when|where) (?:do|does|can|could|should|will|would|is|are|must) (?:i|it|that|they|we|one)${empty}$`,
    'u',
  ),
  new RegExp(
    `^${lead}(?:what(?:'s| is| does| will| would) (?:it|that|this|the (?:price|cost|fee)))(?: cost)?(?: of (?:it|that))?(?: me)?$`,
    'u',
  ),
  new RegExp(
    `^${lead}(?:is|will|does|do) (?:it|that|this|they)(?: be)? (?:free|cost (?:extra|anything|something|much)|expensive|extra)$`,
    'u',
  ),
  new RegExp(
    `^${lead}what (?:now|then|next|happens(?: (?:then|next|now))?|(?:do|should|must|can) i(?: have to| need to)? do(?: (?:then|now|next))?|do i need)$`,
    'u',
  ),
  new RegExp(
    `^${lead}how (?:does|do|would|will) (?:it|that|this|they) work$|^${lead}how do i do (?:it|that|this)$`,
    'u',
  ),
  /^(?:那么?|请问|大概|大约|一般|一共|总共|具体)*(?:要|需要|得|会|能|可以|我|你们|是)*(?:多久|多长时间|几天|多少天|什么时候|何时|多少钱|几块钱|怎么收费|收费|要钱|免费|贵不贵|贵|怎么(?:办|弄|做|操作)|在哪里?|去哪里?)(?:才|能|会|好|到|完成|有效|之内|以内|内|左右|可以|呢|啊|呀|吗|么)*$/u,
  /^(?:那么?|请问)?(?:邮费|运费|费用|钱|这个?钱)?(?:是|由|该)?谁(?:来)?(?:出|付|承担|负责)(?:邮费|运费|费用|钱)?(?:呢|啊|呀)?$/u,
  /^(?:那么?)?(?:然后|接下来|之后)(?:呢|怎么办)?$/u,
];

const pointing =
  /\b(?:it|that|this|them|they|those|these|one)\b|\b(?:book|reserve|appointment)\b|[这那它]|预约|预订|预定/u;
const asking =
  /^(?:(?:and|so|ok|okay|but) )?(?:can|could|does|do|is|are|will|would|should|may|what|where|how|when|which|who|book|reserve)\b|[吗呢么]$|什么|怎么|多久|多少|谁|哪|帮我|预约|预订|预定/u;
const denying = /\b(?:not|no|never|wrong|nothing)\b|n't\b|不是|没有|错/u;
