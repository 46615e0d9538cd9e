/** Kinds of products by the names shoppers and shops give them, and which kind a title or request is about. */

import { plainLetters } from '../../core/plain-letters.ts';
import { singular } from './singular.ts';

export interface ProductType {
  readonly id: string;
  /** Wider kinds that this one is also found under. */
  readonly isA: readonly string[];
}

/**
 * The kind that the words are about: the last kind named before the first word that begins an addition
 * (`with`, `for`, `and more`). `PWM Fan Extension Cable` is a cable, `CPU with cooler` a processor.
 * `words` are normalised tokens (see `tokensOf`).
 */
export function headType(
  words: readonly string[],
): { type: ProductType; start: number; end: number } | undefined {
  let head: { type: ProductType; start: number; end: number } | undefined;
  for (let start = 0; start < words.length; start += 1) {
    const word = words[start] ?? '';
    if (additions.has(word)) {
      if (head) return head;
      // `For Apple Watch: leather strap` names its kind later.
      continue;
    }
    const named = typeAt(words, start);
    if (!named) continue;
    // `Leather strap Apple Watch` is a strap: what it is worn on follows it without a `for`.
    if (head && worn.has(head.type.id) && wearers.has(named.type.id)) return head;
    head = { ...named, start };
    start = named.end - 1;
  }
  return head;
}

/** The longest name of a kind that begins at `start`. */
export function typeAt(
  words: readonly string[],
  start: number,
): { type: ProductType; end: number } | undefined {
  if (!namesByFirst.has(words[start] ?? '')) return undefined;
  for (let end = Math.min(words.length, start + longestName); end > start; end -= 1) {
    const type = typesByName.get(words.slice(start, end).join(' '));
    if (type) return { type, end };
  }
  return undefined;
}

/**
 * False for a text whose words surely name no kind of product, told by their letters alone; whether another one does, only
 * reading it tells.
 */
export function mayNameType(text: string): boolean {
  const said = plainLetters(text).toLowerCase();
  // As a reading writes it too: an i-pad is an ipad.
  const joined = said.includes('-') ? said.replace(/\b([a-z])-(?=[a-z]{3})/g, '$1') : '';
  const words = new Set((`${said} ${joined}`.match(/[a-z]+/g) ?? []).map(singular));
  for (const word of words) {
    if (word === 'ddr' || namesByFirst.get(word)?.some((name) => name.every((each) => words.has(each))))
      return true;
  }
  return hanWord.test(said);
}

/** True when every thing of that kind has it, so that no shop says it: the radiator of a liquid cooler. */
export function implied(type: ProductType | undefined, word: string): boolean {
  return (implications.get(type?.id ?? '') ?? []).includes(word);
}

const implications = new Map<string, readonly string[]>([
  ['liquid cooler', ['radiator', 'liquid', 'water', 'aio', 'cpu']],
  ['cooler', ['cpu', 'processor']],
  ['laptop', ['screen', 'display', 'computer']],
  ['monitor', ['screen', 'display', 'panel']],
  ['smartphone', ['screen', 'camera', 'storage']],
  ['graphics card', ['memory', 'vram', 'gpu']],
  ['keyboard', ['key']],
  ['ssd', ['storage']],
]);

/** True when a thing of kind `type` is also a `wanted`. */
export function isKindOf(type: ProductType, wanted: ProductType): boolean {
  return type.id === wanted.id || type.isA.includes(wanted.id);
}

const worn = new Set(['watch strap', 'phone case', 'cover']);
const wearers = new Set(['watch', 'smartwatch', 'smartphone', 'tablet', 'laptop', 'camera']);

/** True for the `bands` of `Apple Watch bands`: what is worn on is named before it. */
export function isWornOnNamed(type: ProductType, before: readonly string[]): boolean {
  return worn.has(type.id) && before.some((_, at) => wearers.has(typeAt(before, at)?.type.id ?? ''));
}

const additions = new Set([
  'with',
  'for',
  'without',
  'including',
  'includes',
  'featuring',
  'compatible',
  'from',
  'by',
]);

/** `id < wider kinds: names`. Names are singular and as `tokensOf` writes them. */
const lexicon = `
processor: cpu, processor, cpu processor, desktop processor, server processor, 处理器
motherboard: motherboard, mainboard, mobo, main board, 主板
memory: ram, memory, memory kit, memory module, ram kit, ram module, ram memory, 内存, 内存条
graphics card: gpu, graphics card, graphic card, video card, professional graphics card, 显卡
power supply: psu, power supply, power supply unit, 电源
computer case: case, pc case, computer case, gaming case, pc gaming case, chassis, tower case, desktop case, cube case, gaming cube case, console type case, 机箱
phone case < cover: phone case, phone cover, smartphone case, iphone case, 手机壳
cover: cover, sleeve, skin, wrap, vinyl wrap, protector, screen protector, pouch, bag, case cover, case band
cooler: cooling, cooler, cpu cooler, heatsink, heatsink fan, heatsink and fan, heatsink with fan, cpu fan, air cooler, cpu air cooler, cpu heatsink, 散热器
liquid cooler < cooler: radiator, liquid cpu cooler, liquid cooler, aio, aio cooler, water cooler, cpu liquid cooler, aio cpu cooler, aio liquid cooler, aio liquid cpu cooler, watercooling, water cooling, liquid cooling, cpu water cooler, 水冷, 水冷散热器
water block: water block, cpu water block
case fan: case fan, fan, pc fan, 风扇
thermal paste: heat paste, thermal paste, thermal compound, thermal grease, 硅脂
thermal pad: thermal pad
ssd < drive: ssd, solid state drive, solid state disk, ssd drive, 固态硬盘
external ssd < ssd, external drive, drive: external ssd, portable ssd, external solid state drive, 移动固态硬盘
hdd < drive: hdd, hard drive, hard disk, hard disk drive, surveillance hard drive, mobile hard drive, 硬盘, 机械硬盘
external hdd < hdd, external drive, drive: external hard drive, portable hard drive, portable external hard drive, external hdd, mobile external hard drive, 移动硬盘
drive: drive, storage drive, disk, disc drive, data storage
external drive < drive: external drive, portable drive, external storage
usb stick: usb stick, usb drive, flash drive, usb flash drive, memory pen, memory stick, pen drive, thumb drive, u 盘, 优盘
memory card: memory card, sd card, micro sd card, microsd card, microsd, 存储卡
enclosure: enclosure, ssd enclosure, hard drive enclosure, caddy, drive caddy, ssd caddy, drive enclosure, ssd case, 硬盘盒
card reader: card reader, multi card reader, 读卡器
optical drive: dvd writer, dvd drive, optical drive, dvd rw, blu ray writer, blu ray drive, dvd burner, 光驱
monitor: monitor, display, screen, computer monitor, 显示器
monitor arm: monitor arm, monitor stand, monitor mount, 显示器支架
tv: tv, television, smart tv, oled tv, 电视, 电视机
projector: projector, 投影仪
keyboard: keyboard, 键盘
keyboard and mouse < keyboard, mouse: keyboard and mouse, keyboard mouse, desktop kit, keyboard and mouse set, keyboard and mouse combo, desktop set
mouse: mouse, mice, mous, 鼠标
mouse pad: mouse pad, mousepad, mouse mat, 鼠标垫
headset < headphones: headset, 耳麦
headphones: headphone, earphone, over ear headphone, on ear headphone, 耳机
earbuds < headphones: earbud, ear bud, in ear headphone, in ear earset, earset, airpod, 耳塞
speaker: speaker, loudspeaker, speaker system, bookshelf speaker, soundbar, sound bar, subwoofer, notebook speaker, 音箱, 扬声器, 音响
microphone: microphone, mic, clip on microphone, 麦克风
webcam: webcam, web cam, 摄像头
capture card: capture card, capture box, video capture card, capture device, 采集卡
laptop: laptop, notebook, ultrabook, chromebook, 笔记本, 笔记本电脑
tablet: tablet, ipad, 平板, 平板电脑
desktop computer: pc, desktop pc, desktop computer, tower pc, mini pc, workstation pc, sff pc, 台式机, 电脑
barebone < desktop computer: barebone, barebone pc, mini pc barebone, barebone system
smartphone: smartphone, phone, mobile phone, cell phone, mobile, 手机, 智能手机
smartwatch < watch: smartwatch, smart watch, 智能手表
watch: watch, wristwatch, 手表
watch strap: strap, watch strap, watch band, wristband, wrist band, band, sport band, watchband, smartwatch accessory, smartwatch equipment, 表带
console: console, game console, gaming console, video game console, 游戏机
controller: controller, gamepad, game controller, joystick, 手柄
camera: camera, digital camera, mirrorless camera, dslr, dslr camera, system camera, camera body, mirrorless camera body, cinema camera, 相机
lens: lens, camera lens, objective, lentille, zoom lens, 镜头
tripod: tripod, 三脚架
cable: cable, cord, lead, power cord, patch cable, network cable, ethernet cable, charging cable, extension cable, 线, 数据线, 电缆
adapter: adapter, adaptor, converter, dongle, splitter, 转接头, 转换器, 适配器
converter cable < adapter: converter cable, adapter cable, conversion cable
cable tie: cable tie
charger: charger, power adapter, wall charger, charging station, 充电器
power bank: power bank, powerbank, 充电宝
battery: battery, batteries, 电池
access point: access point, wireless access point, 无线接入点
router: router, wifi router, mesh system, 路由器
switch: switch, network switch, ethernet switch, unmanaged switch, desktop switch, gigabit switch, 交换机
network adapter < adapter: network adapter, network card, network interface card
receiver: receiver, av receiver, stereo receiver, music receiver, bluetooth receiver, audio receiver, 功放, 接收机
amplifier: amplifier, amp, integrated amplifier, power amplifier, 放大器
turntable: turntable, record player, 唱机, 黑胶唱机
cd player: cd player, cd changer, disc player, compact disc player, disc changer, cd, sacd player, cd 机, cd 播放机, 激光唱机
cassette deck: cassette deck, tape deck, cassette player, 卡座
double cassette deck < cassette deck: double cassette deck, dual cassette deck, twin cassette deck, double tape deck, dual tape deck, 双卡座录音机, 双卡录音机, 双卡座
blank cassette: blank cassette, blank tape, blank audio cassette, blank cassette tape, cassette tape, 空白磁带, 空白带, 磁带
blank disc: blank disc, blank cd, recordable cd, recordable disc, 空白光盘, 刻录盘, 刻录光盘
dvd player: dvd player, blu ray player, bluray player
tuner: tuner, radio, fm tuner, dab radio, 收音机
printer: printer, laser printer, inkjet printer, photo printer, 打印机
ink: toner, ink cartridge, toner cartridge, ink, cartridge, 墨盒, 硅鼓
scanner: scanner, document scanner, 扫描仪
software: software, antivirus, office suite, 软件
module: module, tpm module, tpm, module header
upgrade kit: upgrade kit, cloning kit, lcd display upgrade kit, display upgrade kit
cleaning: cleaning kit, cleaner, cleaning supply, cleaning cloth
shelf: shelf, shelves, cd shelf, record shelf, storage rack, cd rack, record rack, 架子, 唱片架, 置物架
wall mount: wall mount, tv mount, bracket, mount, holder, stand
drone: drone, quadcopter, 无人机
ereader: e reader, ereader, ebook reader, 电子书
vacuum: vacuum, vacuum cleaner, robot vacuum, 吸尘器, 扫地机器人
coffee machine: coffee machine, espresso machine, coffee maker, 咖啡机
kettle: kettle, 水壶
toaster: toaster
blender: blender, mixer, food processor, 搅拌机
fridge: fridge, refrigerator, 冰箱
washing machine: washing machine, washer, dryer, 洗衣机
dishwasher: dishwasher, 洗碗机
oven: oven, stove, microwave, cooker, 烤箱, 微波炉
air conditioner: air conditioner, air purifier, heater, 空调
lamp: lamp, light, light bulb, led bulb, 灯
shoe: shoe, sneaker, boot, sandal, 鞋, 鞋子
shirt: shirt, t shirt, tee, blouse, polo, 衬衫
trousers: trouser, pant, jean, short, 裤子
jacket: jacket, coat, hoodie, sweater, pullover, 外套
dress: dress, skirt, 裙子
backpack < cover: backpack, rucksack, laptop bag, 背包
guitar: guitar, electric guitar, bass guitar, 吉他
piano: piano, digital piano, keyboard piano, 钢琴
bicycle: bicycle, bike, e bike, 自行车
book: book, paperback, hardcover, 书
toy: toy, puzzle, board game, doll, 玩具
ticket: ticket, concert ticket, 门票
`;

const typesByName = new Map<string, ProductType>();
/** Names as their words, by the first of them: most words begin none. */
const namesByFirst = new Map<string, string[][]>();
for (const line of lexicon.trim().split('\n')) {
  const [head = '', names = ''] = line.split(': ');
  const [id = '', wider = ''] = head.split(' < ');
  const type: ProductType = { id, isA: wider === '' ? [] : wider.split(', ') };
  for (const name of names.split(', ')) {
    const words = name.split(' ').map(singular);
    const key = words.join(' ');
    if (!typesByName.has(key)) typesByName.set(key, type);
    const [first = ''] = words;
    const names = namesByFirst.get(first) ?? [];
    names.push(words);
    namesByFirst.set(first, names);
  }
}

const longestName = 4;

/** Every Chinese word of a name. */
const hanWord = new RegExp(
  [...new Set([...typesByName.keys()].flatMap((name) => name.match(/\p{Script=Han}+/gu) ?? []))].join('|'),
  'u',
);

/** Chinese names of kinds, so that a sentence without spaces can be told apart into words. */
export const hanNames: ReadonlySet<string> = new Set(
  [...typesByName.keys()].filter((name) => /\p{Script=Han}/u.test(name)),
);
