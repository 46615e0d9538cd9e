/** The words by which shoppers ask to be told of something, and by which it is known of what, in both languages. */

const number = String.raw`(\d[\d.,]*)`;
const currency = String.raw`[^\d\s\p{L}]?\s*(?:US\$|USD|EUR|RMB)?\s*`;

export const asking = new RegExp(
  [
    String.raw`\b(?:tell|notify|alert|inform|e-?mail|ping|remind|message|text|warn|update|nudge|buzz)\s+me\b`,
    String.raw`\blet\s+me\s+know\b`,
    String.raw`\bkeep\s+me\s+(?:posted|informed|updated|up\s+to\s+date|in\s+the\s+loop)\b`,
    String.raw`\b(?:give|send|drop)\s+me\s+an?\s+(?:shout|heads?[\s-]?up|nudge|ping|alert|notice|notification|reminder|line|note|message|mail|e-?mail)\b`,
    String.raw`\b(?:i\s+(?:want|need)|i'?d\s+(?:like|love)|i\s+would\s+(?:like|love)|i\s+wanna|can\s+i|could\s+i)\s*(?:to\s+)?(?:know|hear|be\s+(?:told|notified|informed|alerted|reminded)|get\s+(?:notified|told|alerted|a\s+(?:notification|reminder|message)))\b`,
    String.raw`\b(?:want|need|like|set|make|create|add|get|have|put)\s+(?:up\s+)?(?:an?\s+|me\s+an?\s+)?(?:price\s+|stock\s+)?(?:drop\s+)?(?:alert|alarm|watch|notification|reminder)\b`,
    String.raw`\b(?:watch|track|monitor|follow)\s+(?:the\s+)?prices?\b`,
    String.raw`\bkeep\s+an?\s+eye\s+on\b|(?:^|\b(?:please|you)\s+)watch\b`,
    '(?:告诉|通知|提醒|告知|知会|提示|喊|叫)(?:一下|一声)?我(?:一下|一声)?|(?:跟|和|给|同)我(?:说|讲)(?:一下|一声)?',
    '给我发(?:个|条|一条|一个)?(?:消息|通知|邮件|短信)|发(?:个|条|一条|一个)?(?:消息|通知|邮件|短信)给我|收到(?:提醒|通知)',
    '设(?:置|定)?(?:个|一个|一下)?[^，。]{0,12}(?:提醒|通知)|(?:到价|降价|到货|补货|演出)(?:提醒|通知)',
    '(?:帮|替|给)我(?:(?:盯|看)(?:着|一下|住)|(?:关注|留意)(?:着|一下)?)|盯(?:着|住)[^，。]{0,20}价格?|关注[^，。]{0,20}价格',
  ].join('|'),
  'iu',
);

/** Phrases of asking that say nothing else; the others name an occasion, too. */
export const askingOnly =
  /(?:告诉|通知|提醒|告知|知会|提示|喊|叫)(?:一下|一声)?我(?:一下|一声)?|(?:跟|和|给|同)我(?:说|讲)(?:一下|一声)?/gu;

/** Asked in these words, it is the price unless something else is said. */
export const watching =
  /\b(?:watch|track|monitor|follow|eye\s+on)\b|\bprice\s+(?:drop\s+)?(?:alert|alarm)|(?:价|降价).*(?:提醒|通知)|盯|关注|留意|看着/iu;

const figure = `${currency}${number}`;

/** A limit with its number: under 50, 低于50. */
export const limit = new RegExp(
  [
    String.raw`\b(?:is|are|'?s|gets?|goes|costs?|drops?|falls?|comes?|sinks?)?\s*(?:ever\s+)?(?:down\s+)?(?:to\s+)?(?:under|below|beneath|less\s+than|lower\s+than|cheaper\s+than|at\s+most|no\s+more\s+than|(?:drops?|falls?|goes|gets?|down|is)\s+(?:down\s+)?to|hits|reaches)\s+${figure}\s*(?:%|percent\b|dollars?\b|usd\b|eur\b|euros?\b|bucks\b)?(?:\s+or\s+(?:less|below))?`,
    String.raw`\b(?:is|at|for|costs?|priced\s+at)\s+${figure}\s*(?:dollars?\s+|euros?\s+|bucks\s+)?or\s+(?:less|below|cheaper|under)`,
    String.raw`(?:低于|不到|少于|小于|不超过|降到|降至|跌到|跌破|跌至|便宜到|掉到)\s*${figure}\s*(?:美元|美金|欧元|块钱|元|块|刀|%)?\s*(?:以下|以内|之下)?`,
    String.raw`(?:在\s*)?${figure}\s*(?:美元|美金|欧元|块钱|元|块|刀)?\s*(?:以下|以内|之下)`,
  ].join('|'),
  'iu',
);

/** "An alert for it at 300", 300元的到价提醒: a limit only beside the word alert, which is gone by then. */
export const atPrice = new RegExp(
  String.raw`\bat\s+${figure}\s*(?:dollars?\b|usd\b|eur\b|euros?\b|bucks\b)?\s*$|(?:设(?:置|定)?(?:个|一个)?)?\s*${figure}\s*(?:美元|美金|欧元|块钱|元|块|刀)的?`,
  'iu',
);

export const percent =
  /(?:\bby\s+)?(?:\bat\s+least\s+)?(\d{1,2})\s*(?:%|percent\b|个百分点)(?:\s+or\s+more)?|百分之(\d{1,2})/iu;

export const stock =
  /\b(?:in\s+stock|available|back\s+on\s+sale|restock(?:ed|s)?|(?:is|are|it's|comes?|gets?|be)\s+back(?!\s+(?:to|in|on|near)\b))\b|\b(?:have|get|sell|got)\b.{0,60}\bagain\b|有货|到货|补货|上架|现货|进货/iu;
export const cheaper =
  /\b(?:cheaper|on\s+sale|discount(?:ed)?|reduced|on\s+offer|marked\s+down)\b|\b(?:drops?|falls?|goes\s+down|comes\s+down|price\s+drop)\b|降价|便宜|打折|特价|价格?(?:下降|下跌|变化|变动|降|跌)|掉价/iu;
export const shows =
  /\b(?:play(?:s|ing)?|perform(?:s|ing)?|tour(?:s|ing)?|concerts?|gigs?|shows?|on\s+stage|what(?:'s|\s+is)\s+on|live\s+music|events?|festivals?)\b|演出|演唱会|音乐会|音乐节|巡演|巡回|开唱|现场|活动/iu;
/** Of a show only when nothing else is meant: records come in, too. */
export const visits =
  /\b(?:comes?|coming)\s+(?:to|near|here|by|around|back\s+to)\b|\bin\s+town\b|来(?:我们?这|这里|附近)/iu;
/** Of a show when a town is named with it. */
export const isThere = /\b(?:is|are|be|gets?)\s+(?:in|near)\b|[来到去]\p{L}/iu;
/** What stands around a performer's name when the rest is gone: "gigs of Nina Simone", 滚石开. */
export const showsOf =
  /^(?:(?:concerts?|gigs?|shows?|tours?)\s+(?:of|by|with)\s+|来|什么(?:的)?|哪些|任何|谁)+|\s*[来到在]?(?:开|办|举办|举行)?$|\s+(?:plays?|tours?|performs?)?\s*in\s+(?:january|february|march|april|may|june|july|august|september|october|november|december|spring|summer|autumn|winter)$/giu;
/** Kinds of music: events name who plays, and not what. */
export const genre =
  /^(?:jazz|rock|pop|classical|classic|folk|blues|country|soul|metal|punk|electronic|techno|hip[- ]?hop|rap|reggae|opera|indie|爵士|摇滚|古典|民谣|蓝调|流行|电子|说唱)(?:\s*(?:music|concerts?|gigs?|shows?|festivals?|bands?|音乐|乐))?$/iu;
export const news =
  /\b(?:anything|something|stuff|things?)\s+new\b|\bnew\b.{0,40}\b(?:records?|albums?|releases?|products?|things?|music|stuff|arrivals?|vinyl|models?|singles?|one)\b|\breleases?\s+(?:an?\s+|something\s+)?new\b|新(?:品|专辑|唱片|货|作品|碟|歌|款|到|的)/iu;
export const answer =
  /\b(?:(?:when(?:ever)?|once|if|as\s+soon\s+as|the\s+moment)\s+you\s+(?:know|find\s+out|have\s+(?:an?|the)\s+answer|hear\s+back)|there(?:\s+is|'s)\s+an\s+answer|answered|know\s+the\s+answer)\b|知道(?:答案|结果)?(?:了|之后|以后|后)|有(?:了)?(?:答案|结果|消息|回复)|查到|问到/iu;

/** "Change my Halden alert to 170", Halden 的提醒改成 180. */
export const namedChange = new RegExp(
  String.raw`\b(?:change|set|make|lower|raise|update|move)\s+(?:my|the)\s+(.*?)\s*(?:price\s+)?(?:alert|target|limit|alarm)(?:\s+price)?\s+(?:to|at)\s+${figure}|^(.*?)\s*的?(?:到价|降价|价格)?(?:提醒|目标价)\s*(?:价格)?(?:改|调|换|设)(?:整)?(?:成|为|到)\s*${figure}`,
  'iu',
);
export const changing = new RegExp(
  [
    String.raw`\b(?:make|change|set|lower|raise|move|update|put)\s+(?:it|that|this|the\s+(?:target|limit|price|alert))\s+(?:down\s+|up\s+)?(?:to\s+)?(?:be\s+)?(?:under\s+|below\s+|at\s+)?${figure}`,
    String.raw`\b(?:actually|rather|sorry|better|no|instead)\b[,:]?\s*(?:make\s+it\s+)?(?:under\s+|below\s+|at\s+)?${figure}`,
    String.raw`${figure}\s*(?:dollars?\s+|euros?\s+)?(?:instead(?!\s+of)|rather|is\s+enough|will\s+do)\b`,
    String.raw`(?:改|换|调|设|变)(?:整|更)?(?:成|为|到|作)?\s*${figure}|(?:降|提高|升|加)(?:到|至)\s*${figure}|^(?:那就|还是|就)\s*${figure}|^\D{0,4}(?:低于|不到|少于)\s*${figure}`,
  ].join('|'),
  'iu',
);
/** A number in such a sentence is no price. */
export const otherThings =
  /\b(?:orders?|address|pieces?|items?|people|quantity|stars?)\b|订单|地址|[个件张台日天号]/iu;
/** Asks for no alert, but which there are or that one ends; or agrees to advertising as a whole. */
export const notAsking =
  /\b(?:stop|cancel|delete|remove|don'?t|do\s+not|no\s+longer|not\s+any\s+more|turn\s+off|offers?)\b|不(?:要|用|再|想|需要)|(?<!特)别(?:再|给|告诉|提醒|通知)|取消|删|关闭|停止|哪些|盯着?什么|^我的[^，。]{0,8}(?:提醒|通知)$|优惠/iu;
/** Numbers in characters that stand for a price or a share. */
export const hanAmount =
  /(?<=(?:低于|不到|少于|小于|不超过|[降跌便宜改换调设]到|[降跌]至|跌破|[改换调设]成|改为|百分之|那就)\s*)[零一二两三四五六七八九十百千万]+/gu;
