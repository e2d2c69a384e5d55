// Which table lists the metrics of a registry, with their labels and help texts?
import type { MetricObject, Registry } from 'prom-client';
import { tableHead, tableRow } from './tableRow.ts';

export function toMetricTable(registry: Registry): string {
  const rows = registry.getMetricsAsArray().map((metric) => {
    const labels = labelNamesOf(metric).map((name) => `\`${name}\``);
    return tableRow([`\`${metric.name}\``, String(metric.type), labels.join(', '), metric.help]);
  });
  return tableHead(['Metric', 'Type', 'Labels', 'Meaning']) + rows.join('');
}

/** prom-client's types do not tell of the label names that every metric has. */
function labelNamesOf(metric: MetricObject): readonly string[] {
  return 'labelNames' in metric && Array.isArray(metric.labelNames) ? metric.labelNames.map(String) : [];
}
