// What has changed in a store, and who said so?

/** A list only tells the end of a story; a watch tells all of it, the last state of a deleted object included. */
export type ChangeSource = 'list' | 'watch';

export type Change<T> =
  | { readonly type: 'Added'; readonly object: T; readonly source: ChangeSource }
  | { readonly type: 'Modified'; readonly object: T; readonly previous: T; readonly source: ChangeSource }
  | { readonly type: 'Deleted'; readonly object: T; readonly source: ChangeSource };
