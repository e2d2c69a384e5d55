// The text format of Prometheus, as prom-client writes it; a test compares the two.
// https://prometheus.io/docs/instrumenting/exposition_formats/

export interface MetricFamily {
  readonly name: string;
  readonly help: string;
  readonly type: string;
  readonly labelNames: readonly string[];
}

export type Labels = Readonly<Record<string, string>>;

export function familyHead({ name, help, type }: MetricFamily): string {
  return `# HELP ${name} ${escapedText(help)}\n# TYPE ${name} ${type}\n`;
}

/** The text between the braces of a sample. */
export function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escapedValue(text)}"`);
  return pairs.join(',');
}

export function sampleLine(name: string, labels: string, value: number): string {
  return `${name}{${labels}} ${value}\n`;
}

function escapedText(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}

function escapedValue(text: string): string {
  return escapedText(text).replaceAll('"', '\\"');
}
