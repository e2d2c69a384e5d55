// The table of metrics, with their labels and help texts.
import type { MetricObject, Registry } from 'prom-client';
import type { MetricFamily } from '../../src/telemetry/textFormat.ts';
import { tableHead, tableRow } from './tableRow.ts';

export function toMetricTable(families: readonly MetricFamily[]): string {
  const rows = families.map(({ name, type, labelNames, help }) =>
    tableRow([`\`${name}\``, type, labelNames.map((label) => `\`${label}\``).join(', '), help]),
  );
  return tableHead(['Metric', 'Type', 'Labels', 'Meaning']) + rows.join('');
}

export function familiesOf(registry: Registry): readonly MetricFamily[] {
  return registry.getMetricsAsArray().map((metric) => {
    const { name, help, type } = metric;
    return { name, help, type: String(type), labelNames: labelNamesOf(metric) };
  });
}

/** The types of prom-client lack the label names that every metric has. */
function labelNamesOf(metric: MetricObject): readonly string[] {
  return 'labelNames' in metric && Array.isArray(metric.labelNames) ? metric.labelNames.map(String) : [];
}
