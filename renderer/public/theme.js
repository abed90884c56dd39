// Runs before the first paint, so that the page never flashes in the wrong theme. The interface keeps the
// class up to date afterwards (src/theme.ts).
;(function () {
  var preference = null
  try {
    preference = localStorage.getItem('batchyard.theme')
  } catch {
    // Storage may be switched off: the system's preference then decides.
  }
  var dark =
    preference === 'dark' || (preference !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.classList.toggle('dark', dark)
})()
