/** Between which two the mean of a Poisson variable lies with 95 % certainty, once it was seen to be `count`. */
export function poissonInterval(count: number): readonly [number, number] {
  // Garwood's exact interval: the means under which so few, and so many, would be seen once in forty times.
  const lower = count === 0 ? 0 : meanWhere((mean) => 1 - upTo(count - 1, mean) >= 0.025, count);
  return [lower, meanWhere((mean) => upTo(count, mean) <= 0.025, count)];
}

/** The least mean for which something holds that, once it holds, goes on holding. */
function meanWhere(holds: (mean: number) => boolean, count: number): number {
  let low = 0;
  let high = 4 * count + 8;
  while (high - low > 1e-9) {
    const middle = (low + high) / 2;
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** Probability of no more than `count`. */
function upTo(count: number, mean: number): number {
  let term = Math.exp(-mean);
  let sum = term;
  for (let seen = 1; seen <= count; seen++) {
    term *= mean / seen;
    sum += term;
  }
  return sum;
}
