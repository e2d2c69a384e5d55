// What keeps us from acting, or needs a person? Found in what is observed, before anything is decided.
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
  return blocking('InvalidSpec', `Traffic is left as it is until the object is mended: ${list}.`);
}

function serviceProblem({ serviceName, service, rival }: Observed): Problem | undefined {
  switch (service?.claim) {
    case 'ours':
      return undefined;
    case 'foreign':
      return blocking(
        'ServiceNameConflict',
        `Service ${serviceName} exists and belongs to somebody else: delete it, or use another spec.service.name.`,
      );
    case 'awaitingCollection':
      return blocking('WaitingForGarbageCollector', `Service ${serviceName} of a deleted predecessor is still there.`);
    case 'adoptable':
    case undefined:
      return rival === undefined
        ? undefined
        : blocking(
            'ServiceNameConflict',
            `ActiveStandbyService ${rival} comes first and asks for Service ${serviceName} too: use another spec.service.name.`,
          );
  }
}

function sliceProblem({ slice, counterpart }: Observed): Problem | undefined {
  return sliceProblemOf(slice) ?? sliceProblemOf(counterpart);
}

function sliceProblemOf(slice: Observed['slice']): Problem | undefined {
  const name = slice?.object.metadata?.name ?? '';
  if (slice?.claim === 'foreign') {
    return blocking('EndpointSliceNameConflict', `EndpointSlice ${name} belongs to somebody else: delete it.`);
  }
  return slice?.claim === 'awaitingCollection'
    ? blocking('WaitingForGarbageCollector', `EndpointSlice ${name} of a deleted predecessor is still there.`)
    : undefined;
}

const MAX_NAMES = 5;

/** Slices that Kubernetes made of a selector are removed; others are somebody's will, and only reported. */
function foreignSlices({ otherSlices, serviceName, valid }: Observed): Problem | undefined {
  if (valid === undefined) return undefined;
  const names = otherSlices.filter((slice) => !isLeftover(slice)).map(({ name }) => name);
  if (names.length === 0) return undefined;
  const message = `Traffic of Service ${serviceName} also goes to what somebody else lists in ${someOf(names)}: delete that.`;
  return { reason: 'ForeignEndpointSlices', message, blocking: false };
}

/** A condition's message has an end, and hundreds of names help nobody. */
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
