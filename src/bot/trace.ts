/** Why the bot said what it said, kept for the operator; the shopper never sees it. */
import type { Statement } from '../store/index.ts';
import type { Candidate, Understood } from '../understanding/index.ts';
import type { Turn } from './turn.ts';

export function traceStatement(
  conversationId: string,
  watermark: number,
  { now, chosen, parts, mood }: Turn,
  understood: Understood,
): Statement {
  const [best] = understood.candidates;
  return {
    sql: `INSERT INTO trace (conversation_id, watermark, at, zone, top_id, confidence, body)
          VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    params: [
      conversationId,
      watermark,
      now,
      understood.zone,
      best?.id ?? null,
      best?.confidence ?? null,
      JSON.stringify({ ...legible(understood), chosen, parts: parts.map(legible), mood }),
    ],
  };
}

/** With figures as somebody reads them: all their digits would be a third of what is stored of a turn. */
function legible(understood: Understood): Understood {
  return { ...understood, candidates: understood.candidates.map(legibleCandidate) };
}

function legibleCandidate({
  id,
  kind,
  confidence,
  reason: { phrasing, words, scores },
}: Candidate): Candidate {
  const rounded = Object.fromEntries(
    Object.entries(scores).map(([name, score]) => [name, toFourDigits(score)]),
  );
  return { id, kind, confidence: toFourDigits(confidence), reason: { phrasing, words, scores: rounded } };
}

function toFourDigits(figure: number): number {
  return Math.round(figure * 1e4) / 1e4;
}
