/** The button that moves the demo shop's clock on, so that one need not wait a day to see what the shop says by itself. */
import type { Language } from '../texts.ts';
import { storeTexts } from './texts.ts';

export function startClock(
  button: HTMLButtonElement,
  language: () => Language,
  say: (words: string) => void,
): void {
  button.addEventListener('click', async () => {
    button.disabled = true;
    const now = await moveClock();
    button.disabled = false;
    const texts = storeTexts[language()];
    say(now === undefined ? texts.clockStuck : texts.clockMoved(shown(now, language())));
  });
}

async function moveClock(): Promise<Date | undefined> {
  const response = await fetch('/demo/clock', { method: 'POST' }).catch(() => undefined);
  const answer: unknown = response?.ok ? await response.json() : undefined;
  const isAnswer = typeof answer === 'object' && answer !== null && 'now' in answer;
  return isAnswer && typeof answer.now === 'string' ? new Date(answer.now) : undefined;
}

/** As the clock on the wall of the shop in Boston shows it. */
function shown(now: Date, language: Language): string {
  return new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-US', {
    timeZone: 'America/New_York',
    weekday: 'long',
    hour: 'numeric',
    minute: '2-digit',
  }).format(now);
}
