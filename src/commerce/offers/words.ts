/** Word lists for product requests: what carries no requirement, what only describes, what makes a variant. */

/** Words of asking, and function words: they name nothing. */
export const askingWords = wordSet(`
  a an the this that these those it its i me my we our you your is are be was do does can could would should will
  find show search get give list look looking need want buy purchase order tell please help where what which how much
  all any every each some available availability offer deal price cost shop store across option product item model
  of to at on and or as so if then also there here have has having been being not but one ones by from in into per
  come comes coming support supports supporting fit fits fitting suit suits suitable compatible compatibility feature features
  featuring include includes included including equipped use uses using work works working offering provide provides
  connect make makes made must least than other another more most older newer earlier later higher lower very good new brand like kind type sort with without for
  exactly latency diameter weigh weighs weighing length width height depth weight size capacity storage space colour color clock clocking clocked rate frequency
  slot socket connector bay technology designed
  read write reading writing resolution jack long wide tall deep thick heavy refurbished renewed reconditioned secondhand used
  brand maker manufacturer manufactured made called named state condition
  who sell sells selling sold seller listing carry carries stock every anyone somewhere money expensive affordable cheap tie cost costs total take takes taking elsewhere anywhere somewhere else cheaper does doe online internet incl shipping shipped postage delivery delivered tax
  via who whose when while hi hello thanks thank today now currently right cheapest lowest highest best
  找 找到 帮我 请 我 我要 我想 我想要 想 要 买 我想买 想买 购买 推荐 给我 的 了 吗 呢 有 有没有 哪里 哪家 哪个 一个 一台 一条 一款 一部 一副
  所有 全部 最便宜 最低价 最便宜的 价格 多少钱 多少 是多少 是 报价 优惠 便宜 店 商店 和 或 或者 在 里 能 可以 支持 带 至少 超过 大于 高于 低于 以上 以下 以内 不超过 最多
  点 点儿 一点 一些
`);

/** Words that describe a kind of product rather than name one; they do not tell two products of a line apart. */
export const describingWords = wordSet(`
  gaming game professional pro-grade digital analog wireless wired bluetooth noise cancelling canceled portable external internal smart mirrorless dslr camera fullframe body only kit console mechanical membrane
  liquid water air high speed fast quick ultra-fast low profile quality premium original genuine official edition version
  series model retail box oem stereo audio video usb home office desktop mobile universal standard classic
  over ear on-ear in-ear true curved flat frameless touchscreen touch rgb-lit led backlit rechargeable battery
  solid state drive disk memory module card graphics processor unit core cores thread threads
  quad dual single stainless steel aluminium aluminum leather silicone
  chip chipset port pin design vram stainless
  computer pc laptop notebook tablet phone smartphone cell mobile watch smartwatch device accessory
`);

/** Words which, right after a product's name, make it another product of the same line. */
export const variantWords = wordSet(`
  plus pro max ultra mini lite xl xxl xt xs xr x se fe te ti super nano micro compact slim neo edge fold flip air
  c s e d g k m r t z v2 v3 v4 rgb argb wifi elite extreme premium deluxe lpx 2 3 4 5 6 7 8 9 10 jr junior
`);

/** What a figure measures; the figure says it: `16 GB of memory`, `a refresh rate of 144 Hz`, `65 W TDP`. */
export const measureWords: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    data: 'memory ram vram ssd storage disk drive hdd',
    frequency: 'refresh speed boost turbo base memory',
    power: 'tdp wattage output rating',
    'byte-rate': 'speed transfer sequential',
    'bit-rate': 'speed transfer',
    rotation: 'speed spindle',
    length: 'screen display diagonal diameter panel size',
    charge: 'battery',
    time: 'response life run battery',
    loudness: 'noise level loudness',
    pixels: 'camera sensor',
  }).map(([dimension, words]) => [dimension, wordSet(words)]),
);

/** What a standard is of; the standard says it: `DDR5 RAM`, `IPS panel`, `ATX motherboard`, `HDMI port`. */
export const standardsOf = wordSet(
  'ram memory cpu processor motherboard mainboard panel interface standard support form factor certification certified connection connectivity network',
);

/** Parts whose colour is not the colour of the product: `white LED fans`, `red switches`. */
export const colouredParts = wordSet('led leds light lighting backlit backlight argb rgb switch interior');

/** Words that name a kind of product in one title and a part of it in the next. */
export const vagueKinds = wordSet(
  'case band cover light lead stand display screen fan battery module mount short book',
);

/** Colours by the names shops give them; each is found under its plain name. */
export const colours: ReadonlyMap<string, string> = new Map(
  Object.entries({
    black: 'black schwarz noir nero svart obsidian graphite onyx 黑色 黑',
    white: 'white weiss blanc bianco hvit vit chalk ivory 白色 白',
    grey: 'grey gray grau gris slate gunmetal 灰色 灰',
    silver: 'silver silber argent 银色 银',
    blue: 'blue blau bleu navy cobalt iceblue 蓝色 蓝',
    red: 'red rot rouge crimson 红色 红',
    green: 'green grun vert mint olive 绿色 绿',
    yellow: 'yellow gelb jaune amber 黄色 黄',
    orange: 'orange 橙色 橙',
    purple: 'purple violet lila lavender 紫色 紫',
    pink: 'pink rosa rose magenta 粉色 粉',
    brown: 'brown braun brun walnut 棕色 棕',
    beige: 'beige cream 米色',
    gold: 'gold golden 金色 金',
    cyan: 'cyan teal turquoise 青色',
  }).flatMap(([name, words]) => words.split(' ').map((word) => [word, name])),
);

/** Makers by their Chinese names; titles write them in Latin letters. */
export const makersInChinese: ReadonlyMap<string, string> = new Map(
  Object.entries({
    三星: 'samsung',
    苹果: 'apple',
    华为: 'huawei',
    小米: 'xiaomi',
    索尼: 'sony',
    佳能: 'canon',
    尼康: 'nikon',
    微软: 'microsoft',
    联想: 'lenovo',
    华硕: 'asus',
    宏碁: 'acer',
    戴尔: 'dell',
    惠普: 'hp',
    英特尔: 'intel',
    金士顿: 'kingston',
    希捷: 'seagate',
    西部数据: 'wd',
    罗技: 'logitech',
    雷蛇: 'razer',
    松下: 'panasonic',
    飞利浦: 'philips',
    雅马哈: 'yamaha',
    先锋: 'pioneer',
    天龙: 'denon',
    安桥: 'onkyo',
  }),
);

/** What products have, as titles of most shops name it. */
export const featuresInChinese: ReadonlyMap<string, string> = new Map(
  Object.entries({
    蓝牙: 'bluetooth',
    无线: 'wireless',
    有线: 'wired',
    遥控: 'remote',
    遥控器: 'remote',
    便携: 'portable',
    降噪: 'cancelling',
  }),
);

function wordSet(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/u));
}
