// Parses the text of /metrics: one number per series.
export type Labels = Readonly<Record<string, string>>;

export interface Series {
  readonly name: string;
  readonly labels: Labels;
  readonly value: number;
}

const line = /^([a-z_:][a-z0-9_:]*)(?:\{(.*)\})? (\S+)$/i;
const label = /([a-z_][a-z0-9_]*)="((?:[^"\\]|\\.)*)"/gi;

export function seriesIn(exposition: string): readonly Series[] {
  return exposition.split('\n').flatMap((text) => {
    const [, name, labels = '', value] = line.exec(text) ?? [];
    return name === undefined ? [] : [{ name, labels: labelsIn(labels), value: Number(value) }];
  });
}

function labelsIn(text: string): Labels {
  return Object.fromEntries([...text.matchAll(label)].map(([, key = '', value = '']) => [key, value]));
}

/** The sum over all series of the name with these labels; undefined when there is none. */
export function sumOf(series: readonly Series[], name: string, labels: Labels = {}): number | undefined {
  const found = series.filter((one) => one.name === name && has(one.labels, labels));
  return found.length === 0 ? undefined : found.reduce((sum, { value }) => sum + value, 0);
}

function has(labels: Labels, wanted: Labels): boolean {
  return Object.entries(wanted).every(([key, value]) => labels[key] === value);
}
