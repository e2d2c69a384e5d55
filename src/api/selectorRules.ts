// Finds selectors that the schema accepts but that must not be used. Repeats the CRD's CEL rules, since an object
// may have been stored under another version of the CRD.
import type { PodSelector, PodSelectorRequirement } from './activeStandbyService.generated.ts';
import { isLabelValue, isOwnLabel, isQualifiedName } from './labelSyntax.ts';
import type { SpecProblem } from './problem.ts';

export function selectorProblems({ matchLabels = {}, matchExpressions = [] }: PodSelector): readonly SpecProblem[] {
  const labels = Object.entries(matchLabels);
  if (labels.length + matchExpressions.length === 0) {
    return [{ path: 'spec.selector', message: 'is empty and would select every pod of the namespace' }];
  }
  return [
    ...labels.flatMap(([key, value]) => labelProblems('spec.selector.matchLabels', key, [value])),
    ...matchExpressions.flatMap((requirement, index) =>
      requirementProblems(`spec.selector.matchExpressions[${index}]`, requirement),
    ),
  ];
}

function requirementProblems(
  path: string,
  { key, operator, values = [] }: PodSelectorRequirement,
): readonly SpecProblem[] {
  const needsValues = operator === 'In' || operator === 'NotIn';
  const problems = labelProblems(path, key, values);
  if (needsValues === values.length > 0) return problems;
  return [...problems, { path, message: `has operator ${operator}, which needs ${needsValues ? 'values' : 'none'}` }];
}

function labelProblems(path: string, key: string, values: readonly string[]): readonly SpecProblem[] {
  const messages = [
    ...(isQualifiedName(key) ? [] : [`has ${JSON.stringify(key)}, which is not a label key`]),
    ...(isOwnLabel(key) ? [`has ${key}, which the operator itself writes`] : []),
    ...values.filter((value) => !isLabelValue(value)).map((value) => `has ${JSON.stringify(value)}, not a label value`),
  ];
  return messages.map((message) => ({ path, message }));
}
