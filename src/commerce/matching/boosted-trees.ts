/** Gradient-boosted trees for a yes-or-no question: histograms of feature bins, logistic loss, second order. */

export interface TreeSettings {
  readonly trees: number;
  readonly depth: number;
  readonly learningRate: number;
  /** Rows drawn for each tree, as a share. */
  readonly rowShare: number;
  /** Features drawn for each tree, as a share. */
  readonly featureShare: number;
  /** The least sum of second derivatives in a leaf. */
  readonly leastWeight: number;
  /** Shrinks leaf values: added to the sum of second derivatives. */
  readonly ridge: number;
}

/** A node splits `feature <= threshold` to `left`, else `right`; a leaf has feature -1 and a value. */
export interface Tree {
  readonly feature: readonly number[];
  readonly threshold: readonly number[];
  readonly left: readonly number[];
  readonly right: readonly number[];
  readonly value: readonly number[];
}

export interface TreeModel {
  /** Log-odds before any tree. */
  readonly base: number;
  readonly trees: readonly Tree[];
}

/** The log-odds that the model gives a row of features. */
export function score(model: TreeModel, row: ArrayLike<number>): number {
  let sum = model.base;
  for (const tree of model.trees) {
    let node = 0;
    for (let feature = tree.feature[0] ?? -1; feature >= 0; feature = tree.feature[node] ?? -1) {
      const goesLeft = (row[feature] ?? 0) <= (tree.threshold[node] ?? 0);
      node = (goesLeft ? tree.left[node] : tree.right[node]) ?? 0;
    }
    sum += tree.value[node] ?? 0;
  }
  return sum;
}

/** From log-odds to a probability. */
export function probability(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}

/**
 * Trains on rows of equal length. `random` gives numbers in [0, 1) and makes the result repeatable.
 * Friedman 2001 with the second-order leaf values of Chen and Guestrin 2016.
 */
export function trainTrees(
  rows: readonly ArrayLike<number>[],
  labels: readonly number[],
  settings: TreeSettings,
  random: () => number,
): TreeModel {
  const binned = binFeatures(rows);
  const positives = labels.reduce((sum, label) => sum + label, 0);
  const rate = Math.min(0.999, Math.max(0.001, positives / Math.max(1, rows.length)));
  const base = Math.log(rate / (1 - rate));
  const scores = new Float64Array(rows.length).fill(base);
  const gradients = new Float64Array(rows.length);
  const curvatures = new Float64Array(rows.length);
  const trees: Tree[] = [];
  for (let round = 0; round < settings.trees; round += 1) {
    for (let row = 0; row < rows.length; row += 1) {
      const guess = probability(scores[row] ?? 0);
      gradients[row] = guess - (labels[row] ?? 0);
      curvatures[row] = Math.max(1e-6, guess * (1 - guess));
    }
    const drawn = draw(rows.length, settings.rowShare, random);
    const features = draw(binned.bins.length, settings.featureShare, random);
    const tree = growTree({ binned, features, gradients, curvatures, settings }, drawn);
    for (let row = 0; row < rows.length; row += 1)
      scores[row] = (scores[row] ?? 0) + valueAt(tree, rows[row] ?? []);
    trees.push(tree);
  }
  return { base, trees };
}

const mostBins = 64;

interface Binned {
  /** Per feature, the bin of each row. */
  readonly bins: readonly Uint8Array[];
  /** Per feature, the upper edge of each bin. */
  readonly edges: readonly (readonly number[])[];
}

function binFeatures(rows: readonly ArrayLike<number>[]): Binned {
  const width = rows[0]?.length ?? 0;
  const bins: Uint8Array[] = [];
  const edges: number[][] = [];
  for (let feature = 0; feature < width; feature += 1) {
    const values = Float64Array.from(rows, (row) => row[feature] ?? 0);
    const cuts = cutsOf(values.toSorted());
    edges.push(cuts);
    bins.push(Uint8Array.from(values, (value) => binOf(cuts, value)));
  }
  return { bins, edges };
}

/** Edges halfway between distinct neighbours, at about equal numbers of rows. */
function cutsOf(sorted: Float64Array): number[] {
  const distinct = [...new Set(sorted)];
  const cuts: number[] = [];
  if (distinct.length <= mostBins) {
    for (let at = 1; at < distinct.length; at += 1)
      cuts.push(((distinct[at - 1] ?? 0) + (distinct[at] ?? 0)) / 2);
    return cuts;
  }
  for (let bin = 1; bin < mostBins; bin += 1) {
    const cut = sorted[Math.floor((bin * sorted.length) / mostBins)] ?? 0;
    if (cut > (cuts.at(-1) ?? Number.NEGATIVE_INFINITY)) cuts.push(cut);
  }
  return cuts;
}

function binOf(cuts: readonly number[], value: number): number {
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= (cuts[middle] ?? 0)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function draw(count: number, share: number, random: () => number): Int32Array {
  const drawn: number[] = [];
  for (let at = 0; at < count; at += 1) if (random() < share) drawn.push(at);
  return Int32Array.from(drawn.length > 0 ? drawn : [0]);
}

interface GrowingTree {
  feature: number[];
  threshold: number[];
  left: number[];
  right: number[];
  value: number[];
}

interface Growth {
  readonly binned: Binned;
  /** The features this tree may use. */
  readonly features: Int32Array;
  readonly gradients: Float64Array;
  readonly curvatures: Float64Array;
  readonly settings: TreeSettings;
}

function growTree(growth: Growth, rows: Int32Array): Tree {
  const { binned, settings } = growth;
  const tree: GrowingTree = { feature: [], threshold: [], left: [], right: [], value: [] };
  const grow = (members: Int32Array, sums: Float64Array, depth: number): number => {
    const node = tree.feature.length;
    const { gradient, curvature } = totals(sums);
    tree.feature.push(-1);
    tree.threshold.push(0);
    tree.left.push(0);
    tree.right.push(0);
    tree.value.push(round((-settings.learningRate * gradient) / (curvature + settings.ridge)));
    if (depth === 0 || curvature < 2 * settings.leastWeight) return node;
    const split = bestSplit(growth, sums, gradient, curvature);
    if (!split) return node;
    const bins = binned.bins[split.feature] ?? new Uint8Array();
    const left = members.filter((row) => (bins[row] ?? 0) <= split.bin);
    const right = members.filter((row) => (bins[row] ?? 0) > split.bin);
    // The larger side is what the smaller leaves: half the counting.
    const [few, many] = left.length <= right.length ? [left, right] : [right, left];
    const fewSums = depth > 1 ? histogram(growth, few) : firstFeature(growth, few);
    const manySums =
      depth > 1 ? sums.map((value, at) => value - (fewSums[at] ?? 0)) : firstFeature(growth, many);
    tree.feature[node] = split.feature;
    tree.threshold[node] = binned.edges[split.feature]?.[split.bin] ?? 0;
    tree.left[node] = grow(left, few === left ? fewSums : manySums, depth - 1);
    tree.right[node] = grow(right, few === left ? manySums : fewSums, depth - 1);
    return node;
  };
  grow(rows, histogram(growth, rows), settings.depth);
  return tree;
}

/** Per feature and bin, the sums of gradients and of curvatures of the rows. */
function histogram({ binned, features, gradients, curvatures }: Growth, rows: Int32Array): Float64Array {
  const sums = new Float64Array(features.length * mostBins * 2);
  for (const [place, feature] of features.entries()) {
    const bins = binned.bins[feature];
    if (!bins) continue;
    const start = place * mostBins * 2;
    for (const row of rows) {
      const at = start + (bins[row] ?? 0) * 2;
      sums[at] = (sums[at] ?? 0) + (gradients[row] ?? 0);
      sums[at + 1] = (sums[at + 1] ?? 0) + (curvatures[row] ?? 0);
    }
  }
  return sums;
}

/** A leaf needs only its totals, which one feature's bins already give. */
function firstFeature(growth: Growth, rows: Int32Array): Float64Array {
  return histogram({ ...growth, features: growth.features.subarray(0, 1) }, rows);
}

/** Every feature's bins add up to the same; the first feature's are summed. */
function totals(sums: Float64Array): { gradient: number; curvature: number } {
  let gradient = 0;
  let curvature = 0;
  for (let at = 0; at < mostBins * 2; at += 2) {
    gradient += sums[at] ?? 0;
    curvature += sums[at + 1] ?? 0;
  }
  return { gradient, curvature };
}

function bestSplit(
  { binned, features, settings: { leastWeight, ridge } }: Growth,
  sums: Float64Array,
  gradient: number,
  curvature: number,
): { feature: number; bin: number } | undefined {
  const whole = gradient ** 2 / (curvature + ridge);
  let best: { feature: number; bin: number } | undefined;
  let bestGain = 1e-6;
  for (const [place, feature] of features.entries()) {
    const edges = binned.edges[feature]?.length ?? 0;
    const start = place * mostBins * 2;
    let leftGradient = 0;
    let leftCurvature = 0;
    for (let bin = 0; bin < edges; bin += 1) {
      leftGradient += sums[start + bin * 2] ?? 0;
      leftCurvature += sums[start + bin * 2 + 1] ?? 0;
      const rightCurvature = curvature - leftCurvature;
      if (leftCurvature < leastWeight || rightCurvature < leastWeight) continue;
      const gain =
        leftGradient ** 2 / (leftCurvature + ridge) +
        (gradient - leftGradient) ** 2 / (rightCurvature + ridge) -
        whole;
      if (gain > bestGain) {
        bestGain = gain;
        best = { feature, bin };
      }
    }
  }
  return best;
}

function valueAt(tree: Tree, row: ArrayLike<number>): number {
  return score({ base: 0, trees: [tree] }, row);
}

/** Seven significant digits are enough, and keep a written model small. */
function round(value: number): number {
  return Number(value.toPrecision(7));
}
