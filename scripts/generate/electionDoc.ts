// Generates the parts of docs/election.md that follow from the state machine: its diagram and all its lists.
import { phaseMeanings, phases } from '../../src/api/phases.ts';
import { switchoverReasons } from '../../src/api/switchoverReasons.ts';
import { rules } from '../../src/election/machine.ts';
import type { Rules } from '../../src/election/matcher.ts';
import { withLists } from './markedText.ts';
import { toSentenceTable } from './sentenceTable.ts';
import { toStateDiagram } from './stateDiagram.ts';
import { tableHead, tableRow } from './tableRow.ts';

export function electionDocWithLists(document: string): string {
  const lists = {
    diagram: toStateDiagram(rules),
    phases: toSentenceTable({ word: 'Phase', sentence: 'Meaning' }, phaseMeanings),
    rules: toRuleTable(rules),
    switchovers: toSentenceTable({ word: 'Outcome', sentence: '`status.switchover.state`' }, switchoverReasons),
  };
  return withLists(document, lists);
}

/** In the order in which the machine tries them. */
function toRuleTable(of: Rules): string {
  const rows = phases.flatMap((phase) =>
    of[phase].map(({ name, to, update }) =>
      tableRow([`\`${phase}\``, name, `\`${to}\``, update === undefined ? '' : 'yes']),
    ),
  );
  return tableHead(['In', 'Rule', 'Goes to', 'Changes the ledger']) + rows.join('');
}
