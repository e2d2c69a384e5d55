// Generates the parts of the reference pages that follow from the code: fields, flags, metrics, reasons and causes.
import { Registry } from 'prom-client';
import { candidateReasons } from '../../src/api/candidateReasons.ts';
import { causes } from '../../src/api/causes.ts';
import { usage } from '../../src/config.ts';
import { makeMetrics } from '../../src/telemetry/metrics.ts';
import { perResourceFamilies } from '../../src/telemetry/perResourceMetrics.ts';
import type { CrdSchema } from './crdSchema.ts';
import { toFieldTable } from './fieldTable.ts';
import type { Lists } from './markedText.ts';
import { familiesOf, toMetricTable } from './metricTable.ts';
import { toSentenceTable } from './sentenceTable.ts';

/** By the path of the page: its lists, by the names of their markers. */
export function referenceLists(schema: CrdSchema): ReadonlyMap<string, Lists> {
  return new Map<string, Lists>([
    ['docs/api.md', { fields: toFieldTable(schema) }],
    ['docs/flags.md', { flags: `\`\`\`text\n${usage}\`\`\`\n` }],
    ['docs/metrics.md', { metrics: toMetricTable([...perResourceFamilies, ...familiesOf(operatorMetrics())]) }],
    [
      'docs/troubleshooting.md',
      {
        'candidate-reasons': toSentenceTable({ word: 'Reason', sentence: 'The pod …' }, candidateReasons),
        causes: toSentenceTable({ word: 'Cause', sentence: 'The active changed because …' }, causes),
      },
    ],
  ]);
}

function operatorMetrics(): Registry {
  const registry = new Registry();
  makeMetrics(registry, { perResource: true });
  return registry;
}
