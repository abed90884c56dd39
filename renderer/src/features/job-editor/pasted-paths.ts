/**
 * The paths in pasted or typed text: one a line. Empty lines are left out, and double quotes around a whole
 * line are taken off, as file managers put them there.
 */
export function pastedPaths(text: string): string[] {
  return text
    .split(/\r\n|[\n\r]/u)
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const quoted = /^\s*"(?<path>[^"]+)"\s*$/u.exec(line)?.groups?.['path']
      return quoted ?? line
    })
}
