// Which parts of the README follow from the code? Everything that lists: fields, reasons, causes, flags and metrics.
import { Registry } from 'prom-client';
import { candidateReasons } from '../../src/api/candidateReasons.ts';
import { causes } from '../../src/api/causes.ts';
import { usage } from '../../src/config.ts';
import { makeMetrics } from '../../src/telemetry/metrics.ts';
import { subjectFamilies } from '../../src/telemetry/subjectMetrics.ts';
import type { CrdSchema } from './crdSchema.ts';
import { toFieldTable } from './fieldTable.ts';
import { replaceMarked, unformatted } from './markedText.ts';
import { familiesOf, toMetricTable } from './metricTable.ts';
import { toSentenceTable } from './sentenceTable.ts';

export function readmeWithLists(readme: string, schema: CrdSchema): string {
  const lists = {
    fields: toFieldTable(schema),
    'candidate-reasons': toSentenceTable({ word: 'Reason', sentence: 'The pod …' }, candidateReasons),
    causes: toSentenceTable({ word: 'Cause', sentence: 'The active changed because …' }, causes),
    flags: `\`\`\`text\n${usage}\`\`\`\n`,
    metrics: toMetricTable([...subjectFamilies, ...familiesOf(operatorMetrics())]),
  };
  return Object.entries(lists).reduce((text, [name, list]) => replaceMarked(text, name, unformatted(list)), readme);
}

function operatorMetrics(): Registry {
  const registry = new Registry();
  makeMetrics(registry, { perResource: true });
  return registry;
}
