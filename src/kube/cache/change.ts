// A change of a store, and whether a list or a watch reported it.

/** A list shows only the result; a watch reports every step, with the last state of a deleted object. */
export type ChangeSource = 'list' | 'watch';

export type Change<T> =
  | { readonly type: 'Added'; readonly object: T; readonly source: ChangeSource }
  | { readonly type: 'Modified'; readonly object: T; readonly previous: T; readonly source: ChangeSource }
  | { readonly type: 'Deleted'; readonly object: T; readonly source: ChangeSource };
