/** A reply as Discord shows it best: Markdown, embeds, buttons. https://discord.com/developers/docs/resources/message */
import type { Part } from '../channel.ts';
import { fileBlocks, linkBlocks, numberedChoices } from '../flat-text.ts';
import { inLots } from '../lots.ts';
import { clip } from '../markdown/cut-text.ts';
import { markdown } from '../markdown/dialects.ts';
import { type Dialect, writePieces } from '../markdown/write.ts';
import type { Phrase } from '../phrases.ts';
import type { Card, Choice, Link, Reply } from '../reply.ts';

export const textLimit = 2_000;
const titleLimit = 256;
/** Discord counts all embeds of a message together; ten of these stay below its 6,000. */
const descriptionLimit = 300;
const loneDescriptionLimit = 4_096;
const labelLimit = 80;
const mostButtons = 25;
const buttonsInRow = 5;
const mostEmbeds = 10;

const literal = (text: string) => text.replace(/[\\*_~`|>#[\]()<@:-]/g, '\\$&');

const discordMarkdown: Dialect = {
  ...markdown,
  escape: literal,
  link: (inside, url) => `[${inside || literal(url)}](<${url.replaceAll('>', '%3E')}>)`,
};

export function renderDiscord(reply: Reply, phrase: Phrase): Part[] {
  const buttons = [
    ...reply.choices,
    ...reply.links,
    ...reply.cards.flatMap((card) =>
      [...card.links, ...card.choices].map((button) => named(button, card, reply)),
    ),
  ];
  const areButtons = buttons.length <= mostButtons;
  const links = buttons.filter((each) => 'url' in each);
  const choices = buttons.filter((each) => 'id' in each);
  const words = [
    ...reply.text,
    ...fileBlocks(reply.files),
    ...(areButtons ? [] : [...linkBlocks(links), ...numberedChoices(choices, phrase)]),
  ];
  const texts = writePieces(words, discordMarkdown, textLimit);
  const bodies: Record<string, unknown>[] = texts.map((content) => ({ content }));
  const embeds = reply.cards.map((card) =>
    embed(card, reply.cards.length === 1 ? loneDescriptionLimit : descriptionLimit),
  );
  bodies.push(...inLots(embeds, mostEmbeds).map((some) => ({ embeds: some })));
  if (areButtons && buttons.length > 0) {
    const last = bodies.pop() ?? { content: literal(phrase('channel.choose')) };
    bodies.push({ ...last, components: rows(buttons) });
  }
  // Nobody is to be notified by what a text happens to contain.
  return bodies.map((body) => ({ call: 'messages', body: { ...body, allowed_mentions: { parse: [] } } }));
}

/** Below several cards a button says whose it is. */
function named<T extends { readonly title: string }>(button: T, card: Card, reply: Reply): T {
  return reply.cards.length > 1 ? { ...button, title: `${button.title} · ${card.title}` } : button;
}

function embed(card: Card, limit: number) {
  const [description = ''] = writePieces(
    [
      ...(card.subtitle
        ? [{ kind: 'paragraph' as const, inside: [{ kind: 'text' as const, text: card.subtitle }] }]
        : []),
      ...card.text,
    ],
    discordMarkdown,
    limit,
  );
  return {
    ...(card.title && { title: clip(card.title, titleLimit) }),
    ...(description && { description }),
    ...(card.links[0] && { url: card.links[0].url }),
    ...(card.image && { thumbnail: { url: card.image } }),
  };
}

function rows(buttons: readonly (Choice | Link)[]) {
  const drawn = buttons.map((each) => {
    const label = clip(each.title, labelLimit);
    return 'url' in each
      ? { type: 2, style: 5, label, url: each.url }
      : { type: 2, style: 2, label, custom_id: each.id };
  });
  return inLots(drawn, buttonsInRow).map((components) => ({ type: 1, components }));
}
