/**
 * Puts text on the clipboard. The asynchronous clipboard needs a permission that a page may be denied, so the
 * older way, which needs only the user's key press or click, stands behind it.
 */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
  } catch {
    copyThroughEvent(text)
  }
}

function copyThroughEvent(text: string): void {
  document.addEventListener(
    'copy',
    (event) => {
      event.preventDefault()
      event.clipboardData?.setData('text/plain', text)
    },
    { once: true, capture: true },
  )
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only way that needs no permission
  document.execCommand('copy')
}
