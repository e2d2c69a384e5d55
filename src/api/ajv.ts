// How are objects judged by the generated schema? All problems are told, defaults filled in place, unknown fields left alone.
import { Ajv } from 'ajv';
import formats from 'ajv-formats';

export const ajv = formats.default(new Ajv({ allErrors: true, useDefaults: true, allowUnionTypes: true }));
