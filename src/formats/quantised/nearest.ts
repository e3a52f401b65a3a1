/**
 * For an ascending table of a power of two of values, the index of the one nearest to a number, of two as near the lower:
 * a search of halves between the middles of neighbours, which takes the same steps for every number.
 */
export function nearest(table: Float32Array): (value: number) => number {
  const middles = Float64Array.from(table.subarray(1), (upper, i) => ((table[i] as number) + upper) / 2);
  return (value) => {
    let index = 0;
    for (let half = table.length / 2; half >= 1; half /= 2)
      if (value > (middles[index + half - 1] as number)) index += half;
    return index;
  };
}
