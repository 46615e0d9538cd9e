/** All that an intent may import. */
export { exampleQuestions } from './bot/decide.ts';
export { defineIntent, type Intent } from './bot/intents.ts';
export type { Button, SayOptions, Turn } from './bot/turn.ts';
