/** One entry being edited: what it says, what saving it would change, and whether somebody else was faster. */
import type { App } from '../../model/app.ts';
import { ApiFailed } from '../../wire/api.ts';
import type { Content, EntryDetail, EntryText, KnowledgeDraft, Preview } from '../../wire/knowledge-types.ts';

/** The place of an entry that does not exist yet. */
export const newEntry = '+';
/** `draft DRAFT`: the place of a draft. */
const draftPlace = 'draft ';

export const emptyText: EntryText = { question: '', phrasings: [], counterExamples: [], answer: '' };
const emptyContent: Content = { owner: '', validUntil: null, links: [], texts: { en: emptyText } };

export class Editor {
  /** Where in the address it is. */
  readonly place: string;
  id = '';
  version: string | null = null;
  content: Content = emptyContent;
  entry: EntryDetail | undefined;
  draft: KnowledgeDraft | undefined;
  preview: Preview | undefined;
  isLoaded = false;
  /** There is no such entry or draft. */
  isMissing = false;
  isChanged = false;
  isBusy = false;
  readonly #app: App;

  constructor(app: App, place: string) {
    this.#app = app;
    this.place = place;
  }

  static placeOfDraft(id: string): string {
    return `${draftPlace}${id}`;
  }

  get isNew(): boolean {
    return this.entry === undefined;
  }

  async load(): Promise<void> {
    const api = this.#app.knowledgeApi;
    if (this.place.startsWith(draftPlace)) {
      const id = this.place.slice(draftPlace.length);
      this.draft = (await api.drafts()).find((each) => each.id === id);
      this.isMissing = this.draft === undefined;
      if (this.draft) {
        this.id = this.draft.entry;
        this.version = this.draft.version;
        this.content = this.draft.content;
      }
    } else if (this.place === newEntry) {
      this.content = { ...emptyContent, owner: this.#app.data?.me.name ?? '' };
    } else {
      const entry = await api.entry(this.place).catch(unlessMissing);
      if (entry) this.#take(entry);
      this.isMissing = entry === undefined;
    }
    this.isLoaded = true;
    this.#app.draw();
  }

  change(part: Partial<Content>): void {
    this.content = { ...this.content, ...part };
    this.isChanged = true;
    this.preview = undefined;
    this.#app.draw();
  }

  changeText(language: 'en' | 'zh', part: Partial<EntryText>): void {
    const { texts } = this.content;
    this.change({ texts: { ...texts, [language]: { ...(texts[language] ?? emptyText), ...part } } });
  }

  /** What would be answered otherwise if it were saved as it stands. */
  async look(): Promise<void> {
    await this.#busy(async () => {
      this.preview = await this.#app.knowledgeApi.preview(this.id.trim(), this.content);
    });
  }

  async save(): Promise<void> {
    const api = this.#app.knowledgeApi;
    const { draft } = this;
    const id = this.id.trim();
    await this.#busy(async () => {
      if (draft) {
        const changed = await api.changeDraft(draft.id, { entry: id, content: this.content });
        await api.publish(draft.id, changed.version);
      } else this.#take(await api.save(id, this.version, this.content));
      this.preview = undefined;
      this.isChanged = false;
      this.#app.toasts.show(this.#app.t.entrySaved);
      if (this.place !== id) this.#app.go({ screen: 'knowledge', part: 'entries', entry: id });
    });
  }

  /** Keeps the draft without publishing it. */
  async keep(): Promise<void> {
    const { draft } = this;
    if (!draft) return;
    await this.#busy(async () => {
      this.draft = await this.#app.knowledgeApi.changeDraft(draft.id, {
        entry: this.id.trim(),
        content: this.content,
      });
      this.isChanged = false;
      this.#app.toasts.show(this.#app.t.saved);
    });
  }

  async remove(): Promise<void> {
    const { draft, version } = this;
    await this.#busy(async () => {
      if (draft) await this.#app.knowledgeApi.removeDraft(draft.id);
      else if (version !== null) await this.#app.knowledgeApi.remove(this.id, version);
      this.#app.go({ screen: 'knowledge', part: draft ? 'gaps' : 'entries', entry: undefined });
    });
  }

  #take(entry: EntryDetail): void {
    this.entry = entry;
    this.id = entry.id;
    this.version = entry.version;
    this.content = entry.content;
  }

  async #busy(work: () => Promise<void>): Promise<void> {
    this.isBusy = true;
    this.#app.draw();
    await this.#app.attempt(work);
    this.isBusy = false;
    this.#app.draw();
  }
}

function unlessMissing(error: unknown): undefined {
  if (!(error instanceof ApiFailed) || error.status !== 404) throw error;
}
