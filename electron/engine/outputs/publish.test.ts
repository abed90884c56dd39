import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { describe, expect, it } from 'vitest'
import { asOrdinaryUser, TemporaryTree } from '../inputs/fixtures/temporary-tree.ts'
import { toPathBytes } from '../path-bytes.ts'
import { quietContext } from '../tasks/fixtures/try-task.ts'
import type { TaskFunction } from '../tasks/task-type.ts'
import { namesIn, orderIn, publishOne, replacing } from './fixtures/published.ts'
import { readJournal } from './journal.ts'
import { recogniseMade } from './recognise.ts'
import { removeLeftover, temporaryPathOf } from './temporary.ts'

/** A task that writes this text. */
function writes(text: string, meanwhile?: () => void): TaskFunction {
  return (_item, { output }) => {
    writeFileSync(toPathBytes(output?.temporary ?? ''), text)
    meanwhile?.()
    return [text.length]
  }
}

function containing(text: string): unknown {
  return expect.stringContaining(text)
}

function moves(): string[] {
  return ['moved']
}

describe('publishing what a task writes', () => {
  it('brings a new file to its place, in folders that it makes, and leaves nothing beside it', async () => {
    using tree = new TemporaryTree()
    const input = tree.file('in.txt', 'old')
    const path = tree.at('out/deep/new.txt')
    const made = await publishOne(orderIn(tree), 'writes', input, { action: 'create', path }, writes('new'))
    expect(made.values).toEqual([3])
    const { size, ino, mtimeMs } = lstatSync(path)
    expect(made.output).toEqual({
      ...{ path, size, modifiedAt: mtimeMs, inode: String(ino) },
      madeFolders: [tree.at('out'), tree.at('out/deep')],
    })
    expect(readFileSync(path, 'utf8')).toBe('new')
    expect(namesIn(dirname(path))).toEqual(['new.txt'])
    expect(readFileSync(input, 'utf8')).toBe('old')
  })

  it('gives the task a name beside the target, with its extension, that a later try finds again', async () => {
    using tree = new TemporaryTree()
    const order = orderIn(tree)
    const path = tree.at('photo.of.JPG')
    const temporary = temporaryPathOf(order, 1, path)
    expect(dirname(temporary)).toBe(tree.root)
    expect(temporary).toMatch(/\/\.batchyard-7-[0-9a-f]{12}-1\.JPG$/u)
    expect(temporaryPathOf({ ...order, journal: '/elsewhere' }, 1, path)).not.toBe(temporary)
    writeFileSync(temporary, 'of a dead worker')
    const seen: unknown[] = []
    await publishOne(order, 'writes', tree.file('in'), { action: 'create', path }, (item, context) => {
      seen.push(context.output, existsSync(temporary))
      return writes('new')(item, context)
    })
    expect(seen).toEqual([{ path, temporary }, false])
    writeFileSync(temporary, 'of a dead worker')
    expect(await removeLeftover(order, 1, path)).toBe(true)
    expect(await removeLeftover(order, 1, path)).toBe(false)
    expect(Buffer.byteLength(temporaryPathOf(order, 1, `/a/b.${'é'.repeat(120)}`))).toBeLessThan(260)
  })

  it('replaces a file with its permissions, and the input itself where that is planned', async () => {
    using tree = new TemporaryTree()
    const input = tree.file('in.txt', 'input')
    const path = tree.file('out.txt', 'earlier')
    chmodSync(path, 0o600)
    chmodSync(input, 0o640)
    await publishOne(orderIn(tree), 'writes', input, replacing(path), writes('new'))
    expect([readFileSync(path, 'utf8'), statSync(path).mode & 0o777]).toEqual(['new', 0o600])
    await publishOne(
      orderIn(tree),
      'writes',
      input,
      { action: 'replace-input', path: input },
      writes('other'),
    )
    expect([readFileSync(input, 'utf8'), statSync(input).mode & 0o777]).toEqual(['other', 0o640])
  })

  it('keeps dates and permissions where asked', async () => {
    using tree = new TemporaryTree()
    const input = tree.file('in.txt', 'input')
    chmodSync(input, 0o604)
    utimesSync(input, 1_000_000_000.25, 1_100_000_000.5)
    const order = orderIn(tree, { keepDates: true, keepPermissions: true })
    const path = tree.at('out.txt')
    const { output } = await publishOne(order, 'writes', input, { action: 'create', path }, writes('new'))
    const { mode, mtimeMs, atimeMs } = statSync(path)
    expect([mode & 0o777, mtimeMs, atimeMs]).toEqual([0o604, 1_100_000_000_500, 1_000_000_000_250])
    expect(output.modifiedAt).toBe(mtimeMs)
  })

  it('refuses a place that is not as it was planned, and leaves it as it is', async () => {
    using tree = new TemporaryTree()
    const input = tree.file('in.txt', 'input')
    const path = tree.file('out.txt', 'somebody else')
    const order = orderIn(tree)
    const changed = { name: 'ItemError', code: 'OUTPUT_CHANGED' }
    const create = { action: 'create', path } as const
    await expect(publishOne(order, 'writes', input, create, writes('new'))).rejects.toMatchObject(changed)
    const plan = replacing(path)
    writeFileSync(path, 'somebody else again')
    await expect(publishOne(order, 'writes', input, plan, writes('new'))).rejects.toMatchObject(changed)
    expect(readFileSync(path, 'utf8')).toBe('somebody else again')
    rmSync(path)
    await expect(publishOne(order, 'writes', input, plan, writes('new'))).rejects.toMatchObject(changed)
    expect(namesIn(tree.root)).toEqual(['in.txt'])
  })

  it('refuses what comes to stand there while the task is at work', async () => {
    using tree = new TemporaryTree()
    const input = tree.file('in.txt', 'input')
    const precious = tree.file('precious.txt', 'precious')
    const path = tree.at('out.txt')
    const order = orderIn(tree)
    const changed = { code: 'OUTPUT_CHANGED' }
    const swaps = writes('new', () => symlinkSync(precious, path))
    await expect(publishOne(order, 'writes', input, { action: 'create', path }, swaps)).rejects.toMatchObject(
      changed,
    )
    rmSync(path)
    writeFileSync(path, 'earlier')
    const plan = replacing(path)
    const swapsLater = writes('new', () => {
      rmSync(path)
      symlinkSync(precious, path)
    })
    await expect(publishOne(order, 'writes', input, plan, swapsLater)).rejects.toMatchObject(changed)
    const edits = writes('new', () => writeFileSync(input, 'edited meanwhile'))
    await expect(
      publishOne(order, 'writes', input, { action: 'replace-input', path: input }, edits),
    ).rejects.toMatchObject(changed)
    expect(readFileSync(input, 'utf8')).toBe('edited meanwhile')
    expect(readFileSync(precious, 'utf8')).toBe('precious')
    expect(namesIn(tree.root)).toEqual(['in.txt', 'journal', 'out.txt', 'precious.txt'])
  })

  it('leaves nothing of a task that fails, is cancelled, or makes no file', async () => {
    using tree = new TemporaryTree()
    const input = tree.file('in.txt', 'input')
    const create = { action: 'create', path: tree.at('new/folder/out.txt') } as const
    const fails = writes('half', () => {
      throw new Error('broken')
    })
    await expect(publishOne(orderIn(tree), 'writes', input, create, fails)).rejects.toThrow('broken')
    const cancelled = {
      ...quietContext,
      throwIfCancelled: () => {
        throw new Error('cancelled')
      },
    }
    await expect(
      publishOne(orderIn(tree), 'writes', input, create, writes('new'), cancelled),
    ).rejects.toThrow('cancelled')
    await expect(publishOne(orderIn(tree), 'writes', input, create, () => [])).rejects.toMatchObject({
      code: 'TASK_FAILED',
    })
    const full = writes('half', () => {
      throw Object.assign(new Error('full'), { code: 'ENOSPC' })
    })
    await expect(publishOne(orderIn(tree), 'writes', input, create, full)).rejects.toMatchObject({
      code: 'NO_SPACE',
      message: containing(tree.at('new/folder')),
    })
    expect(namesIn(tree.root)).toEqual(['in.txt', 'journal'])
  })

  it('does nothing twice when only its answer was lost', async () => {
    using tree = new TemporaryTree()
    const input = tree.file('in.txt', 'input')
    let times = 0
    const counts = writes('new', () => {
      times += 1
    })
    const plans = [
      { action: 'create', path: tree.at('folder/created.txt') } as const,
      replacing(tree.file('replaced.txt', 'earlier')),
      { action: 'replace-input', path: input } as const,
    ]
    for (const [index, plan] of plans.entries()) {
      const order = orderIn(tree, { journal: tree.at(`journal of ${plan.action}`) })
      const first = await publishOne(order, 'writes', input, plan, counts)
      // The earlier try may have ended between its two names.
      if (plan.action === 'create') linkSync(plan.path, temporaryPathOf(order, 1, plan.path))
      const again = await publishOne(order, 'writes', input, plan, counts)
      expect(again).toEqual(first)
      expect(times).toBe(index + 1)
      const entry = (await readJournal(order.journal)).get(1)
      const item = { path: input, size: 5, modifiedAt: 0 }
      expect(await recogniseMade(plan, entry, item, 'writes')).toEqual(first)
    }
    expect(namesIn(tree.at('folder'))).toEqual(['created.txt'])
    writeFileSync(input, 'edited')
    const order = orderIn(tree, { journal: tree.at('journal of replace-input') })
    await expect(
      publishOne(order, 'writes', input, { action: 'replace-input', path: input }, counts),
    ).rejects.toMatchObject({ code: 'OUTPUT_CHANGED' })
    expect(readFileSync(input, 'utf8')).toBe('edited')
  })

  it('remembers the folders that a try made which was cut off', async () => {
    using tree = new TemporaryTree()
    const order = orderIn(tree)
    const create = { action: 'create', path: tree.at('new/out.txt') } as const
    const hangs = publishOne(order, 'writes', tree.file('in'), create, (_item, { output }) => {
      writeFileSync(output?.temporary ?? '', 'half')
      return new Promise<never>(() => undefined)
    })
    // The worker ends here, as far as the disk can tell.
    await Promise.race([hangs, new Promise((resolve) => setImmediate(resolve))])
    expect(namesIn(tree.at('new'))).toHaveLength(1)
    const { output } = await publishOne(order, 'writes', tree.at('in'), create, writes('new'))
    expect(output.madeFolders).toEqual([tree.at('new')])
    expect(namesIn(tree.at('new'))).toEqual(['out.txt'])
  })

  it('makes a folder anew that another item took away because it failed', async () => {
    using tree = new TemporaryTree()
    const folder = tree.folder('shared')
    const create = { action: 'create', path: tree.at('shared/out.txt') } as const
    let tries = 0
    await publishOne(orderIn(tree), 'writes', tree.file('in'), create, (item, context) => {
      tries += 1
      if (tries === 1) rmSync(folder, { recursive: true })
      return writes('new')(item, context)
    })
    expect(namesIn(folder)).toEqual(['out.txt'])
  })
})

describe('publishing what is moved', () => {
  it('moves a file, with its times, to a place that is free', async () => {
    using tree = new TemporaryTree()
    const input = tree.file('in.txt', 'input')
    utimesSync(input, 1_000, 1_100)
    const { ino } = statSync(input)
    const path = tree.at('new/out.txt')
    const { output } = await publishOne(orderIn(tree), 'moves', input, { action: 'create', path }, moves)
    expect(output).toEqual({
      ...{ path, size: 5, modifiedAt: 1_100_000, inode: String(ino), madeFolders: [tree.at('new')] },
    })
    expect([existsSync(input), statSync(path).ino, statSync(path).mtimeMs]).toEqual([false, ino, 1_100_000])
  })

  it('takes the place of what is planned to be replaced, also where both are names of one file', async () => {
    using tree = new TemporaryTree()
    const path = tree.file('out.txt', 'earlier')
    await publishOne(orderIn(tree), 'moves', tree.file('in.txt', 'input'), replacing(path), moves)
    expect(readFileSync(path, 'utf8')).toBe('input')
    linkSync(path, tree.at('other name'))
    await publishOne(orderIn(tree), 'moves', tree.at('other name'), replacing(path), moves)
    expect(namesIn(tree.root)).toEqual(['journal', 'out.txt'])
  })

  it('leaves the input where it is when the place is taken, or the task fails', async () => {
    using tree = new TemporaryTree()
    const input = tree.file('in.txt', 'input')
    const path = tree.at('out.txt')
    const taken: TaskFunction = () => {
      writeFileSync(path, 'somebody else')
      return []
    }
    const create = { action: 'create', path } as const
    await expect(publishOne(orderIn(tree), 'moves', input, create, taken)).rejects.toMatchObject({
      code: 'OUTPUT_CHANGED',
    })
    const fails: TaskFunction = () => {
      throw new Error('broken')
    }
    const plan = replacing(path)
    await expect(publishOne(orderIn(tree), 'moves', input, plan, fails)).rejects.toThrow('broken')
    expect([readFileSync(input, 'utf8'), readFileSync(path, 'utf8')]).toEqual(['input', 'somebody else'])
    rmSync(input)
    await expect(publishOne(orderIn(tree), 'moves', input, plan, moves)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
  })

  it('ends a move that was cut off, and moves nothing twice', async () => {
    using tree = new TemporaryTree()
    const input = tree.file('in.txt', 'input')
    const order = orderIn(tree)
    const create = { action: 'create', path: tree.at('out.txt') } as const
    const first = await publishOne(order, 'moves', input, create, moves)
    const fails: TaskFunction = () => {
      throw new Error('done twice')
    }
    expect(await publishOne(order, 'moves', input, create, fails)).toEqual(first)
    // As it is between the new name and the end of the old one.
    linkSync(create.path, input)
    expect(await publishOne(order, 'moves', input, create, fails)).toEqual(first)
    expect(existsSync(input)).toBe(false)
  })

  it('recognises a move without a journal by what the file was', async () => {
    using tree = new TemporaryTree()
    const path = tree.file('out.txt', 'input')
    const { size, mtimeMs: modifiedAt, ino } = statSync(path)
    const item = { path: tree.at('in.txt'), size, modifiedAt }
    const plan = { action: 'create', path } as const
    expect(await recogniseMade(plan, undefined, item, 'moves')).toEqual({
      output: { path, size, modifiedAt, inode: String(ino), madeFolders: [] },
      values: null,
    })
    expect(await recogniseMade(plan, undefined, item, 'writes')).toBeNull()
    expect(await recogniseMade(plan, undefined, { ...item, size: 4 }, 'moves')).toBeNull()
    tree.file('in.txt', 'input')
    expect(await recogniseMade(plan, undefined, item, 'moves')).toBeNull()
  })

  it('renames a link, and refuses to bring it to another folder', async () => {
    using tree = new TemporaryTree()
    tree.file('file', 'x')
    const link = tree.link('link', 'file')
    mkdirSync(tree.at('folder'))
    const elsewhere = { action: 'create', path: tree.at('folder/link') } as const
    await expect(publishOne(orderIn(tree), 'moves', link, elsewhere, moves)).rejects.toMatchObject({
      code: 'NOT_A_FILE',
    })
    const beside = { action: 'create', path: tree.at('renamed') } as const
    await publishOne(orderIn(tree), 'moves', link, beside, moves)
    expect(lstatSync(beside.path).isSymbolicLink()).toBe(true)
  })

  it.runIf(existsSync('/dev/shm') && statSync('/dev/shm').dev !== statSync('/tmp').dev)(
    'moves to another volume: the file is whole there before it is gone here',
    async () => {
      using tree = new TemporaryTree()
      const target = `/dev/shm/batchyard-${process.pid}-test`
      mkdirSync(target)
      try {
        const input = tree.file('in.txt', 'input')
        chmodSync(input, 0o640)
        utimesSync(input, 1_000, 1_100.5)
        const create = { action: 'create', path: `${target}/out.txt` } as const
        const { output } = await publishOne(orderIn(tree), 'moves', input, create, moves)
        const { ino, mode, mtimeMs, size } = statSync(create.path)
        expect(output).toMatchObject({ inode: String(ino), modifiedAt: mtimeMs, size })
        expect([mode & 0o777, mtimeMs, existsSync(input)]).toEqual([0o640, 1_100_500, false])
        expect(namesIn(target)).toEqual(['out.txt'])
      } finally {
        rmSync(target, { recursive: true })
      }
    },
  )
})

describe.runIf(process.platform !== 'win32')('publishing where this user may not write', () => {
  it('says which folder it is', async () => {
    using tree = new TemporaryTree()
    const input = tree.file('in.txt', 'input')
    const folder = tree.folder('closed')
    chmodSync(tree.root, 0o755)
    chmodSync(folder, 0o555)
    chmodSync(tree.folder('journal'), 0o777)
    const create = { action: 'create', path: tree.at('closed/below/out.txt') } as const
    const attempt = asOrdinaryUser(() => publishOne(orderIn(tree), 'writes', input, create, writes('new')))
    await expect(attempt).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
      message: containing('may not change the folder'),
    })
    renameSync(input, tree.at('closed/in.txt'))
    const out = { action: 'create', path: tree.at('journal/out.txt') } as const
    const move = asOrdinaryUser(() =>
      publishOne(orderIn(tree), 'moves', tree.at('closed/in.txt'), out, moves),
    )
    await expect(move).rejects.toMatchObject({ code: 'PERMISSION_DENIED' })
    expect(existsSync(out.path)).toBe(false)
    expect(existsSync(tree.at('closed/in.txt'))).toBe(true)
  })
})
