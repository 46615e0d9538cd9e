/** What a card says, whichever kind it is: for channels and clients that show cards in their own way. */
import type { Attachment, CardAction } from './activity.ts';

export interface CardWords {
  readonly title: string;
  /** Markdown, a paragraph each, in the order they stand on the card. */
  readonly paragraphs: readonly string[];
  /** The first picture with an address of its own; drawings within the card are left out. */
  readonly image: string | undefined;
  readonly buttons: readonly CardAction[];
}

/**
 * Reads hero and thumbnail cards, and Adaptive Cards by their texts: the first bold text is the title. Tables are left
 * out. Undefined for anything else, and for a card that says nothing.
 */
export function readCard({ contentType, content }: Attachment): CardWords | undefined {
  const card = fieldsOf(content);
  const words = heroKinds.has(contentType)
    ? readHero(card)
    : contentType === adaptiveKind
      ? readAdaptive(card)
      : undefined;
  return words && (words.title !== '' || words.paragraphs.length > 0 || words.buttons.length > 0)
    ? words
    : undefined;
}

const heroKinds = new Set([
  'application/vnd.microsoft.card.hero',
  'application/vnd.microsoft.card.thumbnail',
]);
const adaptiveKind = 'application/vnd.microsoft.card.adaptive';
const deepestNesting = 8;

type Fields = Readonly<Record<string, unknown>>;

function readHero(card: Fields): CardWords {
  const [image] = listOf(card.images);
  return {
    title: textOf(card.title),
    paragraphs: [escaped(textOf(card.subtitle)), textOf(card.text)].filter((text) => text !== ''),
    image: textOf(fieldsOf(image).url) || undefined,
    buttons: listOf(card.buttons).flatMap((button) => actionOf(fieldsOf(button))),
  };
}

function readAdaptive(card: Fields): CardWords {
  const elements = flat(card.body, 0);
  const isTitle = (element: Fields) =>
    element.type === 'TextBlock' && textOf(element.weight).toLowerCase() === 'bolder';
  const titled = elements.filter(isTitle);
  // A badge above the title is bold, too, but coloured.
  const title = titled.find(({ color }) => color === undefined) ?? titled[0];
  const pictures = elements.filter(({ type, url }) => type === 'Image' && !textOf(url).startsWith('data:'));
  return {
    title: plain(textOf(title?.text)),
    paragraphs: elements.flatMap((element) => (element === title ? [] : paragraphsOf(element))),
    image: textOf(pictures[0]?.url) || undefined,
    buttons: [
      ...elements.filter(({ type }) => type === 'ActionSet').flatMap(({ actions }) => listOf(actions)),
      ...listOf(card.actions),
    ].flatMap((action) => adaptiveAction(fieldsOf(action))),
  };
}

/** Containers and columns opened, in reading order. */
function flat(elements: unknown, depth: number): Fields[] {
  if (depth > deepestNesting) return [];
  return listOf(elements).flatMap((each) => {
    const element = fieldsOf(each);
    if (element.isVisible === false) return [];
    if (element.type === 'Container' || element.type === 'Column') return flat(element.items, depth + 1);
    if (element.type === 'ColumnSet') {
      return listOf(element.columns).flatMap((column) => flat(fieldsOf(column).items, depth + 1));
    }
    return [element];
  });
}

function paragraphsOf(element: Fields): string[] {
  if (element.type === 'TextBlock') return [textOf(element.text)].filter((text) => text !== '');
  if (element.type !== 'FactSet') return [];
  return listOf(element.facts).map((fact) => {
    const { title, value } = fieldsOf(fact);
    return `${textOf(title)}: ${textOf(value)}`;
  });
}

function actionOf({ type, title, value }: Fields): CardAction[] {
  const known = (['imBack', 'postBack', 'messageBack', 'openUrl'] as const).find((each) => each === type);
  return known && textOf(title) !== '' ? [{ type: known, title: textOf(title), value }] : [];
}

function adaptiveAction({ type, title, url, data }: Fields): CardAction[] {
  const name = textOf(title);
  if (name === '') return [];
  if (type === 'Action.OpenUrl') return [{ type: 'openUrl', title: name, value: textOf(url) }];
  if (type !== 'Action.Submit' && type !== 'Action.Execute') return [];
  return [{ type: typeof data === 'string' ? 'imBack' : 'postBack', title: name, value: data }];
}

/** Markdown without its escapes: titles are shown as they are. */
function plain(markdown: string): string {
  return markdown.replace(/\\([\\`*_[\]<>#|~&!+\-=.)])/g, '$1');
}

/** The other way round, as in `knowledge`: this room imports nothing. */
function escaped(text: string): string {
  return text.replace(/[\\`*_[\]<>#|~&!]/g, '\\$&');
}

function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
