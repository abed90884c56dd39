/** What the two halves of the utility process's double say to each other over Node's IPC channel. */
export type DoubleMessage =
  /** `postMessage` of either side; `ports` are numbers under which the ports' traffic travels. */
  | { readonly kind: 'message'; readonly data: unknown; readonly ports: readonly number[] }
  | { readonly kind: 'port-message'; readonly port: number; readonly data: unknown }
  | { readonly kind: 'port-close'; readonly port: number }
