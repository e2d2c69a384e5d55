// The parts of a CRD's OpenAPI schema that the generator reads.
import { load } from 'js-yaml';

export type FieldType = 'object' | 'array' | 'string' | 'integer' | 'boolean';
export type Scalar = string | number | boolean;

export interface CrdSchema {
  readonly title?: string;
  readonly description?: string;
  readonly type?: FieldType;
  readonly nullable?: boolean;
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly default?: Scalar | Readonly<Record<string, Scalar>>;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, CrdSchema>>;
  readonly additionalProperties?: CrdSchema;
  readonly items?: CrdSchema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly maxProperties?: number;
  readonly pattern?: string;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-list-type'?: 'atomic' | 'set' | 'map';
  readonly 'x-kubernetes-validations'?: readonly CelRule[];
}

export interface CelRule {
  readonly rule: string;
  readonly message?: string;
  readonly fieldPath?: string;
}

interface CustomResourceDefinition {
  readonly kind: 'CustomResourceDefinition';
  readonly spec: { readonly versions: readonly { readonly schema: { readonly openAPIV3Schema: CrdSchema } }[] };
}

/** The schema of the only version that the CRD serves. */
export function crdSchemaOf(yaml: string): CrdSchema {
  const definition = load(yaml);
  if (!isDefinition(definition)) throw new Error('Cannot generate from a file that is not a CustomResourceDefinition');
  const [version, ...others] = definition.spec.versions;
  if (version === undefined || others.length > 0) {
    throw new Error('Cannot generate from a CRD that does not have exactly one version');
  }
  return version.schema.openAPIV3Schema;
}

/** Checks the kind only: the file is our own, and the API server checks the rest. */
function isDefinition(value: unknown): value is CustomResourceDefinition {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'CustomResourceDefinition';
}
