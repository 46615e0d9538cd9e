/**
 * What a screen should look like, as plain data: a screen is drawn anew from what is known whenever that changes,
 * and `patch.ts` changes the page only where the two differ, so that focus, scrolling and half-written text survive.
 */

export type Listener = (event: Event) => unknown;

export interface Props {
  /** Tells this child from its siblings when their order changes. */
  readonly key?: string | undefined;
  /** Called once with the element when it is made. */
  readonly made?: ((element: HTMLElement) => void) | undefined;
  /** Called once with the element when it stands on the page with all that is around it. */
  readonly placed?: ((element: HTMLElement) => unknown) | undefined;
  /** Takes the focus when it is made. */
  readonly focus?: boolean | undefined;
  readonly [event: `on${string}`]: Listener | undefined;
  /** Attributes; what is no text, number or `true` is left out. */
  readonly [name: string]: unknown;
}

export interface ElementNode {
  readonly kind: 'element';
  readonly tag: keyof HTMLElementTagNameMap;
  readonly props: Props;
  readonly children: readonly VNode[];
}

export type VNode =
  | ElementNode
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'icon'; readonly path: string; readonly props: Props }
  /** An element that looks after itself; shown as it is. */
  | { readonly kind: 'own'; readonly element: HTMLElement; readonly props: Props }
  /** Drawn again only when one of `deps` is another than before. */
  | {
      readonly kind: 'memo';
      readonly props: Props;
      readonly deps: readonly unknown[];
      readonly draw: () => VNode;
    };

export type Child = VNode | string | number | false | undefined | null | readonly Child[];

/**
 * An element. Functions under `on…` become listeners, `true` an empty attribute; `false`, `null` and `undefined`
 * are left out. Text is never read as markup. Never pass a tag or attribute name that came from outside.
 */
export function v(
  tag: keyof HTMLElementTagNameMap,
  props: Props = {},
  ...children: readonly Child[]
): ElementNode {
  return { kind: 'element', tag, props, children: children.flatMap(nodesOf) };
}

/** A line drawing (a path from icons.ts) for the eye only; what is around it carries the name. */
export function line(path: string): VNode {
  return { kind: 'icon', path, props: {} };
}

export function own(element: HTMLElement, key?: string): VNode {
  return { kind: 'own', element, props: { key } };
}

export function memo(key: string, deps: readonly unknown[], draw: () => VNode): VNode {
  return { kind: 'memo', props: { key }, deps, draw };
}

export function nodesOf(child: Child): readonly VNode[] {
  if (child === false || child === undefined || child === null || child === '') return [];
  if (typeof child === 'string' || typeof child === 'number') return [{ kind: 'text', text: String(child) }];
  return isList(child) ? child.flatMap(nodesOf) : [child];
}

function isList(child: VNode | readonly Child[]): child is readonly Child[] {
  return Array.isArray(child);
}
