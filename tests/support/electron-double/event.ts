/// <reference types="electron" />
/** An event whose default can be prevented. */
export class PreventableEvent implements Electron.Event {
  defaultPrevented = false

  preventDefault(): void {
    this.defaultPrevented = true
  }
}
