/**
 * Adaptive Cards (https://adaptivecards.io/explorer/, version 1.5) in the few words that intents need. Every text is
 * Markdown: what did not come from `knowledge/replies` goes through `escapeMarkdown` first.
 */
import type { Attachment } from '../core/activity.ts';

export { escapeMarkdown } from '../knowledge/index.ts';

export interface CardElement {
  readonly type: string;
  readonly [field: string]: unknown;
}

export interface CardButton {
  readonly type: 'Action.OpenUrl' | 'Action.Submit';
  readonly title: string;
  readonly [field: string]: unknown;
}

export interface CardParts {
  readonly body: readonly CardElement[];
  readonly actions?: readonly CardButton[];
  /** The card in plain words: read aloud, and shown where cards cannot be. */
  readonly words: string;
}

export function adaptiveCard({ body, actions = [], words }: CardParts): Attachment {
  return {
    contentType: 'application/vnd.microsoft.card.adaptive',
    content: {
      $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
      type: 'AdaptiveCard',
      version: '1.5',
      speak: words,
      fallbackText: words,
      body,
      ...(actions.length > 0 && { actions }),
    },
  };
}

export interface TextLook {
  readonly size?: 'small' | 'default' | 'medium' | 'large' | 'extraLarge';
  readonly bold?: boolean;
  readonly subtle?: boolean;
  readonly colour?: 'good' | 'warning' | 'attention' | 'accent';
  /** `none` brings it close to what stands above. */
  readonly spacing?: 'none' | 'small' | 'default' | 'medium';
}

export function textBlock(text: string, { size, bold, subtle, colour, spacing }: TextLook = {}): CardElement {
  return {
    type: 'TextBlock',
    text,
    wrap: true,
    ...(size && { size }),
    ...(bold && { weight: 'bolder' }),
    ...(subtle && { isSubtle: true }),
    ...(colour && { color: colour }),
    ...(spacing && { spacing }),
  };
}

/** A picture over the whole width, to the card's edges where the client can. */
export function headPicture(url: string): CardElement {
  return { type: 'Container', bleed: true, items: [{ type: 'Image', url, altText: '', size: 'stretch' }] };
}

/** Rows of texts, the first of them the header. */
export function table(rows: readonly (readonly string[])[], widths: readonly number[]): CardElement {
  return {
    type: 'Table',
    firstRowAsHeader: true,
    showGridLines: false,
    columns: widths.map((width) => ({ width })),
    rows: rows.map((cells, at) => ({
      type: 'TableRow',
      cells: cells.map((text) => ({
        type: 'TableCell',
        items: [textBlock(text, { bold: at === 0, size: 'small' })],
      })),
    })),
  };
}

export function facts(rows: readonly { readonly title: string; readonly value: string }[]): CardElement {
  return { type: 'FactSet', facts: rows };
}

export function openUrl(title: string, url: string): CardButton {
  return { type: 'Action.OpenUrl', title, url, style: 'positive' };
}

/** Says `words` as if the shopper had typed them. */
export function sayButton(title: string, words: string): CardButton {
  return { type: 'Action.Submit', title, data: words };
}
