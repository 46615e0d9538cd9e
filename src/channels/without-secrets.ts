/** Masks card numbers and passwords before a message is stored anywhere; the bot is told that it happened. */
import { type Activity, redactionEntity } from '../core/activity.ts';
import { redactSecrets } from '../understanding/index.ts';

export function withoutSecrets(activity: Activity): Activity {
  if (!activity.text) return activity;
  const { text, found } = redactSecrets(activity.text);
  if (found.length === 0) return activity;
  return { ...activity, text, entities: [...(activity.entities ?? []), { type: redactionEntity, found }] };
}
