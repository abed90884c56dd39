import type {
  DesktopCommand,
  DesktopSettings,
  OpenOutcome,
  UpdateChannel,
  WhenDone,
} from '../../shared/contract/desktop-bridge.ts'

// The answers of the main process, read with a few checks of our own: a schema library would weigh more
// than everything else in the preload script.

/** The data of a `DesktopReply`. @throws Error with the reply's message where it is an error */
export function unwrapReply(reply: unknown): unknown {
  if (typeof reply === 'object' && reply !== null && 'ok' in reply) {
    if (reply.ok === true && 'data' in reply) return reply.data
    if (reply.ok === false && 'error' in reply) throw new Error(messageOf(reply.error))
  }
  throw new Error('The desktop gave an answer that this window does not understand.')
}

/** A list of paths; anything else is an error of the main process. */
export function paths(data: unknown): string[] {
  if (Array.isArray(data) && data.every((entry) => typeof entry === 'string')) return data
  throw new Error('The desktop answered with something else than paths.')
}

/** One path, or null where the user chose none. */
export function pathOrNull(data: unknown): string | null {
  if (data === null || typeof data === 'string') return data
  throw new Error('The desktop answered with something else than a path.')
}

/** What became of opening a file. */
export function openOutcome(data: unknown): OpenOutcome {
  if (data === 'opened' || data === 'shown') return data
  throw new Error('The desktop did not say what became of the file.')
}

const channels: Readonly<Record<UpdateChannel, true>> = { off: true, stable: true, beta: true }

/** The desktop's settings. */
export function settingsOf(data: unknown): DesktopSettings {
  if (
    typeof data === 'object' &&
    data !== null &&
    'updates' in data &&
    'notifications' in data &&
    'whenDone' in data
  ) {
    const { updates, notifications, whenDone } = data
    if (isChannel(updates) && typeof notifications === 'boolean' && isWhenDone(whenDone)) {
      return { updates, notifications, whenDone }
    }
  }
  throw new Error('The desktop answered with something else than settings.')
}

function isChannel(value: unknown): value is UpdateChannel {
  return typeof value === 'string' && Object.hasOwn(channels, value)
}

const endings: Readonly<Record<WhenDone, true>> = {
  nothing: true,
  'open-folder': true,
  sleep: true,
  quit: true,
}

function isWhenDone(value: unknown): value is WhenDone {
  return typeof value === 'string' && Object.hasOwn(endings, value)
}

const commandTypes: Readonly<Record<DesktopCommand['type'], true>> = {
  'new-job': true,
  'choose-files': true,
  'choose-folders': true,
  'add-inputs': true,
  'open-preset': true,
  'show-runs': true,
  'show-run': true,
  countdown: true,
  'countdown-over': true,
}

/** Whether the main process sent a command. What it sends is its own, so its kind is looked at alone. */
export function isCommand(data: unknown): data is DesktopCommand {
  if (typeof data !== 'object' || data === null || !('type' in data)) return false
  return typeof data.type === 'string' && Object.hasOwn(commandTypes, data.type)
}

function messageOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'message' in error) return String(error.message)
  return 'The desktop could not do what was asked.'
}
