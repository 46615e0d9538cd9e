/** Chinese text as characters, words and toneless pinyin; traditional script meets simplified here. */
import { createRequire } from 'node:module';
import type { Jieba as JiebaClass } from '@node-rs/jieba';

type JiebaModule = { Jieba: typeof JiebaClass };
type JiebaDictionary = { dict: Uint8Array };
type OpenCc = { Converter(options: { from: string; to: string }): (text: string) => string };
type PinyinPro = {
  pinyin(text: string, options: { toneType: 'none'; type: 'array'; nonZh: 'removed' }): string[];
};

interface ChineseTools {
  cut(text: string): string[];
  simplify(text: string): string;
  syllables(text: string): string[];
}

const load = createRequire(import.meta.url);
let tools: ChineseTools | undefined;

/** True when `text` has at least one Chinese character. */
export function hasChinese(text: string): boolean {
  return /\p{Script=Han}/u.test(text);
}

/** Simplified script for any Chinese text; other text is returned as it is. */
export function simplify(text: string): string {
  return hasChinese(text) ? chinese().simplify(text) : text;
}

/** Words of a run of Chinese characters, as jieba's dictionary cuts them. */
export function chineseWords(run: string): string[] {
  return chinese().cut(run);
}

/** Toneless pinyin, one syllable a character: 退货 → tui huo. Homophones become equal. */
export function pinyinOf(run: string): string[] {
  return chinese().syllables(run);
}

/** Dictionaries take about 100 ms and 60 MB, so a shop without Chinese never loads them. */
function chinese(): ChineseTools {
  if (tools) return tools;
  const { Jieba }: JiebaModule = load('@node-rs/jieba');
  const { dict }: JiebaDictionary = load('@node-rs/jieba/dict');
  const { Converter }: OpenCc = load('opencc-js/t2cn');
  const { pinyin }: PinyinPro = load('pinyin-pro');
  const jieba = Jieba.withDict(dict);
  const convert = Converter({ from: 't', to: 'cn' });
  tools = {
    cut: (text) => jieba.cut(text, true),
    simplify: convert,
    syllables: (text) => pinyin(text, { toneType: 'none', type: 'array', nonZh: 'removed' }),
  };
  return tools;
}
