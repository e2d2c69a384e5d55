// Figures are kept with two decimals: more would be noise.
export function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
