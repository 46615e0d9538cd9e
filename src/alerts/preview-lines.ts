/** What a dry run tells, as the desk shows it. */
import type { AlertKindName } from './kind-names.ts';

export interface PreviewLine {
  readonly customer: {
    readonly id: string;
    readonly shopId?: string;
    readonly name?: string;
    readonly place?: string;
  };
  readonly kind: AlertKindName;
  readonly rule?: string;
  readonly headline: string;
  readonly sentence: string;
  readonly because: string;
}

export interface Preview {
  /** As of which moment, ISO 8601. */
  readonly at: string;
  readonly told: readonly (PreviewLine & {
    readonly channels: readonly string[];
    readonly when: string;
    readonly note?: string;
  })[];
  readonly notTold: readonly (PreviewLine & {
    readonly reasons: readonly string[];
    readonly codes: readonly string[];
  })[];
  /** What happened and is told to nobody. */
  readonly setAside: readonly { readonly what: string; readonly reason: string }[];
  /** Kinds that could not look. */
  readonly failed: readonly { readonly kind: AlertKindName; readonly reason: string }[];
}
