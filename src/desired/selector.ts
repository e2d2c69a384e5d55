// Matches label selectors as Kubernetes does (all requirements must hold), and formats them for the API.
import type { PodSelector, PodSelectorRequirement } from '../api/activeStandbyService.generated.ts';

type Labels = Readonly<Record<string, string>>;

export function matches({ matchLabels = {}, matchExpressions = [] }: PodSelector, labels: Labels): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => valueOf(labels, key) === value) &&
    matchExpressions.every((requirement) => holds(requirement, valueOf(labels, requirement.key)))
  );
}

/** Own properties only: `constructor` and `toString` are legal label keys. */
function valueOf(labels: Labels, key: string): string | undefined {
  return Object.hasOwn(labels, key) ? labels[key] : undefined;
}

function holds({ operator, values = [] }: PodSelectorRequirement, value: string | undefined): boolean {
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
  }
}

/** The selector as the value of the query parameter labelSelector. */
export function labelSelectorOf({ matchLabels = {}, matchExpressions = [] }: PodSelector): string {
  const equalities = Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`);
  return [...equalities, ...matchExpressions.map(requirementText)].join(',');
}

function requirementText({ key, operator, values = [] }: PodSelectorRequirement): string {
  switch (operator) {
    case 'In':
      return `${key} in (${values.join(',')})`;
    case 'NotIn':
      return `${key} notin (${values.join(',')})`;
    case 'Exists':
      return key;
    case 'DoesNotExist':
      return `!${key}`;
  }
}
