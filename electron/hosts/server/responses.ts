import type { ServerResponse } from 'node:http'
import { pageHeaders } from '../../../shared/contract/page-policy.ts'

/** Headers of every answer. */
export const commonHeaders: Readonly<Record<string, string>> = {
  ...pageHeaders,
  'cache-control': 'no-store',
  'x-frame-options': 'DENY',
}

/** Answers with one line of text. */
export function sendText(response: ServerResponse, status: number, message: string): void {
  send(response, status, 'text/plain; charset=utf-8', `${message}\n`)
}

/** Answers with a whole body. */
export function send(response: ServerResponse, status: number, type: string, body: string): void {
  const bytes = Buffer.from(body, 'utf8')
  response.writeHead(status, { ...commonHeaders, 'content-type': type, 'content-length': bytes.length })
  response.end(response.req.method === 'HEAD' ? undefined : bytes)
}

/** Sends a browser elsewhere on this server. */
export function redirect(response: ServerResponse, location: string, headers: Record<string, string>): void {
  response.writeHead(303, { ...commonHeaders, ...headers, location, 'content-length': 0 })
  response.end()
}

/** What a browser is shown that has not been let in. */
export const notAdmittedPage = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Batchyard: not admitted</title>
<h1>This browser has not been admitted</h1>
<p>Batchyard is running, and lets in only a browser that was opened with the address it printed. Each such
address works once, in one browser.</p>
<p>For another address, press Enter in the terminal in which Batchyard runs, and open what it prints. If
there is no such terminal, end Batchyard and start it again.</p>
</html>
`
