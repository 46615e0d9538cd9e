/** What a shopper's sentence asks of the shops: the offers engine reads it once the words of asking are gone. */
import { type OfferRequest, readRequest } from '../commerce/index.ts';

/** The requirements of `text`; `currency` is that of prices without a sign. */
export function readShopRequest(text: string, currency: string): OfferRequest {
  // Several questions of one turn read the same sentence.
  if (last?.text !== text || last.currency !== currency)
    last = { text, currency, request: readAnew(text, currency) };
  return last.request;
}

let last: { readonly text: string; readonly currency: string; readonly request: OfferRequest } | undefined;

function readAnew(text: string, currency: string): OfferRequest {
  const plain = withFormats(text)
    .replace(/碟机/gu, '碟cd机')
    .replace(
      /([一二两三四五六七八九十]|\d{1,3})\s*碟(?:装|的)?/gu,
      (_, count: string) => ` ${numberOf(count)}-disc `,
    )
    .replace(
      /\b(one|two|three|four|five|six|seven|eight|nine|ten)[- ](?=dis[ck]s?\b)/giu,
      (_, count: string) => `${englishNumbers.indexOf(count.toLowerCase()) + 1}-`,
    )
    .replace(recordings, ' ')
    .replace(/最便宜的?|最低价的?|价格最低的?/gu, ' cheapest ')
    .replace(chineseAsking, ' ')
    .replace(englishAsking, ' ');
  return { ...readRequest(plain, currency), text };
}

/** The text with the formats of recordings as titles name them: `on vinyl` → on LP. */
export function withFormats(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[’‘]/gu, "'")
    .slice(0, 500)
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

/** True when it names a kind of product or something like a model number: worth a look into the catalogue. */
export function namesProduct({ type, text }: OfferRequest): boolean {
  return type !== undefined || /(?<![\p{L}\p{N}])[a-z]{1,5}-?\d{1,4}[a-z]{0,2}(?![\p{L}\p{N}-])/iu.test(text);
}

/** What every recording is; the words that name it stand beside. */
const recordings =
  /\b(?:records?|albums?|music|recordings?)\b(?! ?(?:player|deck|brush|clean|care|shel[fv]|sleeve|cabinet|needle|storage|rack|box|wash|kit))|(?:唱片|专辑|音乐)(?!机|架|刷|套|清)/giu;
const englishNumbers = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const englishAsking =
  /\b(?:i am|i'm|i'd like|would like|recommend(?:ation|ations)?|suggest(?:ion|ions)?|sells?|sold|carry|stock(?:ed)?|compar(?:e|ison)|shopping|catalog(?:ue)?|anything|something|decent|nice|interested|how about|worth (?:it|buying|the money)|any good|got|good|great|i (?:don't|do not|haven't)(?: already| yet)? (?:have|own|got)(?: already| yet)?|after|between(?!\s*[$€£¥]?\s*\d)|shops|stores)\b/giu;
const chineseAsking =
  /请问|你们|商品|目录|查一下|查|看看|搜索|搜|帮我|给我|我想要|我想买|我想|我要|我需要|想买|想要|推荐|比较一下|比较|比价|一下|一款|一台|一个|一部|一副|一对|一张|哪里|哪儿|哪家|有没有|有卖|多少钱|价格|买得到|卖|买|找|有|别家|别的店|其他店|别处|吗|呢|吧|的|[?？。！!]/gu;

function numberOf(count: string): number {
  const at = '一二三四五六七八九十'.indexOf(count);
  if (count === '两') return 2;
  return at >= 0 ? at + 1 : Number(count);
}
