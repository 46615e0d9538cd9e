/** Chinese text as characters, words and toneless pinyin; traditional script meets simplified here. */
import { createRequire } from 'node:module';
import type { Jieba as JiebaClass } from '@node-rs/jieba';

type JiebaModule = { Jieba: typeof JiebaClass };
type JiebaDictionary = { dict: Uint8Array };
type OpenCc = { Converter(options: { from: string; to: string }): (text: string) => string };
type PinyinPro = {
  pinyin(text: string, options: { toneType: 'none'; type: 'array'; nonZh: 'removed' }): string[];
};

const load = createRequire(import.meta.url);
// Each dictionary takes up to 100 ms and 60 MB, so each is loaded by the first text that needs it.
let cut: ((text: string) => string[]) | undefined;
let toSimplified: ((text: string) => string) | undefined;
let syllables: ((text: string) => string[]) | undefined;

/** True when `text` has at least one Chinese character. */
export function hasChinese(text: string): boolean {
  return /\p{Script=Han}/u.test(text);
}

/** Simplified script for any Chinese text; other text is returned as it is. */
export function simplify(text: string): string {
  if (!hasChinese(text)) return text;
  toSimplified ??= loadConverter();
  return toSimplified(text);
}

/** Words of a run of Chinese characters, as jieba's dictionary cuts them. */
export function chineseWords(run: string): string[] {
  cut ??= loadJieba();
  return cut(run);
}

/** Toneless pinyin, one syllable a character: 退货 → tui huo. Homophones become equal. */
export function pinyinOf(run: string): string[] {
  syllables ??= loadPinyin();
  return syllables(run);
}

function loadJieba() {
  const { Jieba }: JiebaModule = load('@node-rs/jieba');
  const { dict }: JiebaDictionary = load('@node-rs/jieba/dict');
  const jieba = Jieba.withDict(dict);
  return (text: string) => jieba.cut(text, true);
}

function loadConverter() {
  const { Converter }: OpenCc = load('opencc-js/t2cn');
  return Converter({ from: 't', to: 'cn' });
}

function loadPinyin() {
  const { pinyin }: PinyinPro = load('pinyin-pro');
  return (text: string) => pinyin(text, { toneType: 'none', type: 'array', nonZh: 'removed' });
}
