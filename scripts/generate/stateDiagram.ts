// Draws the rules of the state machine as a Mermaid diagram, which GitHub renders.
import { phases } from '../../src/api/phases.ts';
import type { Rules } from '../../src/election/matcher.ts';

/** The state in which a step begins, as the ledger records it. */
const beginnings = ['Vacant', 'Active', 'Draining'] as const;

export function toStateDiagram(rules: Rules): string {
  const starts = beginnings.map((phase) => `    [*] --> ${phase}\n`);
  const edges = phases.flatMap((phase) => rules[phase].map(({ name, to }) => `    ${phase} --> ${to}: ${name}\n`));
  return `\`\`\`mermaid\nstateDiagram-v2\n${[...starts, ...edges].join('')}\`\`\`\n`;
}
