/** What the API answers of the shop's knowledge, as types: the server's own declarations. */
import type { Content, DeskGap, Preview } from '../../../src/desk/knowledge/shapes.ts';

export type {
  Content,
  DeskGap as Gap,
  EntryDetail,
  EntrySummary,
  KnowledgeChange,
  KnowledgeDraft,
  Preview,
  Thumb,
} from '../../../src/desk/knowledge/shapes.ts';

export type EntryText = NonNullable<Content['texts']['en']>;
export type GapState = DeskGap['state'];
export type Problem = Preview['problems'][number];
