/** All that an intent may import. */
export { exampleQuestions } from './bot/decide.ts';
export type { Slot, SlotReading } from './bot/form.ts';
export { defineIntent, type Intent } from './bot/intents.ts';
export { emailSlot, wordsSlot } from './bot/slots.ts';
export type { Button, SayOptions, Turn } from './bot/turn.ts';
