// Parses metrics: each sample by its name and labels, as written.
export type Values = ReadonlyMap<string, number>;

export function valuesOf(exposition: string): Values {
  const samples = exposition.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(samples.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]));
}
