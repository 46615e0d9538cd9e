/** Intents for tests of the channels: what the demo shop's bot does not happen to say, and turns that wait. */
import { defineIntent, type LoadedIntent } from '../../src/bot/intents.ts';

const phrases: Readonly<Record<string, string>> = {
  card: 'xylophone card',
  choices: 'xylophone choices',
  slow: 'xylophone slowly',
  twice: 'xylophone two answers',
};

export interface TestIntents {
  readonly intents: ReadonlyMap<string, LoadedIntent>;
  /** Ends the wait of every `xylophone slowly`. */
  release(): void;
}

/**
 * `xylophone card` is answered with a hero card, `xylophone choices` with two buttons, `xylophone slowly` only
 * after `release`, `xylophone two answers` with two messages, each with a button.
 */
export function testIntents(): TestIntents {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const runs = {
    card: defineIntent({
      run: (turn) =>
        turn.sayMarkdown('A record of the week:', {
          cards: [
            {
              contentType: 'application/vnd.microsoft.card.hero',
              content: {
                title: 'Blue Train',
                subtitle: 'John Coltrane',
                buttons: [{ type: 'imBack', title: 'Tell me more', value: 'xylophone choices' }],
              },
            },
          ],
        }),
    }),
    choices: defineIntent({
      run: (turn) =>
        turn.sayMarkdown('Which colour?', { buttons: [{ title: 'Red vinyl' }, { title: 'Black vinyl' }] }),
    }),
    twice: defineIntent({
      async run(turn) {
        turn.sayMarkdown('The first answer.', { buttons: [{ title: 'Red vinyl' }] });
        turn.sayMarkdown('The second answer.', { buttons: [{ title: 'Black vinyl' }] });
      },
    }),
    slow: defineIntent({
      run: async (turn) => {
        await released;
        turn.sayMarkdown('At last.');
      },
    }),
  };
  const intents = Object.entries(runs).map(([name, intent]): [string, LoadedIntent] => [
    `test-${name}`,
    {
      ...intent,
      name: `test-${name}`,
      phrasings: [{ text: phrases[name] ?? name, language: 'en' }],
      counterExamples: [],
    },
  ]);
  return { intents: new Map(intents), release: () => release() };
}
