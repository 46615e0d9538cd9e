/** Every sentence of the desk's own, per language. */
import { type Language, languageOf } from '../../texts.ts';
import { actionTexts } from './action-texts.ts';
import { chatTexts } from './chat-texts.ts';
import { screenTexts } from './screen-texts.ts';
import { settingsTexts } from './settings-texts.ts';
import { shellTexts } from './shell-texts.ts';

export { type Language, languageOf };

const en = { ...shellTexts.en, ...chatTexts.en, ...actionTexts.en, ...screenTexts.en, ...settingsTexts.en };
const zh: typeof en = {
  ...shellTexts.zh,
  ...chatTexts.zh,
  ...actionTexts.zh,
  ...screenTexts.zh,
  ...settingsTexts.zh,
};

export type Texts = typeof en;

export const texts: Readonly<Record<Language, Texts>> = { en, zh };
