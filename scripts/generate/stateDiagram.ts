// How do the rules of the machine look as a diagram? As Mermaid's, which GitHub draws.
import { phases } from '../../src/api/phases.ts';
import type { Rules } from '../../src/election/matcher.ts';

/** Where a step begins, by what the ledger records. */
const beginnings = ['Vacant', 'Active', 'Draining'] as const;

export function toStateDiagram(rules: Rules): string {
  const starts = beginnings.map((phase) => `    [*] --> ${phase}\n`);
  const edges = phases.flatMap((phase) => rules[phase].map(({ name, to }) => `    ${phase} --> ${to}: ${name}\n`));
  return `\`\`\`mermaid\nstateDiagram-v2\n${[...starts, ...edges].join('')}\`\`\`\n`;
}
