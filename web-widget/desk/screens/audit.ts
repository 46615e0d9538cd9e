/** Who changed what: filtered by what was changed and by whom, with each part before and after. */
import { type Child, type VNode, v } from '../dom/node.ts';
import { historyIcon } from '../icons.ts';
import type { App } from '../model/app.ts';
import { button, choice, empty, field } from '../view/pieces.ts';
import { momentLabel } from '../view/time.ts';
import type { AuditEntry } from '../wire/types.ts';

/** First words of the acts that are recorded. */
const subjects = [
  'settings',
  'hours',
  'agent',
  'name',
  'canned',
  'knowledge',
  'webhook',
  'chat',
  'shopper',
  'password',
  'second-factor',
] as const;

export class AuditLog {
  entries: readonly AuditEntry[] = [];
  subject = '';
  who = '';
  /** Where the next page begins. */
  next: string | null = null;
  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
  }

  async fetch(cursor?: string): Promise<void> {
    const { entries, next } = await this.#app.api.audit({ act: this.subject, who: this.who, cursor });
    this.entries = cursor === undefined ? entries : [...this.entries, ...entries];
    this.next = next;
    this.#app.draw();
  }

  want(change: { subject?: string; who?: string }): void {
    Object.assign(this, change);
    void this.#app.attempt(() => this.fetch());
    this.#app.draw();
  }
}

export function auditPart(app: App): Child {
  const { t } = app;
  const { audit } = app.settings;
  const { next } = audit;
  return [
    v(
      'div',
      { class: 'filters two' },
      field(
        t.what,
        choice(
          [{ value: '', title: t.any }, ...subjects.map((value) => ({ value, title: t.subjects[value] }))],
          audit.subject,
          (subject) => audit.want({ subject }),
        ),
      ),
      field(
        t.who,
        choice(
          [
            { value: '', title: t.any },
            ...(app.data?.agents ?? []).map(({ id, name }) => ({ value: id, title: name })),
          ],
          audit.who,
          (who) => audit.want({ who }),
        ),
      ),
    ),
    audit.entries.length === 0 && empty(t.nothingHere, undefined, historyIcon),
    v(
      'ol',
      { class: 'plain-rows' },
      audit.entries.map((entry) => row(entry, app)),
    ),
    next !== null && button(t.more, () => void app.attempt(() => audit.fetch(next))),
  ];
}

function row(entry: AuditEntry, app: App): VNode {
  const { id, at, who, act, target } = entry;
  const acts: Readonly<Record<string, string>> = app.t.acts;
  const changes = changesOf(entry);
  return v(
    'li',
    { key: id },
    v(
      'p',
      { class: 'row wrap' },
      v('span', { class: 'strong' }, who),
      v('span', {}, acts[act] ?? act),
      target && v('span', { class: 'soft' }, targetName(entry, app)),
      v('time', { class: 'push soft small' }, momentLabel(at, app.now, app.language)),
    ),
    changes.length > 0 &&
      v(
        'ul',
        { class: 'changes small' },
        changes.map(({ name, before, after }) =>
          v(
            'li',
            {},
            name && [v('span', { class: 'soft' }, labelOf(name, app)), ' '],
            before && v('del', {}, before),
            before && after && ' → ',
            after && v('ins', {}, after),
          ),
        ),
      ),
  );
}

/** What a target is called, where it has a name; ids of other things tell nobody anything. */
function targetName({ target, act, before, after }: AuditEntry, app: App): string {
  if (target === null || act.startsWith('name.')) return '';
  const colleague = app.data?.agents.find(({ id }) => id === target)?.name;
  const known = new Map([...partsOf(before), ...partsOf(after)]);
  return colleague ?? known.get('title') ?? known.get('name') ?? known.get('url') ?? target;
}

interface Change {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/** What is another after than before; all of it when it was added. */
function changesOf({ before, after }: AuditEntry): Change[] {
  const was = new Map(partsOf(before));
  const is = new Map(partsOf(after));
  return [...new Set([...was.keys(), ...is.keys()])]
    .map((name) => ({ name, before: was.get(name) ?? '', after: is.get(name) ?? '' }))
    .filter((change) => change.before !== change.after && change.after + change.before !== '');
}

/** The parts of a value by name, nested ones as `sla.warnAtPercent`, each as a text to be read. */
function partsOf(value: unknown, name = ''): [string, string][] {
  if (value === null || value === undefined) return [];
  const within = (key: string | number) => (name ? `${name}.${key}` : String(key));
  if (Array.isArray(value)) {
    if (value.some((each) => Array.isArray(each)))
      return value.flatMap((each, at) => partsOf(each, within(at + 1)));
    return [[name, shortened(value.map(inOneLine).join(', '))]];
  }
  if (typeof value === 'object')
    return Object.entries(value).flatMap(([key, each]) => partsOf(each, within(key)));
  return [[name, shortened(String(value))]];
}

function inOneLine(value: unknown): string {
  if (Array.isArray(value)) return value.map(inOneLine).join(', ');
  if (typeof value === 'object' && value !== null) return Object.values(value).map(inOneLine).join(' ');
  return String(value);
}

function shortened(words: string): string {
  return words.length > 160 ? `${words.slice(0, 160)}…` : words;
}

/** The label that the field has in its form, else its name in the API. */
function labelOf(name: string, { t }: App): string {
  const labels: Readonly<Record<string, unknown>> = t;
  const label = labels[name.split('.').at(-1) ?? name];
  return typeof label === 'string' ? label : name;
}
