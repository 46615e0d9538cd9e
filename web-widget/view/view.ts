/** What every part of the face may ask of the whole. */
import type { Verdict } from '../chat/transcript.ts';
import type { Language, Texts } from '../texts.ts';
import type { CardAction } from '../wire/activity.ts';

export interface View {
  readonly texts: Texts;
  readonly language: Language;
  /** Origin of the desk: relative addresses in messages are relative to it. */
  readonly server: string;
  /** Server time (ms) up to which a person has read what the shopper wrote. */
  readonly readAt?: number;
  act(action: CardAction): void;
  submit(value: unknown, title: string): void;
  judge(activityId: string, verdict: Verdict): void;
  retry(clientId: string): void;
}
