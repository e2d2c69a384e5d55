// A pod and a node with every field that the operator reads.
import { toModelObject } from '../model/object.ts';
import { nodeObject } from './nodeObjects.ts';
import { podObject } from './podObjects.ts';

const storedAs = (name: string) => ({ name, namespace: 'shop', uid: `${name}-uid`, resourceVersion: '7' });
const sinceMs = Date.UTC(2026, 0, 1);
const ips = ['10.0.0.1'];
const pod = podObject('a', { ready: true, sinceMs, phase: 'Running', selected: true, ips, nodeName: 'n1' });
const node = nodeObject('n1', { ready: 'Unknown', sinceMs });

export const fullPod = toModelObject({ ...pod, metadata: { ...pod.metadata, ...storedAs('a') } });
export const fullNode = toModelObject({ ...node, metadata: { ...node.metadata, ...storedAs('n1'), namespace: '' } });
