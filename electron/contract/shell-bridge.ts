import type { AddedModel } from './models.ts'

/**
 * What the desktop preload puts on `window.ponderShell`. In the browser shell it is absent.
 * After `requestPort()` the page receives `message` events from its own window with `data === PORT_MESSAGE`
 * and one MessagePort that leads to core; it asks again when that port says it was closed.
 */
export type ShellBridge = {
  readonly kind: 'desktop'
  readonly platform: 'darwin' | 'win32' | 'linux'
  readonly requestPort: () => void
  /** Opens a link in the system's browser, after the same check as `allowedExternalUrl`. */
  readonly openExternal: (url: string) => void
  /** Lets the person choose a model file in the system's dialog; it is used where it lies. */
  readonly chooseModel: () => Promise<AddedModel>
  /** Adds a model file that was dropped on the page, where it lies. The page never learns its path. */
  readonly addModel: (file: File) => Promise<AddedModel>
}

export const PORT_MESSAGE = 'ponder-port'

/** Browser shell: POST here `{ token }` from the address's fragment (`#t=…`) and get `{ key }`, once per token. */
export const SESSION_PATH = '/session'
/**
 * Browser shell: POST bytes of a file to `BYTES_PATH/<kind>/<upload id>/<offset>` with the header
 * `Authorization: Bearer <key>`. A refusal has a problem as its body.
 */
export const BYTES_PATH = '/bytes'
/** Browser shell: the WebSocket, opened with the sub-protocols `[WIRE_PROTOCOL, key]`. */
export const WIRE_PATH = '/wire'
export const WIRE_PROTOCOL = 'ponder.1'
