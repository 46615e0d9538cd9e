/** Brings the page to what `node.ts` describes, touching only what differs. */
import { icon } from '../../view/dom.ts';
import type { Listener, VNode } from './node.ts';
import { type Child, nodesOf } from './node.ts';

interface Mounted {
  readonly node: VNode;
  readonly dom: Element | Text;
  readonly children: readonly Mounted[];
}

const drawn = new WeakMap<Element, readonly Mounted[]>();
const heard = new WeakMap<Element, Map<string, Listener>>();
/** Properties that the person changes: set only when what is wanted changes. */
const held = new Set(['value', 'checked', 'selected', 'indeterminate', 'open']);

/** What waits until all that is new stands on the page. */
type Placed = (() => unknown)[];

/** Makes the children of `host` what `child` says. */
export function patch(host: Element, child: Child): void {
  const placed: Placed = [];
  drawn.set(host, patchChildren(host, drawn.get(host) ?? [], nodesOf(child), placed));
  for (const call of placed) call();
}

function patchChildren(
  host: Element,
  before: readonly Mounted[],
  wanted: readonly VNode[],
  placed: Placed,
): Mounted[] {
  const keyed = new Map<string, Mounted>();
  const loose: Mounted[] = [];
  for (const each of before) {
    const key = keyOf(each.node);
    if (key === undefined) loose.push(each);
    else keyed.set(key, each);
  }
  let nextLoose = 0;
  const after = wanted.map((node) => {
    const key = keyOf(node);
    const old = key === undefined ? loose[nextLoose++] : keyed.get(key);
    return old && isSameKind(old.node, node) ? update(old, node, placed) : mount(node, placed);
  });
  arrange(
    host,
    after.map(({ dom }) => dom),
  );
  return after;
}

/** Brings the children in order, moving only what is out of place. */
function arrange(host: Element, wanted: readonly (Element | Text)[]): void {
  const kept = new Set<ChildNode>(wanted);
  // Those that go are taken out first, so that those that stay need not be moved past them.
  for (const each of [...host.childNodes]) if (!kept.has(each)) each.remove();
  let at = host.firstChild;
  for (const dom of wanted) {
    if (dom === at) at = at.nextSibling;
    else host.insertBefore(dom, at);
  }
}

function mount(node: VNode, placed: Placed): Mounted {
  switch (node.kind) {
    case 'text':
      return { node, dom: document.createTextNode(node.text), children: [] };
    case 'icon':
      return { node, dom: icon(node.path), children: [] };
    case 'own':
      return { node, dom: node.element, children: [] };
    case 'memo': {
      const inner = mount(node.draw(), placed);
      return { node, dom: inner.dom, children: [inner] };
    }
    case 'element': {
      const element = document.createElement(node.tag);
      // Options before the value of their select.
      const children = patchChildren(element, [], node.children, placed);
      for (const [name, value] of Object.entries(node.props)) setProp(element, name, value, undefined);
      const { focus, made, placed: onPlaced } = node.props;
      if (focus) placed.push(() => element.focus());
      if (onPlaced) placed.push(() => onPlaced(element));
      made?.(element);
      return { node, dom: element, children };
    }
  }
}

function update(old: Mounted, node: VNode, placed: Placed): Mounted {
  const { dom } = old;
  if (old.node === node) return old;
  switch (node.kind) {
    case 'text':
      if (dom instanceof Text && dom.data !== node.text) dom.data = node.text;
      return { node, dom, children: [] };
    case 'memo': {
      const [inner] = old.children;
      if (old.node.kind === 'memo' && inner) {
        if (areSame(old.node.deps, node.deps)) return old;
        const next = node.draw();
        const fresh = isSameKind(inner.node, next) ? update(inner, next, placed) : mount(next, placed);
        return { node, dom: fresh.dom, children: [fresh] };
      }
      return mount(node, placed);
    }
    case 'element': {
      if (old.node.kind !== 'element' || !(dom instanceof Element)) return mount(node, placed);
      const children = patchChildren(dom, old.children, node.children, placed);
      const before = old.node.props;
      for (const name of Object.keys(before))
        if (!(name in node.props)) setProp(dom, name, undefined, before[name]);
      for (const [name, value] of Object.entries(node.props)) setProp(dom, name, value, before[name]);
      return { node, dom, children };
    }
    default:
      return { node, dom, children: [] };
  }
}

function setProp(element: Element, name: string, value: unknown, before: unknown): void {
  if (name === 'key' || name === 'made' || name === 'placed' || name === 'focus') return;
  if (name.startsWith('on')) listen(element, name.slice(2), value);
  else if (value === before) return;
  else if (held.has(name)) hold(element, name, value);
  else if (value === true) element.setAttribute(name, '');
  else if (typeof value === 'string' || typeof value === 'number') element.setAttribute(name, String(value));
  else element.removeAttribute(name);
}

function hold(element: Element, name: string, value: unknown): void {
  const current: unknown = Reflect.get(element, name);
  const wanted = typeof current === 'boolean' ? value === true : String(value ?? '');
  if (current !== wanted) Reflect.set(element, name, wanted);
}

/** One listener per kind of event stays; what it calls changes with each drawing. */
function listen(element: Element, type: string, value: unknown): void {
  const listeners = heard.get(element) ?? new Map<string, Listener>();
  heard.set(element, listeners);
  if (typeof value !== 'function') {
    listeners.delete(type);
    return;
  }
  if (!listeners.has(type)) element.addEventListener(type, (event) => heard.get(element)?.get(type)?.(event));
  listeners.set(type, (event) => Reflect.apply(value, element, [event]));
}

function keyOf(node: VNode): string | undefined {
  return node.kind === 'text' ? undefined : node.props.key;
}

function isSameKind(one: VNode, other: VNode): boolean {
  if (one.kind !== other.kind) return false;
  if (one.kind === 'element' && other.kind === 'element') return one.tag === other.tag;
  if (one.kind === 'own' && other.kind === 'own') return one.element === other.element;
  return one.kind !== 'icon' || (other.kind === 'icon' && one.path === other.path);
}

function areSame(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((each, at) => Object.is(each, other[at]));
}
