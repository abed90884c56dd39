// What changes how Node, Electron or the dynamic linker run, and what belongs to the tools of development.
const foreignNames =
  /^(?:NODE_|ELECTRON_|NPM_|VITE_|VITEST|LD_PRELOAD$|LD_AUDIT$|DYLD_INSERT_LIBRARIES$|DEBUG$)/i

/**
 * The environment of the engine's process: the user's own, since the user's commands run in it, without
 * the variables that would change the runtime itself.
 */
export function engineEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const [name, value] of Object.entries(environment)) {
    if (value !== undefined && !foreignNames.test(name)) kept[name] = value
  }
  return kept
}
