// Finds the problems that block elections or need a person, before anything is decided.
import { ENDPOINTSLICE_CONTROLLER, ENDPOINTSLICE_MIRRORING_CONTROLLER } from '../../api/names.ts';
import type { Problem } from '../../desired/outcome.ts';
import type { OtherSlice } from '../apply/plannedWrites.ts';
import { nodeProblem } from './nodeProblems.ts';
import type { Observed } from './observed.ts';

export function problemsOf(observed: Observed): readonly Problem[] {
  const finders = [invalidSpec, serviceProblem, sliceProblem, foreignSlices, nodeProblem];
  return finders.map((find) => find(observed)).filter((problem) => problem !== undefined);
}

function blocking(reason: Problem['reason'], message: string): Problem {
  return { reason, message, blocking: true };
}

function invalidSpec({ valid, asvc }: Observed): Problem | undefined {
  const parsed = valid === undefined ? asvc.parse() : undefined;
  if (parsed === undefined || parsed.valid) return undefined;
  const list = parsed.problems.map(({ path, message }) => `${path} ${message}`.trim()).join('; ');
  return blocking('InvalidSpec', `Traffic stays as it is until the object is corrected: ${list}.`);
}

function serviceProblem({ serviceName, service, rival }: Observed): Problem | undefined {
  switch (service?.claim) {
    case 'ours':
      return undefined;
    case 'foreign':
      return blocking(
        'ServiceNameConflict',
        `Service ${serviceName} exists and has another owner: delete it, or use another spec.service.name.`,
      );
    case 'awaitingCollection':
      return blocking('WaitingForGarbageCollector', `Service ${serviceName} of a deleted predecessor still exists.`);
    case 'adoptable':
    case undefined:
      return rival === undefined
        ? undefined
        : blocking(
            'ServiceNameConflict',
            `ActiveStandbyService ${rival} already claims Service ${serviceName}: use another spec.service.name.`,
          );
  }
}

function sliceProblem({ slice, counterpart }: Observed): Problem | undefined {
  return sliceProblemOf(slice) ?? sliceProblemOf(counterpart);
}

function sliceProblemOf(slice: Observed['slice']): Problem | undefined {
  const name = slice?.object.metadata?.name ?? '';
  if (slice?.claim === 'foreign') {
    return blocking('EndpointSliceNameConflict', `EndpointSlice ${name} has another owner: delete it.`);
  }
  return slice?.claim === 'awaitingCollection'
    ? blocking('WaitingForGarbageCollector', `EndpointSlice ${name} of a deleted predecessor still exists.`)
    : undefined;
}

const MAX_NAMES = 5;

/** Reports slices of other clients; those that Kubernetes made from a selector are removed instead. */
function foreignSlices({ otherSlices, serviceName, valid }: Observed): Problem | undefined {
  if (valid === undefined) return undefined;
  const names = otherSlices.filter((slice) => !isLeftover(slice)).map(({ name }) => name);
  if (names.length === 0) return undefined;
  const message =
    `Traffic of Service ${serviceName} also goes to endpoints of other clients in ${someOf(names)}: ` +
    'delete these slices.';
  return { reason: 'ForeignEndpointSlices', message, blocking: false };
}

/** At most five names: a condition's message is limited. */
function someOf(names: readonly string[]): string {
  const shown = names.toSorted().slice(0, MAX_NAMES).join(', ');
  return names.length > MAX_NAMES ? `${shown} and ${names.length - MAX_NAMES} more` : shown;
}

export function isLeftover({ managedBy }: OtherSlice): boolean {
  return managedBy === ENDPOINTSLICE_CONTROLLER;
}

export function isMirrored({ managedBy }: OtherSlice): boolean {
  return managedBy === ENDPOINTSLICE_MIRRORING_CONTROLLER;
}
