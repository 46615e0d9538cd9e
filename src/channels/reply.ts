/** A reply of the log as every channel sees it: text, choices, links, cards and files, nothing of the platform. */
import { z } from 'zod';
import { activityOf, type Entry } from '../conversations/index.ts';
import type { Activity, Attachment } from '../core/activity.ts';
import { readCard } from '../core/card.ts';
import { type Language, languageOfLocale } from '../core/language.ts';
import { type Block, readMarkdown, readPlain } from './markdown/read.ts';
import { plain, writeText } from './markdown/write.ts';
import { hasTable, tableOf } from './reply-table.ts';

export interface Reply {
  readonly text: readonly Block[];
  readonly choices: readonly Choice[];
  readonly links: readonly Link[];
  readonly cards: readonly Card[];
  readonly files: readonly File[];
  readonly language: Language;
  /** A person of the shop says it, not the bot: some platforms let people write for longer. */
  readonly byPerson: boolean;
}

/** A button that answers. */
export interface Choice {
  /** Short enough for any platform; leads back to the choice in the log. */
  readonly id: string;
  readonly title: string;
}

export interface Link {
  readonly title: string;
  readonly url: string;
}

export interface Card {
  readonly title: string;
  /** The line that tells most, such as the price; plain text. */
  readonly subtitle: string;
  readonly text: readonly Block[];
  readonly image: string | undefined;
  readonly choices: readonly Choice[];
  readonly links: readonly Link[];
}

export interface File {
  readonly name: string;
  readonly url: string;
  readonly contentType: string;
}

/** @param absolute makes an address of ours reachable from outside. */
export function replyOf(entry: Entry, absolute: (url: string) => string): Reply {
  const activity = activityOf(entry);
  const { attachments = [] } = activity;
  const number = choiceNumbers(entry.watermark);
  const { choices, links } = buttonsOf(activity.suggestedActions?.actions, number, absolute);
  const text = textOf(activity.text, activity.textFormat);
  const cards: Card[] = [];
  for (const attachment of attachments) {
    const card = cardOf(attachment, number, absolute);
    if (card && !hasTable(attachment)) cards.push(card);
    else text.push(...(tableOf(attachment) ?? []));
    // No platform has a card for a table: it is text, and what could be pressed on it stands below.
    if (card && hasTable(attachment)) {
      choices.push(...card.choices);
      links.push(...card.links);
    }
  }
  return {
    text,
    choices,
    links,
    cards,
    files: attachments.flatMap((attachment) => fileOf(attachment, absolute)),
    language: languageOfLocale(activity.locale),
    byPerson: entry.sender === 'agent',
  };
}

/** What pressing each choice of an activity says, in the order of their ids. */
export function choiceValues(activity: Activity): { title: string; value: string }[] {
  const listed = [
    ...readActions(activity.suggestedActions?.actions),
    ...(activity.attachments ?? []).flatMap((attachment) => readActions(readCard(attachment)?.buttons)),
  ];
  return listed.flatMap(({ type, title, value }) =>
    type === 'openUrl' ? [] : [{ title, value: typeof value === 'string' ? value : title }],
  );
}

/** `c:12:0` is the first choice of entry 12. */
export function readChoiceId(id: string): { watermark: number; index: number } | undefined {
  const [, watermark, index] = /^c:(\d{1,12}):(\d{1,3})$/.exec(id) ?? [];
  return watermark && index ? { watermark: Number(watermark), index: Number(index) } : undefined;
}

export function isEmpty({ text, choices, links, cards, files }: Reply): boolean {
  return [text, choices, links, cards, files].every((list) => list.length === 0);
}

function choiceNumbers(watermark: number): () => string {
  let next = 0;
  return () => `c:${watermark}:${next++}`;
}

const actionSchema = z.array(
  z
    .object({ type: z.string(), title: z.string().catch(''), value: z.unknown() })
    .catch({ type: '', title: '', value: '' }),
);

function readActions(actions: unknown): z.infer<typeof actionSchema> {
  const read = actionSchema.safeParse(actions);
  return read.success ? read.data.filter(({ title }) => title !== '') : [];
}

function buttonsOf(
  actions: unknown,
  number: () => string,
  absolute: (url: string) => string,
): { choices: Choice[]; links: Link[] } {
  const choices: Choice[] = [];
  const links: Link[] = [];
  for (const { type, title, value } of readActions(actions)) {
    if (type !== 'openUrl') choices.push({ id: number(), title });
    else if (typeof value === 'string' && isWebAddress(absolute(value)))
      links.push({ title, url: absolute(value) });
  }
  return { choices, links };
}

/** Whatever the bot and the desk show products and orders with. */
function cardOf(
  attachment: Attachment,
  number: () => string,
  absolute: (url: string) => string,
): Card | undefined {
  const words = readCard(attachment);
  if (!words) return undefined;
  const { title, paragraphs, buttons } = words;
  const image = words.image && absolute(words.image);
  const lead = leadOf(paragraphs);
  const others = paragraphs.filter((paragraph) => paragraph !== lead);
  return {
    title,
    subtitle: lead === undefined ? '' : writeText(readMarkdown(lead), plain),
    text: textOf(others.join('\n\n'), 'markdown'),
    image: image && isWebAddress(image) ? image : undefined,
    ...buttonsOf(buttons, number, absolute),
  };
}

/** A short line with a figure in it near the top is the price, or when a parcel comes; else the first short line. */
function leadOf(paragraphs: readonly string[]): string | undefined {
  const short = paragraphs.slice(0, 3).filter((paragraph) => paragraph.length <= longestLead);
  return (
    short.find((paragraph) => /\d/.test(paragraph)) ?? short.find((paragraph) => paragraph === paragraphs[0])
  );
}

const longestLead = 80;

function fileOf({ contentType, contentUrl, name }: Attachment, absolute: (url: string) => string): File[] {
  if (!contentUrl || contentType.startsWith('application/vnd.microsoft.')) return [];
  const url = absolute(contentUrl);
  return isWebAddress(url) ? [{ name: name ?? 'file', url, contentType }] : [];
}

function textOf(text: string | undefined, format: Activity['textFormat']): Block[] {
  if (!text?.trim()) return [];
  return format === 'plain' ? readPlain(text) : readMarkdown(text);
}

function isWebAddress(url: string): boolean {
  return /^https?:\/\//i.test(url) && URL.canParse(url);
}
