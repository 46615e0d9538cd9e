/** Every call about the shop's knowledge, by name. */
import { type Call, query } from './api.ts';
import type {
  Content,
  EntryDetail,
  EntrySummary,
  Gap,
  GapState,
  KnowledgeChange,
  KnowledgeDraft,
  Preview,
  Problem,
  Thumb,
} from './knowledge-types.ts';

export type KnowledgeApi = ReturnType<typeof knowledgeApi>;

export type Show = 'all' | 'expiring' | 'stale' | 'disliked';

export function knowledgeApi(call: Call) {
  const entry = (id: string) => `/api/desk/knowledge/entries/${encodeURIComponent(id)}`;
  const draft = (id: string) => `/api/desk/knowledge/drafts/${encodeURIComponent(id)}`;
  return {
    browse: (wanted: { words: string; show: Show; offset: number }) =>
      call<{ entries: EntrySummary[]; total: number; problems: Problem[] }>(
        'GET',
        `/api/desk/knowledge${query({ ...wanted, limit: 50 })}`,
      ),
    entry: (id: string) => call<EntryDetail>('GET', entry(id)),
    preview: (id: string, content: Content) =>
      call<Preview>('POST', '/api/desk/knowledge/preview', { id, content }),
    previewDeletion: (id: string) => call<Preview>('POST', `${entry(id)}/deletion-preview`),
    save: (id: string, version: string | null, content: Content) =>
      call<EntryDetail>('PUT', entry(id), { version, content }),
    remove: (id: string, version: string) => call('DELETE', `${entry(id)}${query({ version })}`),
    changes: async (before: number | undefined, entryId?: string) =>
      (
        await call<{ changes: KnowledgeChange[] }>(
          'GET',
          `/api/desk/knowledge/changes${query({ before, entry: entryId })}`,
        )
      ).changes,
    undo: (id: string) => call('POST', `/api/desk/knowledge/changes/${encodeURIComponent(id)}/undo`),
    thumbs: async (verdict: 'up' | 'down' | undefined, before: number | undefined) =>
      (await call<{ thumbs: Thumb[] }>('GET', `/api/desk/knowledge/thumbs${query({ verdict, before })}`))
        .thumbs,
    gaps: (state: GapState) =>
      call<{ gaps: Gap[]; counts: Record<GapState, number> }>('GET', `/api/desk/gaps${query({ state })}`),
    changeGap: (id: string, state: GapState) =>
      call('PATCH', `/api/desk/gaps/${encodeURIComponent(id)}`, { state }),
    draftOfGap: (id: string) =>
      call<KnowledgeDraft>('POST', `/api/desk/gaps/${encodeURIComponent(id)}/draft`),
    drafts: async () =>
      (await call<{ drafts: KnowledgeDraft[] }>('GET', '/api/desk/knowledge/drafts')).drafts,
    changeDraft: (id: string, body: { entry: string; content: Content }) =>
      call<KnowledgeDraft>('PUT', draft(id), body),
    removeDraft: (id: string) => call('DELETE', draft(id)),
    publish: (id: string, version: string | null) => call('POST', `${draft(id)}/publish`, { version }),
  };
}
