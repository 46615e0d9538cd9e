/** Who changed what, and who is kept from people. */
import { type Child, type VNode, v } from '../dom/node.ts';
import type { App } from '../model/app.ts';
import { button, empty } from '../view/pieces.ts';
import { momentLabel } from '../view/time.ts';
import type { AuditEntry } from '../wire/types.ts';

export function auditPart(app: App): Child {
  const { t, settings } = app;
  if (settings.audit.length === 0) return empty(t.nothingHere);
  return [
    v(
      'ol',
      { class: 'plain-rows' },
      settings.audit.map((entry) => row(entry, app)),
    ),
    settings.hasMoreAudit &&
      button(t.more, () => void app.attempt(() => settings.fetchAudit(settings.audit.at(-1)?.at))),
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
      target && v('span', { class: 'soft' }, nameOf(target, app)),
      v('time', { class: 'push soft small' }, momentLabel(at, app.now, app.language)),
    ),
    changes.length > 0 &&
      v(
        'ul',
        { class: 'changes small' },
        changes.map(({ name, before, after }) =>
          v('li', {}, v('code', {}, name), ' ', before && [v('del', {}, before), ' → '], v('ins', {}, after)),
        ),
      ),
  );
}

function nameOf(target: string, app: App): string {
  return app.data?.agents.find(({ id }) => id === target)?.name ?? target;
}

/** The fields that are another after than before. */
function changesOf({ before, after }: AuditEntry): { name: string; before: string; after: string }[] {
  if (typeof after !== 'object' || after === null) return [];
  const old = new Map(typeof before === 'object' && before !== null ? Object.entries(before) : []);
  return Object.entries(after).flatMap(([name, value]) => {
    const was = shown(old.get(name));
    const is = shown(value);
    return was === is ? [] : [{ name, before: was, after: is }];
  });
}

/** Texts and lists of texts as they are read, anything else as JSON; nothing for what was not there. */
function shown(value: unknown): string {
  if (value === undefined || value === null) return '';
  const isPlain = (each: unknown) => typeof each === 'string' || typeof each === 'number';
  const words =
    isPlain(value) || (Array.isArray(value) && value.every(isPlain)) ? String(value) : JSON.stringify(value);
  return words.length > 120 ? `${words.slice(0, 120)}…` : words;
}

export function blocksPart(app: App): Child {
  const { t, settings } = app;
  if (settings.blocks.length === 0) return empty(t.noBlocks);
  return v(
    'ul',
    { class: 'plain-rows' },
    settings.blocks.map(({ shopper, by, reason, until }) =>
      v(
        'li',
        { key: shopper, class: 'row wrap' },
        v('span', { class: 'strong' }, shopper),
        v('span', {}, reason),
        v(
          'span',
          { class: 'soft small' },
          `${nameOf(by, app)} · ${t.snoozedUntilWord} ${momentLabel(until, app.now, app.language)}`,
        ),
        button(
          t.unblock,
          () =>
            void app.attempt(async () => {
              await app.api.unblock(shopper);
              await settings.fetchBlocks();
            }),
          { class: 'small push' },
        ),
      ),
    ),
  );
}
