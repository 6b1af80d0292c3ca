/** Index of the first of ascending ranges without overlap that ends after a place; their number if there is none. */
export function firstEndingAfter(ranges: readonly { readonly end: number }[], place: number): number {
  let [low, high] = [0, ranges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.end ?? Infinity) <= place) low = middle + 1;
    else high = middle;
  }
  return low;
}
