import { describe } from '@jest/globals';
import { describeApi } from '../support/model/conformance/apiConformance.ts';
import { ApiModel } from '../support/model/apiModel.ts';
import { ModelClient } from '../support/model/client.ts';

const client = new ModelClient(new ApiModel());

describe('the API model', () => {
  describeApi(() => ({ client, namespace: 'shop' }));
});
