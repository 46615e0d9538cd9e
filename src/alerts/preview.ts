/** The dry run: who would be told what, when and why, and who would not and why. Nothing is stored, nothing sent. */
import type { Clock } from '../core/clock.ts';
import { messageOf } from '../core/errors.ts';
import type { CustomerProfile } from '../customers/index.ts';
import type { Knowledge } from '../knowledge/index.ts';
import type { AlertKindName, Proposal } from './alert.ts';
import { knownAlerts, type StoredAlert } from './alert-store.ts';
import type { Finding } from './look.ts';
import { gatherFacts } from './moment/facts.ts';
import { decideMoment } from './moment/moment.ts';
import type { Preview, PreviewLine } from './preview-lines.ts';
import { openChannels } from './reach.ts';
import { lookOf, type RoundParts } from './round.ts';
import { wordsIn } from './words/words.ts';

export interface PreviewParts extends RoundParts {
  readonly knowledge: () => Knowledge;
  readonly shopZone: () => string;
  readonly wallClock: Clock;
  readonly isHeldOut: (proposal: Proposal) => boolean;
}

/** Enough to look through by eye; counts are in the report of a run. */
const mostLines = 500;

export async function previewAlerts(
  parts: PreviewParts,
  { at, kinds }: { readonly at: number; readonly kinds?: readonly string[] | undefined },
): Promise<Preview> {
  const findings: Finding[] = [];
  const setAside: { what: string; reason: string }[] = [];
  const failed: { kind: AlertKindName; reason: string }[] = [];
  const look = { ...lookOf(parts, at, true), since: 0 };
  for (const kind of parts.kinds) {
    if (kinds && !kinds.includes(kind.name)) continue;
    try {
      for await (const page of kind.find(look)) {
        findings.push(...page.findings);
        for (const { what, obstacle } of page.setAside ?? [])
          setAside.push({ what, reason: obstacle.reason });
      }
    } catch (error) {
      failed.push({ kind: kind.name, reason: messageOf(error) });
    }
  }
  const { told, notTold } = await judge(parts, findings, at);
  return {
    at: new Date(at).toISOString(),
    told: told.slice(0, mostLines),
    notTold: notTold.slice(0, mostLines),
    setAside: setAside.slice(0, mostLines),
    failed,
  };
}

async function judge(parts: PreviewParts, findings: readonly Finding[], at: number) {
  const told: Preview['told'][number][] = [];
  const notTold: Preview['notTold'][number][] = [];
  const known = await knownAlerts(
    parts.database,
    findings.map(({ proposal }) => proposal),
  );
  const persons = await parts.people.load(findings.map(({ proposal }) => proposal.customerId));
  const waiting = new Map<string, Proposal[]>();
  for (const { proposal, obstacles } of findings) {
    const person = persons.get(proposal.customerId);
    if (!person) continue;
    const more = [
      ...obstacles,
      ...(known.has(proposal) ? [{ code: 'told-before', reason: 'they were told before' } as const] : []),
      ...(obstacles.length === 0 && parts.isHeldOut(proposal)
        ? [{ code: 'held-out', reason: 'in the group that gets no advertising, for comparison' } as const]
        : []),
    ];
    if (more.length > 0) {
      const reasons = more.map(({ reason }) => reason);
      notTold.push({ ...lineOf(parts, person, proposal), reasons, codes: more.map(({ code }) => code) });
    } else waiting.set(person.id, [...(waiting.get(person.id) ?? []), proposal]);
  }
  for (const [id, proposals] of waiting) {
    const person = persons.get(id);
    if (!person) continue;
    const alerts = proposals.map((proposal, index) => asAlert(proposal, index, at));
    const moment = decideMoment({
      person,
      alerts,
      now: at,
      shopZone: parts.shopZone(),
      rules: parts.rules(),
      ...(await gatherFacts(parts, person, alerts, { shop: at, wall: parts.wallClock.now() })),
    });
    const dropped = new Map(moment.dropped.map(({ alert, obstacle }) => [alert.id, obstacle]));
    const now = new Set(moment.bundle.map((alert) => alert.id));
    for (const [index, proposal] of proposals.entries()) {
      const line = lineOf(parts, person, proposal);
      const obstacle = dropped.get(String(index));
      if (obstacle) {
        notTold.push({ ...line, reasons: [obstacle.reason], codes: [obstacle.code] });
        continue;
      }
      const channels = openChannels(person, proposal.purpose);
      const later = now.has(String(index)) ? undefined : moment.held;
      const when = new Date(later?.until ?? at).toISOString();
      told.push({ ...line, channels, when, ...(later && { note: later.reason }) });
    }
  }
  return { told, notTold };
}

function lineOf({ knowledge }: PreviewParts, person: CustomerProfile, proposal: Proposal): PreviewLine {
  const words = wordsIn('en', knowledge());
  const { telling, kind, rule } = proposal;
  const [shopId] = person.shopCustomerIds;
  const place = [person.place?.city, person.place?.region].filter((part) => part !== undefined).join(', ');
  return {
    customer: {
      id: person.id,
      ...(shopId !== undefined && { shopId }),
      ...(person.name !== undefined && { name: person.name }),
      ...(place !== '' && { place }),
    },
    kind,
    ...(rule !== undefined && { rule }),
    headline: words.plain(telling.headline),
    sentence: words.plain(telling.sentence),
    because: words.plain(telling.because),
  };
}

function asAlert(proposal: Proposal, index: number, at: number): StoredAlert {
  return { ...proposal, id: String(index), createdAt: at };
}
