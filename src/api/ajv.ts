// The JSON schema validator: reports all errors, fills defaults in place, ignores unknown fields.
import { Ajv } from 'ajv';
import formats from 'ajv-formats';

export const ajv = formats.default(new Ajv({ allErrors: true, useDefaults: true, allowUnionTypes: true }));
