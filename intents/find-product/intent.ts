/** The shopper looks for a product: offers of all shops compared, and what suits a customer we know. */
import {
  defineIntent,
  type FoundProduct,
  formatDay,
  formatMoney,
  type ProductSearch,
  purposeIn,
  type SayOptions,
  type ShopAgent,
  type Suggestion,
  type Turn,
  usualForm,
} from '../../src/kit.ts';
import { freshlyShown, keepShown } from '../about-shown/shown.ts';
import { productCards } from './card.ts';
import { withCatalogueNames } from './catalogue-names.ts';
import { narrowedRequest } from './narrowed.ts';
import { recordingsAsked } from './recordings-asked.ts';

/** Side by side; more would not be looked at. */
const mostCards = 8;
const mostSuggestions = 5;
/** What costs more than it may is shown only to say how much more. */
const mostDearer = 3;

/** Asks for a recommendation and says nothing of what. */
const openAsking =
  /^(?:please |can you |could you |would you )*(?:recommend|suggest|show)(?: me)? (?:something|anything)(?: for me| else| new| nice| i (?:may|might|would|could) like)*[ .!?]*$|^(?:what (?:do you|would you|can you) (?:recommend|suggest)|(?:got |have you got |do you have )?any (?:recommendations|suggestions|tips)|(?:is there |do you have |got )?anything (?:for|that suits) me|surprise me|what should i (?:get|buy)(?: next)?)(?: for me| to me)?[ .!?]*$|^(?:请)?(?:给我|帮我)?(?:随便)?推荐(?:一下|点什么|点东西|一些|点儿?好东西|些什么|什么)(?:吧|吗|呢)?[。！？ ]*$|^有什么(?:推荐|好推荐)(?:的)?(?:吗|呢)?[。！？ ]*$|^(?:有什么|有没有|有啥)(?:比较)?适合我的?(?:东西|商品|吗|呢)?[。！？ ]*$/iu;

/** Asks for what others buy, whatever is known of the shopper. */
const asksForPopular =
  /^(?:what(?:'s| is| are)(?: (?:your|the))?(?: most)? (?:popular|trending|best[- ]?sell(?:ing|ers?)|hot)(?: (?:items?|products?|things?|right now|now|at the moment|these days|here))*|what sells best|(?:your |show me (?:your |the )?)?best ?sellers)[ .!?]*$|^(?:现在|最近|店里)?(?:有什么|有哪些|什么)?(?:最)?(?:热门|热销|畅销|受欢迎|卖得好|卖得最好)(?:的)?(?:商品|东西|产品)?(?:吗|呢|有哪些)?[。！？ ]*$/iu;

/** Whatever it is: that nobody has it is an answer, too. */
const wantsToBuy =
  /^(?:(?:hi|hello|hey|ok|so|please)[ ,.!]+)*(?:i(?:'d| would) like|i (?:want|need|wanna)|i(?:'?m| am) looking) to (?:buy|purchase) (?:an?|some) \p{L}+(?: \p{L}+){0,2}[ .!]*$|^我?想(?:要)?买(?:一?[个台张部副对只款条套艘辆])\p{Script=Han}{1,6}[ 。！]*$/iu;

/** Whether there is something of the kind, and nothing about it. */
const asksWhetherSold =
  /^(?:(?:hi|hey|hello|and|so|ok)[ ,!]+)*(?:(?:do|have) (?:you|u|ya)(?: guys)?(?: still)? (?:sell|have|carry|stock|got|do)|(?:you|u)(?: guys)? (?:sell|have|got)|got|any|is there|are there) (?:\p{L}[\p{L}\d-]* ?){1,4}(?:in stock|for sale|on sale|left)?[ ?!.]*$|^(?:请问|你好|那|你们|这里|这儿|店里|还)*(?:有没有|有卖|有|卖)[\p{Script=Han}A-Za-z\d ]{2,12}(?:卖)?(?:吗|么|没有|呢)[ ?!。？！]*$/iu;

export default defineIntent({
  title: 'find-product.title',
  async follows(turn) {
    const { shop, text } = turn;
    if (!shop) return false;
    if (isOpenAsking(text) || shop.asksForOffers(text) || addsPurpose(turn) !== undefined) return true;
    if ((await narrowedRequest(turn)) !== undefined || recordingsAsked(text) !== undefined) return true;
    return asksWhetherSold.test(text) && shop.namesKind(text) && (await hasAllOf(shop, text));
  },
  async recognises(turn) {
    const { shop, text } = turn;
    // "Where is my receiver" is about an order, not about receivers on sale.
    if (!shop || /\bmy\b|我的/iu.test(text)) return false;
    return wantsToBuy.test(text) || shop.recognises(await withCatalogueNames(turn));
  },
  async run(turn) {
    const { shop } = turn;
    if (!shop) return turn.say('find-product.unavailable');
    const added = addsPurpose(turn);
    if (added !== undefined) {
      const buttons = [{ title: turn.phrase('decline.person') }];
      return turn.say('find-product.purpose', { purpose: added }, { buttons });
    }
    // Chosen from a "did you mean", it is about what was asked before.
    const isChosen = turn.text === turn.phrase('find-product.title');
    const recordings = recordingsAsked(turn.text);
    const text = (isChosen && turn.memory.previous) || (recordings?.request ?? turn.text);
    const asked = (await narrowedRequest(turn)) ?? (await withCatalogueNames(turn, text));
    const search = isOpenAsking(asked) ? nothingAsked : await shop.find(asked);
    const isOpen = search.level === 'nothing-asked';
    const suggestions = isOpen ? await openSuggestions(turn, shop) : await suggestionsFor(turn, shop, search);
    if (isOpen && suggestions.length === 0) return turn.say('find-product.what');
    const shown = suggestions.length > 0 ? suggestions : plain(search);
    const [first] = shown;
    if (recordings && (!first || (search.level === 'nearest' && !isAlmost(recordings.name, search)))) {
      const { name } = recordings;
      return turn.say(
        'find-product.unknown',
        { name },
        { buttons: [{ title: turn.phrase('decline.person') }] },
      );
    }
    if (!first) {
      return turn.say('find-product.none', {}, { buttons: [{ title: turn.phrase('decline.person') }] });
    }
    lead(turn, search, first.product, suggestions.length > 0, {
      cards: await productCards(turn, shop, shown),
      ...(shown.length > 1 && { buttons: [{ title: turn.phrase('compare-products.title') }] }),
    });
    const purpose = purposeIn(turn.text);
    if (purpose !== undefined) turn.say('find-product.purpose', { purpose });
    keepShown(
      turn,
      shown.map(({ product }) => product),
      // What was shown unasked cannot be found again by the words.
      isOpen ? '' : asked,
    );
  },
});

/** All but one of several words of a title: "exile on main street" is the Exile on Main St. that is there. */
function isAlmost(name: string, { missing }: ProductSearch): boolean {
  return missing.length === 1 && name.split(/\s+/u).length > 2;
}

/** "Do you sell blank tapes": something is on sale of which all that was said is true. */
async function hasAllOf(shop: ShopAgent, text: string): Promise<boolean> {
  const { level, products } = await shop.findExactly(text);
  return level === 'exact' && products.length > 0;
}

/** A message that only says whom or what the things shown shall be for. */
function addsPurpose(turn: Turn): string | undefined {
  const purpose = freshlyShown(turn) && purposeIn(turn.text);
  const rest =
    purpose && turn.text.replace(purpose, '').replace(/^(?:it'?s|mainly|mostly|主要)\b|[\s.!。！]+/giu, '');
  return rest === '' ? purpose : undefined;
}

function isOpenAsking(text: string): boolean {
  return openAsking.test(text) || isPopularAsked(text);
}

function isPopularAsked(text: string): boolean {
  return asksForPopular.test(usualForm(text));
}

/** No words of "what should I buy next" are the name of a product. */
const nothingAsked: ProductSearch = {
  level: 'nothing-asked',
  products: [],
  missing: [],
  cheapest: false,
  ratesOf: undefined,
};

/** For a customer we know and who did not ask for the lowest price alone. */
async function suggestionsFor(
  { customerId, personalised, optedOut, now }: Turn,
  shop: ShopAgent,
  search: ProductSearch,
): Promise<readonly Suggestion[]> {
  if (customerId === undefined || search.cheapest || search.level !== 'exact') return [];
  if (!personalised && !optedOut) return [];
  return shop.suggest({ customerId, personalised, wanted: search, now, count: mostSuggestions });
}

/** "Recommend me something": whatever suits, what goes with the page, or what is popular. */
async function openSuggestions(turn: Turn, shop: ShopAgent): Promise<readonly Suggestion[]> {
  if (!isOpenAsking(turn.text)) return [];
  const { customerId, memory, now } = turn;
  const personalised = turn.personalised && !isPopularAsked(turn.text);
  return shop.suggest({ customerId, personalised, page: memory.page, now, count: mostSuggestions });
}

/** The cheapest first; of a question for the cheapest, only that. */
function plain({ products, cheapest, level }: ProductSearch): readonly Suggestion[] {
  const most = cheapest ? 1 : level === 'dearer' ? mostDearer : mostCards;
  return products.slice(0, most).map((product) => ({ product, reasons: [] }));
}

function lead(
  turn: Turn,
  search: ProductSearch,
  { offers: [best] }: FoundProduct,
  forYou: boolean,
  shown: SayOptions,
): void {
  const compared = search.products.flatMap(({ offers }) => offers);
  const counts = {
    offers: compared.length,
    shops: new Set(compared.map(({ shop }) => shop)).size,
  };
  const cheapest = search.cheapest && best.shippingKnown ? best.cost : undefined;
  if (search.level === 'nothing-asked') {
    const isOwn = turn.personalised && !isPopularAsked(turn.text);
    turn.say(isOwn ? 'find-product.suggested' : 'find-product.popular', {}, shown);
  } else if (search.level === 'dearer') {
    turn.say('find-product.dearer', {}, shown);
  } else if (search.level === 'nearest') {
    turn.say('find-product.nearest', { missing: search.missing.join(', ') }, shown);
  } else if (cheapest) {
    const total = formatMoney(cheapest, turn.language);
    const among = best.own ? 'find-product.no-better' : 'find-product.cheapest';
    turn.say(
      compared.length === 1 ? 'find-product.cheapest.single' : among,
      { total, shop: best.shop, ...counts },
      shown,
    );
  } else if (compared.length === 1) {
    turn.say('find-product.found.single', { shop: best.shop }, shown);
  } else if (forYou && turn.personalised) {
    turn.say('find-product.found.for-you', counts, shown);
  } else {
    turn.say('find-product.found', { ...counts, count: search.products.length }, shown);
  }
  if (forYou && turn.optedOut) turn.say('reason.not-personalised');
  if (search.ratesOf !== undefined)
    turn.say('find-product.rates', { day: formatDay(search.ratesOf, turn.language) });
}
