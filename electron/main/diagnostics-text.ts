/** What is known of an installation. */
export interface Installation {
  readonly version: string
  readonly isPackaged: boolean
  readonly versions: Readonly<Record<string, string | undefined>>
  readonly system: string
  readonly engine: string
  /** The end of the log. */
  readonly log: string
  /** Left out of the text wherever it occurs. */
  readonly homeFolder: string
}

/**
 * A description to send to somebody who helps: versions, the system, the state of the engine and the end of
 * the log. Nothing that was in any file is in it, and no name of the user's home folder.
 */
export function diagnosticsText(installation: Installation): string {
  const { version, isPackaged, versions, system, engine, log, homeFolder } = installation
  const text = [
    `Batchyard ${version}${isPackaged ? '' : ' (not packaged)'}`,
    `Electron ${versions['electron'] ?? '-'}, Chromium ${versions['chrome'] ?? '-'}, Node ${versions['node'] ?? '-'}`,
    system,
    `Engine: ${engine}`,
    '',
    log === '' ? 'The log is empty.' : `The end of the log:\n${log}`,
  ].join('\n')
  return homeFolder === '' ? text : text.replaceAll(homeFolder, '~')
}
