/** What a waiting chat asks of whoever takes it, and who fits: the longer it waits, the less it asks. */

/** A chat that waits. */
export interface Waits {
  readonly skills: readonly string[];
  readonly language: string;
  /** The team it was passed on to. */
  readonly team?: string | null | undefined;
  /** Unix ms. */
  readonly queuedAt: number;
}

/** What somebody at the desk can do. */
export interface Ability {
  readonly skills: readonly string[];
  /** Empty: any. */
  readonly languages: readonly string[];
  readonly team?: string | null | undefined;
}

export interface LooseningRules {
  readonly loosenSkillsAfterSeconds: number;
  readonly loosenLanguageAfterSeconds: number;
}

export interface Demand {
  /** The same for chats that ask for the same. */
  readonly key: string;
  readonly skills: readonly string[];
  readonly team: string | undefined;
  readonly language: string | undefined;
}

const none: readonly string[] = [];
/** In no name of ours: see `words`. */
const between = '\u0001';

/** What a chat still asks for at `now`: skills and team go first, the language last, so that nobody waits for ever. */
export function demandOf(
  { skills, language, team, queuedAt }: Waits,
  rules: LooseningRules,
  now: number,
): Demand {
  const seconds = (now - queuedAt) / 1000;
  const strict = seconds < rules.loosenSkillsAfterSeconds;
  const asked = strict ? skills : none;
  const wanted = strict ? (team ?? undefined) : undefined;
  const spoken = seconds < rules.loosenLanguageAfterSeconds ? language : undefined;
  const key =
    asked.length === 0 && wanted === undefined
      ? `${spoken}`
      : `${spoken}${between}${wanted ?? ''}${between}${asked.join(between)}`;
  return { key, skills: asked, team: wanted, language: spoken };
}

/** When the chat asks for less next, Unix ms; undefined when it asks for nothing any more. */
export function loosensAt({ queuedAt }: Waits, rules: LooseningRules, now: number): number | undefined {
  const steps = [rules.loosenSkillsAfterSeconds, rules.loosenLanguageAfterSeconds]
    .map((seconds) => queuedAt + seconds * 1000)
    .filter((at) => at > now);
  return steps.length > 0 ? Math.min(...steps) : undefined;
}

export function suits({ skills, languages, team }: Ability, wanted: Demand): boolean {
  if (wanted.team !== undefined && team !== wanted.team) return false;
  if (wanted.language !== undefined && languages.length > 0 && !languages.includes(wanted.language))
    return false;
  return wanted.skills.every((skill) => skills.includes(skill));
}
