import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Counter, Registry } from 'prom-client';
import { crdSchemaOf } from '../../scripts/generate/crdSchema.ts';
import { familiesOf, toMetricTable } from '../../scripts/generate/metricTable.ts';
import { readmeWithLists } from '../../scripts/generate/readme.ts';
import { toSentenceTable } from '../../scripts/generate/sentenceTable.ts';
import { conditionReasons, conditionTypes } from '../../src/api/conditions.ts';

const readme = readFileSync('README.md', 'utf8');

describe('the lists in the README', () => {
  test('a metric has a row with type, labels and help', () => {
    const registry = new Registry();
    void new Counter({ name: 'a_total', help: 'As | Bs.', labelNames: ['x', 'y'], registers: [registry] });
    expect(toMetricTable(familiesOf(registry))).toBe(
      '| Metric | Type | Labels | Meaning |\n| --- | --- | --- | --- |\n| `a_total` | counter | `x`, `y` | As \\| Bs. |\n',
    );
  });

  test('a word has a row with its sentence', () => {
    expect(toSentenceTable({ word: 'Why', sentence: 'Because' }, { Late: 'it was late' })).toBe(
      '| Why | Because |\n| --- | --- |\n| `Late` | it was late |\n',
    );
  });

  test('are as the code has them', () => {
    const schema = crdSchemaOf(readFileSync('crds/activestandbyservice.yaml', 'utf8'));
    expect(readmeWithLists(readme, schema)).toBe(readme);
  });
});

describe('the README by hand', () => {
  /** They say that all is well, or nothing but the condition itself. */
  const plain = ['ActivePublished', 'Elected', 'Published', 'NotElected', 'PausedBySpec', 'NotPaused', 'AsDesired'];
  const rows = [...conditionTypes, ...conditionReasons.filter((reason) => !plain.includes(reason))];

  test.each(rows)('explains %s', (word) => {
    expect(readme).toMatch(new RegExp(`^\\| \`${word}\` +\\|`, 'm'));
  });

  test('links to places that are there', () => {
    const anchors = [...readme.matchAll(/\]\(#([a-z-]+)\)/g)].map(([, anchor]) => anchor);
    const titles = [...readme.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
      title
        .toLowerCase()
        .replaceAll(/[^a-z ]/g, '')
        .replaceAll(' ', '-'),
    );
    expect(anchors.filter((anchor) => anchor === undefined || !titles.includes(anchor))).toEqual([]);
  });
});
