/** What a shopper's sentence asks of the shops: the offers engine reads it once the words of asking are gone. */
import { LRUCache } from 'lru-cache';
import { isStandard, mayNameType, type OfferRequest, readPrice, readRequest } from '../commerce/index.ts';
import { usualForm } from '../core/as-asked.ts';

/** The requirements of `text`; `currency` is that of prices without a sign. */
export function readShopRequest(text: string, currency: string): OfferRequest {
  const key = `${currency} ${text}`;
  const read = lately.get(key) ?? readAnew(text, currency);
  lately.set(key, read);
  return read;
}

/** Several questions of one turn read the same sentence, and many turns run at once. */
const lately = new LRUCache<string, OfferRequest>({ max: 50 });

function readAnew(text: string, currency: string): OfferRequest {
  const plain = withFormats(text)
    .replace(/^(?:(?:actually|anyway|sorry|wait|hm+|oh|um+|uh+|well|nah|nope|no|yes|yeah|ah)[ ,.!]+)+/iu, '')
    .replace(/换碟机/gu, ' cd机')
    .replace(/碟机/gu, '碟cd机')
    .replace(
      /([一二两三四五六七八九十]|\d{1,3})\s*碟(?:装|的)?/gu,
      (_, count: string) => ` ${numberOf(count)}-disc `,
    )
    .replace(
      /\b(one|two|three|four|five|six|seven|eight|nine|ten)[- ](?=dis[ck]s?\b)/giu,
      (_, count: string) => `${englishNumbers.indexOf(count.toLowerCase()) + 1}-`,
    )
    .replace(/(?<=\b(?:what|who|where|how|that|it|there|here))'s\b/giu, '')
    .replace(purposes, ' ')
    .replace(recordings, ' ')
    .replace(/最便宜的?|最低价的?|价格最低的?/gu, ' cheapest ')
    .replace(chineseAsking, ' ')
    .replace(englishAsking, ' ');
  return { ...readRequest(plain, currency), text };
}

/** The text with the formats of recordings as titles name them: `on vinyl` → on LP. */
export function withFormats(text: string): string {
  return usualForm(text)
    .slice(0, 500)
    .replace(/\bu(r?)\b(?![-.])/gu, 'you$1')
    .replace(/\b(?:compact discs?|cds)\b/giu, ' CD ')
    .replace(
      /\b(?:vinyls?(?: (?:records?|albums?))?|lps)\b(?! ?(?:player|deck|brush))|黑胶(?:唱片|碟)?(?!唱?机)/giu,
      ' on LP ',
    );
}

/** True when the request says anything that offers can be told apart by. */
export function namesSomething({ type, names, features, quantities, colours }: OfferRequest): boolean {
  return type !== undefined || [names, features, quantities, colours].some(({ length }) => length > 0);
}

/** True when a text names a kind of product or something like a model number: worth a look into the catalogue. */
export function namesProduct(text: string): boolean {
  return isLikeModel.test(text) || (mayNameType(withFormats(text)) && readAny(text).type !== undefined);
}

const isLikeModel = /(?<![\p{L}\p{N}])[a-z]{1,5}-?\d{1,4}[a-z]{0,2}(?![\p{L}\p{N}-])/iu;

/** Whom or what it shall be for, which no shop states of its goods: "for a small room", "for jogging", 给爸爸. */
export function purposeIn(text: string): string | undefined {
  const [purpose] = text.normalize('NFKC').match(purposes) ?? [];
  return purpose === undefined || /\b(?:me|us|him|her)$|自己/iu.test(purpose) ? undefined : purpose.trim();
}

/** The words of a text that limit the price, empty where none do, and the text without them: "under 200", 200美元以内. */
export function priceWordsIn(text: string): { readonly said: string; readonly rest: string } {
  const { said, rest } = readPrice(usualForm(text), 'USD');
  return said === '' ? { said, rest: text } : { said, rest };
}

/** True for who wants only the lowest price. */
export function asksForCheapest(text: string): boolean {
  return readAny(text).cheapest;
}

/** Reads a text of which no price matters. */
function readAny(text: string): OfferRequest {
  return readShopRequest(text, 'USD');
}

/**
 * True for a kind of product with a price limit, and for one with a figure, a colour or a superlative, unless the sentence
 * asks something about such products, speaks of one that the shopper has, or says more than that.
 * @param isCatalogueWord whether a title has the word.
 */
export function asksForOffers(source: string, isCatalogueWord: (word: string) => boolean): boolean {
  const said = source.replace(/^(?:(?:just|only|maybe|then) )+/iu, '');
  if (!mayNameType(withFormats(said))) return false;
  const request = readAny(said);
  const { type, price, quantities, colours, superlative, cheapest, text } = request;
  if (type === undefined) return false;
  if (price.max !== undefined) return true;
  const isTold = superlative !== undefined || cheapest || quantities.length > 0 || colours.length > 0;
  if (
    telling.test(said) ||
    !(isTold || plainWish.test(said) || isBare(said, request)) ||
    text.length > longestWish ||
    aboutThem.test(text.replace(purposes, ' '))
  )
    return false;
  const others = [...request.names, ...request.features]
    .filter(({ describing }) => !describing)
    .flatMap(({ anyOf: [word = ''] }) => word)
    .filter((word) => !isStandard(word) && !isCatalogueWord(word));
  // Of a wish for a kind alone, every word must be understood.
  return others.length < (isTold ? 2 : 1) && others.every((word) => !/\p{Script=Han}{2}/u.test(word));
}

/** Tells of a thing that is there already. */
const telling =
  /^(?:the|this|that|these|those) (?:\p{L}+ ){1,3}(?:has|have|is|are|was|were|does|doesn't|won't|will)\b/iu;

/** A kind of product and nothing else: "headphones", "just a turntable", 耳机. */
function isBare(said: string, { names, features }: OfferRequest): boolean {
  return names.length === 0 && features.length === 0 && bareWords.test(said.normalize('NFKC'));
}

const bareWords = /^(?:(?:an?|some|any|your) )*\p{L}[\p{L}-]*(?: \p{L}[\p{L}-]*){0,2}[ ?.!。？！]*$/u;
/** Whoever tells a longer story wants more than a list of offers. */
const longestWish = 120;
const plainWish =
  /^(?:(?:hi|hello|hey|yo|ok|okay|so|well|and|also|pls|please)[,.! ]+)*(?:i(?:'?m| am)? (?:really )?(?:need|want|wanna|looking for|shopping for|searching for|in the market for)|i(?:'d| would) like|looking for|searching for|find me|get me|(?:i (?:need|want) |can you |please )?(?:some )?help (?:me )?(?:with )?(?:pick(?:ing)?|choos(?:e|ing)|find(?:ing)?))\b|^(?:有(?:什么|啥)|求|请)?(?:好的?)?推荐(?:的|一下|个|一款|一台|点)?(?=.)|^(?:你好[，,！! ]*)?我?(?:需要|想要|想买|要买|想找|在找)/iu;
const purposes =
  /\bfor (?:(?:a|an|the|my|our|his|her|their|use in|listening in|going) )*(?:(?:very |rather |fairly )?(?:small|smallish|tiny|big|large|medium|living|bed|dining|dorm|home)[- ]?)*(?:rooms?|bedroom|kitchen|office|studio|apartment|flat|house|garage|home|desk|part(?:y|ies)|running|jogging|sports?|(?:the )?gym|commut(?:e|ing)|travel(?:l?ing)?|flights?|the plane|work|school|beginners?|kids?|children|teenagers?|parents|mum|mom|dad|father|mother|wife|husband|son|daughter|brother|sister|friend|girlfriend|boyfriend|boss|grandma|grandpa|birthday|christmas|present|gift|me|us|him|her|everyday use|daily use)(?:'s birthday)?\b|(?:给|送|送给)(?:我|我的)?(?:爸爸?|妈妈?|父母|老公|老婆|男友|女友|男朋友|女朋友|朋友|孩子|儿子|女儿|同事|老板|自己)(?:用|的)?|(?:适合)?(?:小|大)?(?:房间|客厅|卧室|书房|宿舍|办公室)(?:里)?(?:用|听)?的?|(?:适合)?(?:跑步|健身|运动|通勤|旅行|出差|新手|初学者|入门(?:级)?)(?:用|时用|时听)?的?/iu;
/** Words of questions about a kind of product, of what the shopper has, and of service. */
const aboutThem =
  /\b(?:how|why|should|when|who|whose|could|may|must|will|would(?! like)|does|did|was|were|am|difference|better|worth|enough|mean|explain|vs|versus|if|because|my|mine|our|bought|ordered|got|received|arrived|came|order|return(?:s|ed)?|refund|exchange|repair|fix|broken|broke|damaged|defective|faulty|scratched|noise|stopped|warranty|guarantee|deliver(?:y|ed)?|ship(?:ping|ped)?|postage|fit|fits|connect|install|set ?up|clean|store|price match|rent|trade|sell you|buy back|pay|what (?:size|kind|type|sort|gauge|length|is|are|do|about))\b|\bcan (?:i|you|we|it|they)\b|\bis (?:it|this|that|there (?:a )?(?:difference|limit|fee|charge))\b|怎么|为什么|如何|可以|能不能|能否|会不会|应该|要不要|区别|哪个好|好不好|多久|什么时候|退|换货|保修|坏|修|我的|订单|收到|买了|发货|运费|配送|邮|连接|安装|清洁|以旧换新|回收/iu;

/** What every recording is; the words that name it stand beside. */
const recordings =
  /\b(?:records?|albums?|music|recordings?)\b(?! ?(?:player|deck|brush|clean|care|shel[fv]|sleeve|cabinet|needle|storage|rack|box|wash|kit))|(?:唱片|专辑|音乐)(?!机|架|刷|套|清)/giu;
const englishNumbers = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const englishAsking =
  /\b(?:i am|i'?m|i'?ve|i'd like|ok|okay|yo|hey|hiya|pls|plz|thx|asap|rn|btw|lol|dude|bro|guys|gimme|lemme|wanna|gotta|kinda|would like|recommend(?:ation|ations)?|help|pick(?:ing)?|choos(?:e|ing)|finding|suggest(?:ion|ions)?|sells?|sold|carry|stock(?:ed)?|compar(?:e|ison)|shopping|just|catalog(?:ue)?|anything|something|decent|nice|interested|how about|(?:tell me|know|hear)(?: more)? about|more about|worth (?:it|buying|the money)|any good|got|good|great|i (?:don't|do not|haven't)(?: already| yet)? (?:have|own|got)(?: already| yet)?|after|between(?!\s*[$€£¥]?\s*\d)|shops|stores)\b/giu;
const chineseAsking =
  /请问|我?(?:想要|想|要|需要)?(?:买|要|找|来|选|挑)[一几]?[个台张部副对只款条套](?!人)|你们|商品|目录|查一下|查|看看|搜索|搜|帮我|给我|我想要|我想买|我想|我要|我需要|想买|想要|推荐|比较一下|比较|比价|一下|一款|一台|一个|一部|一副|一对|一张|哪里|哪儿|哪家|有没有|有卖|多少钱|价格|买得到|卖|买|找|有|别家|别的店|其他店|别处|吗|呢|吧|的|[?？。！!]/gu;

function numberOf(count: string): number {
  const at = '一二三四五六七八九十'.indexOf(count);
  if (count === '两') return 2;
  return at >= 0 ? at + 1 : Number(count);
}
