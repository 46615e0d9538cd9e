/** How much of an agent's capacity a chat takes: the most of what fits it. */
import type { DeskSettings } from './settings.ts';

export function weightOf(
  { weights }: Pick<DeskSettings, 'weights'>,
  chat: { readonly kind: 'chat' | 'message'; readonly channel: string; readonly skills: readonly string[] },
): number {
  return Math.max(
    weights[chat.kind],
    weights.channels[chat.channel] ?? 1,
    ...chat.skills.map((skill) => weights.skills[skill] ?? 1),
  );
}
