// The content of the measured cluster: copies of one serving object with its pods, 100 per namespace.
import type { ControlPlane } from '../../e2e/cluster/controlPlane.ts';
import { createNode } from '../../e2e/cluster/nodes.ts';
import { createNamespace } from '../../e2e/cluster/objects.ts';
import type { Scene } from '../../e2e/support/scene.ts';
import { writeToEtcd, type StoredText } from './etcd.ts';
import { marks, PODS_PER_SERVICE, type Model } from './model.ts';

const SERVICES_PER_NAMESPACE = 100;
const NODES = 100;

export async function createNodes({ api }: ControlPlane): Promise<void> {
  for (let node = 0; node < NODES; node++) await createNode(api, nodeName(node));
}

/** Adds the objects from `from` up to, but without, `to`, with their pods. */
export async function populate(plane: ControlPlane, model: Model, [from, to]: readonly [number, number]) {
  const first = Math.ceil(from / SERVICES_PER_NAMESPACE);
  const end = Math.ceil(to / SERVICES_PER_NAMESPACE);
  for (let space = first; space < end; space++) await createNamespace(plane.api, namespaceName(space));
  await writeToEtcd(plane.etcdUrl, copies(model, from, to));
}

/** The first objects, all in one namespace. */
export function firstScenes(plane: ControlPlane, count: number): readonly Scene[] {
  return Array.from({ length: count }, (_, index) => ({
    plane,
    namespace: namespaceName(0),
    name: serviceName(index),
  }));
}

function* copies(model: Model, from: number, to: number): Generator<StoredText, void, void> {
  for (let index = from; index < to; index++) yield* copy(model, index);
}

/** Replaces everything by which objects differ and refer to each other. */
function copy({ texts, uids }: Model, index: number): readonly StoredText[] {
  const replacements = new Map([
    [marks.namespace, namespaceName(Math.floor(index / SERVICES_PER_NAMESPACE))],
    [marks.name, serviceName(index)],
    [marks.node, nodeName(index % NODES)],
    ...addresses(index),
    ...uids.map((uid) => [uid, crypto.randomUUID()] as const),
  ]);
  const pattern = new RegExp([...replacements.keys()].map((text) => text.replaceAll('.', '\\.')).join('|'), 'g');
  const replaced = (text: string): string => text.replaceAll(pattern, (found) => replacements.get(found) ?? found);
  return texts.map(({ key, text }) => ({ key: replaced(key), text: replaced(text) }));
}

function addresses(index: number): readonly (readonly [string, string])[] {
  return Array.from({ length: PODS_PER_SERVICE }, (_, ordinal) => {
    const number = index * PODS_PER_SERVICE + ordinal;
    return [`${marks.subnet}${ordinal}`, `10.${1 + (number >> 16)}.${(number >> 8) & 255}.${number & 255}`] as const;
  });
}

function namespaceName(space: number): string {
  return `shop-${space}`;
}

function serviceName(index: number): string {
  return `orders-${index}`;
}

function nodeName(node: number): string {
  return `node-${node}`;
}
