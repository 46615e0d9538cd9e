/** Solves symmetric positive definite systems in place; rows contiguous, so that the inner loops run in cache. */

/**
 * Overwrites the lower triangle of `a` (row-major, `n` × `n`) with its Cholesky factor and `b` with the
 * solution of `a x = b`. Only the lower triangle of `a` is read. A pivot that rounding made non-positive is
 * lifted to a tiny one, so a ridge that is too small gives a damped solution and never NaN.
 */
export function solveSymmetric(a: Float64Array, b: Float64Array, n: number): void {
  factor(a, n);
  for (let i = 0; i < n; i++) {
    let sum = b[i] ?? 0;
    const row = i * n;
    for (let k = 0; k < i; k++) sum -= (a[row + k] ?? 0) * (b[k] ?? 0);
    b[i] = sum / (a[row + i] ?? 1);
  }
  for (let i = n - 1; i >= 0; i--) {
    const x = (b[i] ?? 0) / (a[i * n + i] ?? 1);
    b[i] = x;
    for (let k = 0; k < i; k++) b[k] = (b[k] ?? 0) - x * (a[i * n + k] ?? 0);
  }
}

function factor(a: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    const row = i * n;
    for (let j = 0; j < i; j++) {
      const other = j * n;
      let sum = a[row + j] ?? 0;
      for (let k = 0; k < j; k++) sum -= (a[row + k] ?? 0) * (a[other + k] ?? 0);
      a[row + j] = sum / (a[other + j] ?? 1);
    }
    let pivot = a[row + i] ?? 0;
    for (let k = 0; k < i; k++) pivot -= (a[row + k] ?? 0) ** 2;
    a[row + i] = Math.sqrt(Math.max(pivot, 1e-9));
  }
}
