import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Counter, Registry } from 'prom-client';
import { crdSchemaOf } from '../../scripts/generate/crdSchema.ts';
import { withLists } from '../../scripts/generate/markedText.ts';
import { familiesOf, toMetricTable } from '../../scripts/generate/metricTable.ts';
import { referenceLists } from '../../scripts/generate/referencePages.ts';
import { toSentenceTable } from '../../scripts/generate/sentenceTable.ts';
import { conditionReasons, conditionTypes } from '../../src/api/conditions.ts';

const schema = crdSchemaOf(readFileSync('crds/activestandbyservice.yaml', 'utf8'));

describe('the tables of the reference pages', () => {
  test('show type, labels and help of each metric', () => {
    const registry = new Registry();
    void new Counter({ name: 'a_total', help: 'As | Bs.', labelNames: ['x', 'y'], registers: [registry] });
    expect(toMetricTable(familiesOf(registry))).toBe(
      '| Metric | Type | Labels | Meaning |\n| --- | --- | --- | --- |\n| `a_total` | counter | `x`, `y` | As \\| Bs. |\n',
    );
  });

  test('show the sentence of each word', () => {
    expect(toSentenceTable({ word: 'Why', sentence: 'Because' }, { Late: 'it was late' })).toBe(
      '| Why | Because |\n| --- | --- |\n| `Late` | it was late |\n',
    );
  });

  test.each([...referenceLists(schema)])('%s matches the code', (path, lists) => {
    const page = readFileSync(path, 'utf8');
    expect(withLists(page, lists)).toBe(page);
  });
});

describe('docs/troubleshooting.md', () => {
  const page = readFileSync('docs/troubleshooting.md', 'utf8');
  /** Reasons that report no problem, or only repeat the condition. */
  const plain = ['ActivePublished', 'Elected', 'Published', 'NotElected', 'PausedBySpec', 'NotPaused', 'AsDesired'];
  const rows = [...conditionTypes, ...conditionReasons.filter((reason) => !plain.includes(reason))];

  test.each(rows)('explains %s', (word) => {
    expect(page).toMatch(new RegExp(`^\\| \`${word}\` +\\|`, 'm'));
  });
});
