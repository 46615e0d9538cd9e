/** Measures of how good predictions are. */

/**
 * The probability that a random positive has a higher score than a random negative, ties half: the area under
 * the ROC curve through ranks (Mann and Whitney's U). 0.5 when one side is empty.
 */
export function areaUnderRoc(positives: readonly number[], negatives: readonly number[]): number {
  if (positives.length === 0 || negatives.length === 0) return 0.5;
  const sorted = [
    ...positives.map((score) => ({ score, own: 1 })),
    ...negatives.map((score) => ({ score, own: 0 })),
  ];
  sorted.sort((left, right) => left.score - right.score);
  let ranks = 0;
  for (let from = 0; from < sorted.length; ) {
    let to = from;
    let own = 0;
    while (to < sorted.length && sorted[to]?.score === sorted[from]?.score) {
      own += sorted[to]?.own ?? 0;
      to++;
    }
    ranks += own * ((from + 1 + to) / 2);
    from = to;
  }
  const wins = ranks - (positives.length * (positives.length + 1)) / 2;
  return wins / (positives.length * negatives.length);
}

/**
 * Expected calibration error over ten equal bins: how far confidence and the share that is right are apart
 * (Guo, Pleiss, Sun, Weinberger, “On calibration of modern neural networks”, ICML 2017).
 */
export function calibrationError(
  predictions: readonly { readonly confidence: number; readonly right: boolean }[],
): number {
  const bins = Array.from({ length: 10 }, () => ({ count: 0, confidence: 0, right: 0 }));
  for (const { confidence, right } of predictions) {
    const bin = bins[Math.min(9, Math.floor(confidence * 10))];
    if (!bin) continue;
    bin.count++;
    bin.confidence += confidence;
    bin.right += right ? 1 : 0;
  }
  let error = 0;
  for (const bin of bins) error += Math.abs(bin.confidence - bin.right);
  return predictions.length === 0 ? 0 : error / predictions.length;
}

/** The value below which `share` of the values lie; 0 for none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
