/** What can be told from a message before and beside matching it: its parts, its names, its mood, its secrets. */
export { type Entity, entitiesIn } from './entities.ts';
export { leanOnPrevious } from './follow-up.ts';
export { type Mood, moodOf } from './mood.ts';
export { isOtherLanguage } from './other-language.ts';
export type { Place } from './places.ts';
export { mask, type Redacted, redactSecrets, type SecretKind } from './secrets.ts';
export { splitQuestions } from './split.ts';
export { leaningOf } from './subject.ts';
