import { describe } from '@jest/globals';
import { describeApi } from '../support/apiConformance.ts';
import { ApiModel } from '../support/apiModel.ts';
import { ModelClient } from '../support/modelClient.ts';

const client = new ModelClient(new ApiModel());

describe('the API model', () => {
  describeApi(() => ({ client, namespace: 'shop' }));
});
