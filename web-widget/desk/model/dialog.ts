/** A question over the screen: what it asks, and what is done when it is answered. */
import type { Child } from '../dom/node.ts';

export interface Dialog {
  readonly title: string;
  readonly body: () => Child;
  /** The word on the button that answers; none for a dialog that only shows something. */
  readonly done?: string | undefined;
  readonly danger?: boolean | undefined;
  readonly wide?: boolean | undefined;
  /** False keeps the dialog open. */
  readonly submit?: (() => Promise<boolean> | boolean) | undefined;
}
