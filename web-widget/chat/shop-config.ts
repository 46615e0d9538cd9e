/** What the shop says about its chat (`GET /widget/config`); the chat works without. */
import { type Language, languageOf } from '../texts.ts';
import { fields, list, text } from '../wire/activity.ts';

export interface ShopConfig {
  readonly shopName: string | undefined;
  readonly accent: string | undefined;
  readonly languages: readonly Language[];
  /** When the shopper may count on an answer. */
  readonly expectation: Partial<Record<Language, string>>;
  /** MIME types (`image/png`, `image/*`) and endings (`.pdf`); none listed means any. */
  readonly uploadTypes: readonly string[];
  readonly uploadMaxBytes: number;
}

const mebibyte = 1024 * 1024;

export const defaultConfig: ShopConfig = {
  shopName: undefined,
  accent: undefined,
  languages: ['en', 'zh'],
  expectation: {},
  uploadTypes: [],
  uploadMaxBytes: 10 * mebibyte,
};

export function readShopConfig(input: unknown): ShopConfig {
  const { shopName, accent, languages, expectation, upload } = fields(input);
  const { maxBytes, types } = fields(upload);
  const tags = list(languages).flatMap((tag) => (typeof tag === 'string' ? languageOf(tag) : []));
  const { en, zh } = fields(expectation);
  return {
    shopName: text(shopName) || undefined,
    accent: text(accent),
    languages: tags.length > 0 ? [...new Set(tags)] : defaultConfig.languages,
    expectation: { ...(typeof en === 'string' && { en }), ...(typeof zh === 'string' && { zh }) },
    uploadTypes: list(types).flatMap((type) => text(type) ?? []),
    uploadMaxBytes: typeof maxBytes === 'number' && maxBytes > 0 ? maxBytes : defaultConfig.uploadMaxBytes,
  };
}

/** Why the shop does not take this file; undefined when it does. The server decides again. */
export function uploadProblem(file: { name: string; type: string; size: number }, config: ShopConfig) {
  if (file.size > config.uploadMaxBytes) return 'tooLarge';
  const { uploadTypes } = config;
  if (uploadTypes.length > 0 && !uploadTypes.some((type) => isOfType(file, type.toLowerCase())))
    return 'type';
  return undefined;
}

function isOfType({ name, type }: { name: string; type: string }, wanted: string): boolean {
  if (wanted.startsWith('.')) return name.toLowerCase().endsWith(wanted);
  return wanted.endsWith('/*') ? type.startsWith(wanted.slice(0, -1)) : type === wanted;
}

/** `5 MB`, for people. */
export function sizeLabel(bytes: number): string {
  return bytes >= mebibyte ? `${Math.round(bytes / mebibyte)} MB` : `${Math.round(bytes / 1024)} KB`;
}
