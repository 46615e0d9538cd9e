/** The shop's knowledge: browse, search, edit, what is missing, what expires, what was disliked, who changed what. */
import { type VNode, v } from '../../dom/node.ts';
import type { App } from '../../model/app.ts';
import { hashOf, type KnowledgePart, knowledgeParts, type Place } from '../../model/place.ts';
import type { Screen } from '../../model/screens.ts';
import type { Show } from '../../wire/knowledge-api.ts';
import type {
  EntrySummary,
  Gap,
  GapState,
  KnowledgeChange,
  KnowledgeDraft,
  Problem,
  Thumb,
} from '../../wire/knowledge-types.ts';
import { pageWithTabs } from '../page.ts';
import { Editor } from './editor.ts';
import { editorView } from './editor-view.ts';
import { entriesPart } from './entries.ts';
import { gapsPart } from './gaps.ts';
import { historyPart } from './history.ts';
import { thumbsPart } from './thumbs.ts';

const pauseMs = 250;

export class KnowledgeScreen implements Screen {
  words = '';
  show: Show = 'all';
  entries: readonly EntrySummary[] = [];
  total = 0;
  problems: readonly Problem[] = [];
  gapState: GapState = 'new';
  gaps: readonly Gap[] = [];
  gapCounts: Readonly<Record<GapState, number>> | undefined;
  drafts: readonly KnowledgeDraft[] = [];
  changes: readonly KnowledgeChange[] = [];
  thumbs: readonly Thumb[] = [];
  verdict: 'up' | 'down' | undefined = 'down';
  editor: Editor | undefined;
  readonly #app: App;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(app: App) {
    this.#app = app;
  }

  async enter(place: Place): Promise<void> {
    if (place.screen !== 'knowledge') return;
    if (place.part === 'entries' && place.entry !== undefined) {
      if (this.editor?.place !== place.entry) {
        this.editor = new Editor(this.#app, place.entry);
        await this.editor.load();
      }
      return;
    }
    this.editor = undefined;
    await this.#fetch(place.part);
  }

  changed(what: 'board' | 'settings' | 'knowledge'): void {
    const { place } = this.#app;
    if (what === 'knowledge' && place.screen === 'knowledge' && !place.entry) {
      void this.#app.attempt(() => this.#fetch(place.part));
    }
  }

  want(change: Partial<Pick<KnowledgeScreen, 'words' | 'show' | 'gapState' | 'verdict'>>): void {
    Object.assign(this, change);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const { place } = this.#app;
      if (place.screen === 'knowledge') void this.#app.attempt(() => this.#fetch(place.part));
    }, pauseMs);
    this.#app.draw();
  }

  async moreEntries(): Promise<void> {
    const { entries } = await this.#app.knowledgeApi.browse({
      words: this.words,
      show: this.show,
      offset: this.entries.length,
    });
    this.entries = [...this.entries, ...entries];
    this.#app.draw();
  }

  async moreChanges(): Promise<void> {
    const more = await this.#app.knowledgeApi.changes(this.changes.at(-1)?.at);
    this.changes = [...this.changes, ...more];
    this.#app.draw();
  }

  async #fetch(part: KnowledgePart): Promise<void> {
    const api = this.#app.knowledgeApi;
    if (part === 'entries' || part === 'expiring') {
      const show = part === 'expiring' ? 'expiring' : this.show;
      const found = await api.browse({ words: this.words, show, offset: 0 });
      this.entries = found.entries;
      this.total = found.total;
      this.problems = found.problems;
    }
    if (part === 'gaps') {
      const [{ gaps, counts }, drafts] = await Promise.all([api.gaps(this.gapState), api.drafts()]);
      this.gaps = gaps;
      this.gapCounts = counts;
      this.drafts = drafts;
    }
    if (part === 'history') this.changes = await api.changes(undefined);
    if (part === 'thumbs') this.thumbs = await api.thumbs(this.verdict, undefined);
    this.#app.draw();
  }
}

export function knowledgeScreen(app: App, part: KnowledgePart, entry: string | undefined): VNode {
  const { t, knowledge } = app;
  const tabs = knowledgeParts.map((each) => ({
    title: t.knowledgeParts[each],
    href: hashOf({ screen: 'knowledge', part: each, entry: undefined }),
    isHere: each === part,
    count: each === 'gaps' ? knowledge.gapCounts?.new : undefined,
  }));
  const editor = part === 'entries' && entry !== undefined ? knowledge.editor : undefined;
  return pageWithTabs(
    app,
    t.knowledge,
    tabs,
    v(
      'div',
      { key: `${part} ${editor?.place ?? ''}`, class: 'settings' },
      editor ? editorView(editor, app) : partView(app, part),
    ),
  );
}

function partView(app: App, part: KnowledgePart) {
  switch (part) {
    case 'entries':
    case 'expiring':
      return entriesPart(app, part);
    case 'gaps':
      return gapsPart(app);
    case 'thumbs':
      return thumbsPart(app);
    case 'history':
      return historyPart(app);
  }
}
