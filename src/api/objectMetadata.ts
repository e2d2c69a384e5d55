// The metadata that the operator reads of an ActiveStandbyService. A CRD cannot describe them, so this file does.

export interface ObjectMetadata {
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly generation: number;
  readonly creationTimestamp: string;
  readonly deletionTimestamp?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

const text = { type: 'string', minLength: 1 };
const textMap = { type: 'object', additionalProperties: { type: 'string' } };

export const objectMetadataSchema = {
  type: 'object',
  required: ['name', 'namespace', 'uid', 'resourceVersion', 'generation', 'creationTimestamp'],
  properties: {
    name: text,
    namespace: text,
    uid: text,
    resourceVersion: text,
    generation: { type: 'integer' },
    creationTimestamp: text,
    deletionTimestamp: text,
    labels: textMap,
    annotations: textMap,
  },
};
