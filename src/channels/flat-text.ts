/** What a platform has no form of its own for, as text: cards, links, files, and numbered choices. */
import { clip } from './markdown/cut-text.ts';
import { type Block, type Inline, plainOf } from './markdown/read.ts';
import type { Phrase } from './phrases.ts';
import type { Card, Choice, File, Link, Reply } from './reply.ts';

/** Everything in one text, with all choices numbered below: for platforms that show nothing else. */
export function flatText(replies: readonly Reply[], phrase: Phrase): Block[] {
  return [
    ...replies.flatMap((reply) => [
      ...reply.text,
      ...reply.cards.flatMap((card) => cardLines(card, { links: true })),
      ...linkBlocks(reply.links),
      ...fileBlocks(reply.files),
    ]),
    ...numberedChoices(replies.flatMap(allChoices), phrase),
  ];
}

/** Those of its cards, too. Where several have the same button, the title says whose it is. */
export function allChoices({ choices, cards }: Reply): Choice[] {
  const ofCards = cards.flatMap((card) =>
    cards.length > 1
      ? card.choices.map((each) => ({ ...each, title: `${each.title} · ${card.title}` }))
      : card.choices,
  );
  return [...choices, ...ofCards];
}

/** A card's words; its links too where there are no buttons for them. */
export function cardBlocks(
  { title, subtitle, text, links }: Card,
  { links: withLinks }: { links: boolean },
): Block[] {
  return [
    ...(title ? [block([{ kind: 'strong', inside: [{ kind: 'text', text: title }] }])] : []),
    ...(subtitle ? [block([{ kind: 'text', text: subtitle }])] : []),
    ...text,
    ...(withLinks ? linkBlocks(links) : []),
  ];
}

/** The same with its short lines below one another: a card is looked at, not read. */
export function cardLines(card: Card, what: { links: boolean }): Block[] {
  return tight(cardBlocks(card, what));
}

/** Neighbours that are short become one paragraph, a line each. */
export function tight(blocks: readonly Block[]): Block[] {
  const lines: Block[] = [];
  for (const each of blocks) {
    const before = lines.at(-1);
    const areShort = [before, each].every(
      (line) => line?.kind === 'paragraph' && plainOf(line.inside).split('\n').every(isShort),
    );
    if (areShort && before?.kind === 'paragraph' && each.kind === 'paragraph') {
      lines.splice(-1, 1, block([...before.inside, { kind: 'break' }, ...each.inside]));
    } else lines.push(each);
  }
  return lines;
}

const isShort = (line: string) => line.length <= 120;

export function linkBlocks(links: readonly Link[]): Block[] {
  return links.map(({ title, url }) =>
    block([{ kind: 'link', url, inside: [{ kind: 'text', text: title }] }]),
  );
}

export function fileBlocks(files: readonly File[]): Block[] {
  return linkBlocks(files.map(({ name, url }) => ({ title: name, url })));
}

/** Numbered as `chosenValue` counts: the choices of the reply, then those of its cards, one after the other. */
export function numberedChoices(choices: readonly Choice[], phrase: Phrase): Block[] {
  if (choices.length === 0) return [];
  return [
    block([{ kind: 'text', text: phrase('channel.numbers') }]),
    ...choices.map(
      ({ title }, index): Block => ({
        kind: 'item',
        mark: `${index + 1}.`,
        depth: 0,
        inside: [{ kind: 'text', text: title }],
      }),
    ),
  ];
}

/**
 * Where a title is longer than the platform's small buttons show, all stand numbered in the text, and the buttons say
 * their numbers: what is cut off there can be read above.
 */
export function smallButtons(
  choices: readonly Choice[],
  { most, longest }: { most: number; longest: number },
  phrase: Phrase,
): { readonly areShown: boolean; readonly list: readonly Block[]; readonly titles: readonly string[] } {
  const areShown = choices.length <= most;
  // One alone is not mistaken for another.
  const isCut = choices.length > 1 && choices.some(({ title }) => title.length > longest);
  const list = isCut || !areShown ? numberedChoices(choices, phrase) : [];
  return {
    areShown,
    // What can be pressed need not be asked for in words.
    list: areShown ? list.slice(1) : list,
    titles: choices.map(({ title }, index) => clip(isCut ? `${index + 1}. ${title}` : title, longest)),
  };
}

function block(inside: Inline[]): Block {
  return { kind: 'paragraph', inside };
}
