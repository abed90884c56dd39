import { expect, test } from './interface.ts'

test('the address works once; another browser is told how to get in', async ({ app, served, browser }) => {
  await expect(app.pathField).toBeVisible()
  expect(app.page.url()).not.toContain('token')

  const other = await browser.newContext()
  const page = await other.newPage()
  const answer = await page.goto(served.address)
  expect(answer?.status()).toBe(401)
  await expect(page.getByRole('heading', { name: 'This browser has not been admitted' })).toBeVisible()

  await page.goto(await served.newAddress())
  await expect(page.getByRole('combobox', { name: 'Path or pattern' })).toBeVisible()
  await app.page.reload()
  await expect(app.pathField).toBeVisible()
  await other.close()
})

test('a page of another origin gets neither the interface nor a connection', async ({ app, served }) => {
  await expect(app.pathField).toBeVisible()
  const page = await app.page.context().newPage()
  // A local file is a page of another origin, in a browser that holds the cookie.
  await page.goto('data:text/html,<title>elsewhere</title>')
  const outcome = await page.evaluate(async (origin) => {
    const fetched = await fetch(`${origin}/`, { credentials: 'include', mode: 'no-cors' }).then(
      (response) => response.type,
      () => 'refused',
    )
    const socket = new WebSocket(`${origin.replace('http', 'ws')}/engine`)
    const connected = await new Promise<string>((resolve) => {
      socket.onopen = () => resolve('open')
      socket.onclose = () => resolve('refused')
    })
    return { fetched, connected }
  }, served.origin)
  expect(outcome).toEqual({ fetched: 'refused', connected: 'refused' })
  await page.close()
})
