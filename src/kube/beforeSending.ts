// What is done when a request's turn has come, a connection is free, and the next thing is its first byte?
// The caller's last word: what it throws is how the request ends, and nothing of it is sent.
import type { Dispatcher } from 'undici';

export function askingFirst(dispatcher: Dispatcher, beforeSending: (() => void) | undefined): Dispatcher {
  if (beforeSending === undefined) return dispatcher;
  return dispatcher.compose((dispatch) => (options, handler) => dispatch(options, asking(handler, beforeSending)));
}

function asking(handler: Dispatcher.DispatchHandler, beforeSending: () => void): Dispatcher.DispatchHandler {
  return {
    onRequestStart: (controller, context) => {
      beforeSending();
      handler.onRequestStart?.(controller, context);
    },
    onResponseStart: (...answer) => handler.onResponseStart?.(...answer),
    onResponseData: (...chunk) => handler.onResponseData?.(...chunk),
    onResponseEnd: (...end) => handler.onResponseEnd?.(...end),
    onResponseError: (...failure) => handler.onResponseError?.(...failure),
  };
}
