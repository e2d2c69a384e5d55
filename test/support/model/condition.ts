// Reads the conditions of the object in the API model.
import { activeStandbyServices } from '../../../src/controller/cache/resources.ts';
import type { ApiModel } from './apiModel.ts';
import { fieldsOf } from './object.ts';

const ORDERS = { namespace: 'shop', name: 'orders' };

/** "True ServiceNotWritten" */
export function conditionOf(model: ApiModel, type: string): string {
  const { status, reason } = find(model, type);
  return `${String(status)} ${String(reason)}`;
}

export function messageOf(model: ApiModel, type: string): string {
  return String(find(model, type)['message']);
}

function find(model: ApiModel, type: string): Readonly<Record<string, unknown>> {
  const { conditions } = fieldsOf(model.get(activeStandbyServices, ORDERS)['status']);
  const all: readonly unknown[] = Array.isArray(conditions) ? conditions : [];
  return all.map(fieldsOf).find((condition) => condition['type'] === type) ?? {};
}
