import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  appendFileSync,
  chmodSync,
  closeSync,
  constants,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asOrdinaryUser, TemporaryTree } from '../../inputs/fixtures/temporary-tree.ts'
import { toPathBytes } from '../../path-bytes.ts'
import { itemAt, quietContext } from '../fixtures/try-task.ts'
import type { FileIdentity, TaskContext } from '../task-type.ts'
import { createChecksumTask } from './checksum.ts'
import type { ChecksumAlgorithm } from '../files/algorithms.ts'

const mebibyte = 1024 * 1024

async function digestOf(
  path: string,
  algorithm: ChecksumAlgorithm = 'sha256',
  context = quietContext,
): Promise<unknown> {
  const work = await createChecksumTask(algorithm)
  const [digest] = await work(itemAt(path), context)
  return digest
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

/** Whether a command can be called. */
function isInstalled(command: string): boolean {
  return (process.env['PATH'] ?? '').split(':').some((folder) => existsSync(join(folder, command)))
}

describe('the checksum task', () => {
  it('digests files of any size around its buffer', async () => {
    using tree = new TemporaryTree()
    const work = await createChecksumTask('sha256')
    for (const size of [0, 1, 4_096, mebibyte - 1, mebibyte, mebibyte + 1, 2 * mebibyte, 3 * mebibyte + 17]) {
      const content = Buffer.alloc(size, `content of ${size} `)
      const item = itemAt(tree.file('file', content), { size })
      expect(await work(item, quietContext)).toEqual([sha256(content)])
    }
  })

  it('tells what the file was like when it had been read', async () => {
    using tree = new TemporaryTree()
    const work = await createChecksumTask('sha256')
    for (const size of [0, 7, mebibyte + 1]) {
      const path = tree.file('file', Buffer.alloc(size))
      const seen: FileIdentity[] = []
      await work(itemAt(path), { ...quietContext, sawFile: (stats: FileIdentity) => void seen.push(stats) })
      expect(seen.map(({ size, mtimeMs }) => [size, mtimeMs])).toEqual([[size, statSync(path).mtimeMs]])
    }
  })

  it('tells of a file that grows while it is read what it is when its end is reached', async () => {
    using tree = new TemporaryTree()
    const work = await createChecksumTask('sha256')
    const path = tree.file('file', Buffer.alloc(2 * mebibyte))
    const seen: FileIdentity[] = []
    let hasGrown = false
    await work(itemAt(path), {
      ...quietContext,
      sawFile: (stats: FileIdentity) => void seen.push(stats),
      progress: () => {
        if (!hasGrown) appendFileSync(path, 'more')
        hasGrown = true
      },
    })
    expect(seen.map(({ size }) => size)).toEqual([2 * mebibyte + 4])
  })

  it('digests any content with the same buffer, one file after another', async () => {
    using tree = new TemporaryTree()
    const work = await createChecksumTask('sha1')
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 5_000 }), async (content) => {
        const path = tree.file('file', content)
        const digest = createHash('sha1').update(content).digest('hex')
        expect(await work(itemAt(path), quietContext)).toEqual([digest])
      }),
    )
  })

  it('tells its progress with every buffer', async () => {
    using tree = new TemporaryTree()
    const path = tree.file('file', Buffer.alloc(2 * mebibyte + 5))
    const progress: number[][] = []
    await digestOf(path, 'sha256', {
      ...quietContext,
      progress: (done, total) => progress.push([done, total]),
    })
    const total = 2 * mebibyte + 5
    expect(progress).toEqual([mebibyte, 2 * mebibyte, total, total].map((done) => [done, total]))
  })

  it('stops between two buffers when it is cancelled', async () => {
    using tree = new TemporaryTree()
    const path = tree.file('file', Buffer.alloc(10 * mebibyte))
    let done = 0
    const context: TaskContext = {
      ...quietContext,
      progress: (bytes) => {
        done = bytes
      },
      throwIfCancelled: () => {
        if (done >= 2 * mebibyte) throw new Error('cancelled')
      },
    }
    await expect(digestOf(path, 'sha256', context)).rejects.toThrow('cancelled')
    expect(done).toBe(2 * mebibyte)
  })

  it('reads a file that grows to the end it has then, and one that shrinks to its new end', async () => {
    using tree = new TemporaryTree()
    const path = tree.file('file', Buffer.alloc(mebibyte + 1, 'a'))
    let grown = false
    const growing: TaskContext = {
      ...quietContext,
      progress: () => {
        if (!grown) appendFileSync(path, 'more')
        grown = true
      },
    }
    const content = Buffer.concat([Buffer.alloc(mebibyte + 1, 'a'), Buffer.from('more')])
    expect(await digestOf(path, 'sha256', growing)).toBe(sha256(content))
    const shrinking: TaskContext = { ...quietContext, progress: () => truncateSync(path, mebibyte) }
    expect(await digestOf(path, 'sha256', shrinking)).toBe(sha256(content.subarray(0, mebibyte)))
  })

  it('fails for a file that vanished, with a reason that names it', async () => {
    using tree = new TemporaryTree()
    const path = tree.file('file')
    rmSync(path)
    await expect(digestOf(path)).rejects.toMatchObject({
      name: 'ItemError',
      code: 'NOT_FOUND',
      message: `"${path}" does not exist. It may have been moved, renamed or deleted.`,
    })
  })

  it('fails for a folder that took the place of a file', async () => {
    using tree = new TemporaryTree()
    await expect(digestOf(tree.folder('folder'))).rejects.toMatchObject({
      name: 'ItemError',
      code: 'NOT_A_FILE',
    })
  })
})

describe.runIf(process.platform !== 'win32')('the checksum task on POSIX', () => {
  it('never waits for a FIFO, a socket or a device that took the place of a file', async () => {
    using tree = new TemporaryTree()
    await using _socket = await tree.socket('socket')
    for (const path of [tree.fifo('fifo'), tree.at('socket'), '/dev/null']) {
      await expect(digestOf(path)).rejects.toMatchObject({ name: 'ItemError', code: 'NOT_A_FILE' })
    }
  })

  it('takes nothing out of a FIFO that somebody writes into', async () => {
    using tree = new TemporaryTree()
    const path = tree.fifo('fifo')
    const end = openSync(path, constants.O_RDWR | constants.O_NONBLOCK)
    try {
      writeSync(end, 'for another')
      await expect(digestOf(path)).rejects.toMatchObject({ name: 'ItemError', code: 'NOT_A_FILE' })
      const content = Buffer.alloc(100)
      expect(content.toString('utf8', 0, readSync(end, content))).toBe('for another')
    } finally {
      closeSync(end)
    }
  })

  it('follows a link and fails for a loop of links', async () => {
    using tree = new TemporaryTree()
    tree.file('file', 'abc')
    expect(await digestOf(tree.link('link', 'file'))).toBe(sha256('abc'))
    await expect(digestOf(tree.link('loop', 'loop'))).rejects.toMatchObject({ code: 'LINK_LOOP' })
  })

  it('fails for a file that this user may not read', async () => {
    using tree = new TemporaryTree()
    const path = tree.file('file', 'secret')
    chmodSync(tree.root, 0o755)
    chmodSync(path, 0o000)
    const work = await createChecksumTask('sha256')
    const attempt = asOrdinaryUser(() => work(itemAt(path, { size: 6 }), quietContext))
    await expect(attempt).rejects.toMatchObject({ name: 'ItemError', code: 'PERMISSION_DENIED' })
  })

  it('leaves no file open, whatever becomes of it', async () => {
    using tree = new TemporaryTree()
    const openFiles = (): number => readdirSync('/dev/fd').length
    const before = openFiles()
    const cancelled: TaskContext = {
      ...quietContext,
      throwIfCancelled: () => {
        throw new Error('cancelled')
      },
    }
    for (let round = 0; round < 20; round += 1) {
      await digestOf(tree.file('file', 'abc'))
      await expect(digestOf(tree.at('file'), 'sha256', cancelled)).rejects.toThrow('cancelled')
      await expect(digestOf(tree.root)).rejects.toThrow()
    }
    expect(openFiles()).toBe(before)
  })

  const tools: [ChecksumAlgorithm, string][] = [
    ['sha256', 'sha256sum'],
    ['md5', 'md5sum'],
    ['sha1', 'sha1sum'],
    ['sha512', 'sha512sum'],
    ['blake2b', 'b2sum'],
  ]
  it.each(tools.filter(([, command]) => isInstalled(command)))(
    'digests %s as %s does, for hostile names',
    async (algorithm, command) => {
      using tree = new TemporaryTree()
      const names = [
        'plain',
        'with space',
        'quote\'"',
        '-n',
        'new\nline',
        '😀',
        'odd \udcff',
        'x'.repeat(255),
      ]
      for (const name of names) {
        const path = tree.file(name, `content of ${encodeURIComponent(name.toWellFormed())}`)
        const output = execFileSync(command, { input: readFileSync(toPathBytes(path)), encoding: 'utf8' })
        expect(await digestOf(path, algorithm)).toBe(output.split(' ')[0])
      }
    },
  )
})
