/** Every change of the knowledge with what it changed, line by line, and its undo. */
import { type Child, type VNode, v } from '../../dom/node.ts';
import { historyIcon, undoIcon } from '../../icons.ts';
import type { App } from '../../model/app.ts';
import { hashOf } from '../../model/place.ts';
import { button, empty, pill } from '../../view/pieces.ts';
import { momentLabel } from '../../view/time.ts';
import type { KnowledgeChange } from '../../wire/knowledge-types.ts';

export function historyPart(app: App): Child {
  const { t, knowledge } = app;
  if (knowledge.changes.length === 0) return empty(t.nothingHere, undefined, historyIcon);
  return [
    v(
      'ol',
      { class: 'plain-rows' },
      knowledge.changes.map((change) => row(change, app)),
    ),
    button(t.more, () => void app.attempt(() => knowledge.moreChanges())),
  ];
}

function row({ id, at, who, entry, before, after, undoOf }: KnowledgeChange, app: App): VNode {
  const { t } = app;
  const undo = () =>
    void app.attempt(async () => {
      await app.knowledgeApi.undo(id);
      app.knowledge.want({});
    }, t.undone);
  return v(
    'li',
    { key: id },
    v(
      'p',
      { class: 'row wrap' },
      v('span', { class: 'strong' }, who),
      v('a', { href: hashOf({ screen: 'knowledge', part: 'entries', entry }) }, entry),
      pill(undoOf ? t.undo : before === null ? t.add : after === null ? t.remove : t.edit),
      v('time', { class: 'soft small' }, momentLabel(at, app.now, app.language)),
      app.isSupervisor &&
        button(t.undo, undo, { class: 'small push', 'aria-label': `${t.undo}: ${entry}` }, undoIcon),
    ),
    v(
      'details',
      {},
      v('summary', { class: 'small soft' }, t.whatChanged),
      v('pre', { class: 'diff' }, difference(before ?? '', after ?? '')),
    ),
  );
}

/** Lines that are only in one of the two, in their order; what is in both is left out. */
function difference(before: string, after: string): VNode[] {
  const old = before.split('\n');
  const fresh = after.split('\n');
  const inFresh = new Set(fresh);
  const inOld = new Set(old);
  const gone = old.filter((line) => !inFresh.has(line)).map((line) => v('del', {}, `− ${line}\n`));
  const added = fresh.filter((line) => !inOld.has(line)).map((line) => v('ins', {}, `+ ${line}\n`));
  return [...gone, ...added];
}
