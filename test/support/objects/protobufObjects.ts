// Pods and nodes as a server writes them into a protobuf list: the fields that stories use.
import type { ModelObject } from '../model/object.ts';
import type { NodeObject } from './nodeObjects.ts';
import type { PodObject } from './podObjects.ts';
import { field, nested, signed } from './protobufBytes.ts';

export function podBytes(object: ModelObject): Buffer {
  const { spec, status }: PodObject = JSON.parse(JSON.stringify(object));
  const containers = spec?.containers ?? [];
  return Buffer.concat([
    metadataBytes(object.metadata),
    nested(2, field(10, spec?.nodeName ?? ''), ...containers.map(containerBytes)),
    nested(3, field(1, status?.phase ?? ''), ...conditionsBytes(2, status), ...addressBytes(status)),
  ]);
}

function addressBytes({ podIP = '', podIPs = [] }: NonNullable<PodObject['status']> = {}): readonly Buffer[] {
  return [field(6, podIP), ...podIPs.map(({ ip }) => nested(12, field(1, ip)))];
}

export function nodeBytes(object: ModelObject): Buffer {
  const { status }: NodeObject = JSON.parse(JSON.stringify(object));
  return Buffer.concat([metadataBytes(object.metadata), nested(3, ...conditionsBytes(4, status))]);
}

function metadataBytes(metadata: ModelObject['metadata']): Buffer {
  const {
    name,
    namespace = '',
    uid,
    resourceVersion,
    creationTimestamp = '',
    labels = {},
    annotations = {},
  } = metadata;
  const names = [field(1, name), field(3, namespace), field(5, uid), field(6, resourceVersion)];
  const entries = [...entriesBytes(11, labels), ...entriesBytes(12, annotations)];
  return nested(1, ...names, nested(8, secondsField(creationTimestamp)), ...entries);
}

function entriesBytes(number: number, entries: Readonly<Record<string, string>>): readonly Buffer[] {
  return Object.entries(entries).map(([key, value]) => nested(number, field(1, key), field(2, value)));
}

function containerBytes({ name, ports = [] }: NonNullable<PodObject['spec']>['containers'][number]): Buffer {
  const all = ports.map((port) => nested(6, field(1, port.name ?? ''), field(3, port.containerPort), field(4, 'TCP')));
  return nested(2, field(1, name), ...all);
}

interface Conditioned {
  readonly conditions?: readonly {
    readonly type: string;
    readonly status: string;
    readonly lastTransitionTime?: string;
  }[];
}

function conditionsBytes(number: number, { conditions = [] }: Conditioned = {}): readonly Buffer[] {
  return conditions.map(({ type, status, lastTransitionTime = '' }) => {
    return nested(number, field(1, type), field(2, status), nested(4, secondsField(lastTransitionTime)));
  });
}

function secondsField(time: string): Buffer {
  return signed(1, Math.floor((Date.parse(time) || 0) / 1000));
}
