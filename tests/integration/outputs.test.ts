import { chmod, mkdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import type { JobInput } from '../../shared/model/job.ts'
import type { OutputRow, PlanRow } from '../../shared/model/plan-row.ts'
import { namesBelow, treeState, writeTree } from '../support/file-tree.ts'
import { localEngine, runEnd, untilRun, type LocalEngine } from '../support/local-engine.ts'
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts'

const files = {
  'a.txt': 'first',
  'b b.txt': 'second',
  'deep/a.txt': 'another first',
  'deep/-\'"$(x)\n.txt': 'strange',
  'deep/deeper/c': '',
}

/** A folder with a tree of files and an engine. */
interface Bench extends AsyncDisposable {
  readonly folder: TemporaryFolder
  readonly local: LocalEngine
  /** A job over the tree. */
  job(output: JobInput['output'], more?: Partial<JobInput>): JobInput
  /** Starts it and waits for its end; returns its number. */
  run(job: JobInput): Promise<number>
  /** All rows of its plan, not started. */
  plan(job: JobInput): Promise<PlanRow[]>
  /** All outputs of a run. */
  outputs(runId: number): Promise<OutputRow[]>
}

async function bench(tree: Readonly<Record<string, string>> = files): Promise<Bench> {
  const folder = await temporaryFolder()
  await writeTree(folder.at('in'), tree)
  const local = await localEngine(folder.at('data'))
  const { client } = local
  return {
    folder,
    local,
    job: (output, more = {}) => ({
      inputs: [{ kind: 'path', path: folder.at('in') }],
      task: { type: 'copy' },
      ...(output === undefined ? {} : { output }),
      ...more,
    }),
    async run(job) {
      const { runId } = await client.runs.start(job)
      await runEnd(client, runId)
      return runId
    },
    async plan(job) {
      const { planId } = await client.runs.plan(job)
      return (await client.runs.planRows({ planId, limit: 1_000 })).rows
    },
    outputs: async (runId) => (await client.runs.outputs({ runId, limit: 1_000 })).rows,
    async [Symbol.asyncDispose]() {
      await local[Symbol.asyncDispose]()
      await folder[Symbol.asyncDispose]()
    },
  }
}

/** What of an output was planned, as a plan that was not started has it. */
function planned({ made: _, undo: __, ...row }: OutputRow): PlanRow {
  return row
}

describe('the plan of a job', () => {
  const policies = ['skip', 'overwrite', 'number', 'fail', 'if-newer'] as const
  const trees = [false, true]
  it.each(policies.flatMap((ifExists) => trees.map((keepTree) => ({ ifExists, keepTree }))))(
    'is what its run then does: $ifExists, the tree kept: $keepTree',
    async ({ ifExists, keepTree }) => {
      await using at = await bench()
      await writeTree(at.folder.at('out'), { 'a.txt': 'was here' })
      const job = at.job({ place: { kind: 'folder', path: at.folder.at('out'), keepTree }, ifExists })
      const before = await treeState(at.folder.at('out'))
      const rows = await at.plan(job)
      expect(await treeState(at.folder.at('out'))).toEqual(before)
      const outputs = await at.outputs(await at.run(job))
      expect(outputs.map(planned)).toEqual(rows)
      for (const { action, output, path, made } of outputs) {
        const isMade = action === 'create' || action === 'replace'
        expect(made !== null).toBe(isMade)
        if (isMade) expect(await readFile(output ?? '')).toEqual(await readFile(path))
      }
      const made = outputs.flatMap(({ made: each }) => (each === null ? [] : [each.path]))
      expect(new Set(made).size).toBe(made.length)
      expect(at.local.logged).toEqual([])
    },
  )

  it('counts, pages and exports all rows', async () => {
    await using at = await bench()
    const { client } = at.local
    const job = at.job({ place: { kind: 'folder', path: at.folder.at('out') }, ifExists: 'skip' })
    const plan = await client.runs.plan(job)
    expect(plan).toMatchObject({ items: 5, makesOutputs: true, actions: { create: 4, skip: 1, refuse: 0 } })
    const { total, rows } = await client.runs.planRows({ planId: plan.planId, action: 'skip' })
    expect(total).toBe(1)
    expect(rows).toMatchObject([
      { action: 'skip', note: /Item \d of the run has that name/u.exec(rows[0]?.note ?? '')?.input },
    ])
    const path = at.folder.at('plan.csv')
    expect(await client.exports.plan({ planId: plan.planId, path })).toMatchObject({ rows: 5 })
    expect(await readFile(path, 'utf8')).toMatch(/^seq,path,size,action,output,/u)
    await expect(client.runs.planRows({ planId: 99 })).rejects.toMatchObject({ code: 'PLAN_NOT_FOUND' })
  })
})

describe('outputs', () => {
  it('in a folder among the inputs never become inputs of their run', async () => {
    await using at = await bench()
    const job = at.job({ place: { kind: 'folder', path: at.folder.at('in', 'deep', 'out') } })
    const runId = await at.run(job)
    expect(await at.local.client.runs.get({ runId })).toMatchObject({
      run: { state: 'finished', counts: { total: 5, succeeded: 5 } },
    })
    expect(await namesBelow(at.folder.at('in', 'deep', 'out'))).toHaveLength(5)
  })

  it('of a folder that may not be written to fail with its name, each, and nothing else does', async () => {
    await using at = await bench()
    await mkdir(at.folder.at('out'))
    await chmod(at.folder.at('out'), 0o555)
    const runId = await at.run(at.job({ place: { kind: 'folder', path: at.folder.at('out') } }))
    const { run } = await at.local.client.runs.get({ runId })
    // Who is root may write everywhere.
    const isRoot = process.getuid?.() === 0
    expect(run.counts).toMatchObject(isRoot ? { succeeded: 5 } : { failed: 5 })
    await chmod(at.folder.at('out'), 0o755)
    expect((await namesBelow(at.folder.at('out'))).filter((name) => name.includes('.batchyard'))).toEqual([])
  })

  it('that were skipped or refused say why beside their result', async () => {
    await using at = await bench()
    const { client } = at.local
    const place = { kind: 'folder', path: at.folder.at('out') } as const
    for (const [ifExists, status] of [
      ['skip', 'skipped'],
      ['fail', 'failed'],
    ] as const) {
      await rm(at.folder.at('out'), { recursive: true, force: true })
      const runId = await at.run(at.job({ place, ifExists }, { execution: { mode: 'imap' } }))
      const { rows } = await client.runs.results({ runId })
      expect(rows.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5])
      const left = rows.filter((row) => row.status === status)
      expect(left).toHaveLength(1)
      expect(left[0]).toMatchObject({ worker: 0, output: { made: false } })
      expect(left[0]?.output?.note).toBeTruthy()
    }
  })

  it('are not done again as long as they stand, and for the same folder', async () => {
    await using at = await bench()
    const { client } = at.local
    const job = (folder: string) =>
      at.job(
        { place: { kind: 'folder', path: at.folder.at(folder), keepTree: true } },
        { execution: { skipDone: true } },
      )
    const first = await at.outputs(await at.run(job('out')))
    const again = await at.run(job('out'))
    expect(await client.runs.get({ runId: again })).toMatchObject({ run: { counts: { alreadyDone: 5 } } })
    await writeFile(first[1]?.output ?? '', 'changed')
    await rm(first[2]?.output ?? '')
    const third = await at.run(job('out'))
    expect(await client.runs.get({ runId: third })).toMatchObject({
      run: { counts: { alreadyDone: 3, succeeded: 2 } },
    })
    const elsewhere = await at.run(job('other'))
    expect(await client.runs.get({ runId: elsewhere })).toMatchObject({ run: { counts: { succeeded: 5 } } })
  })

  it('are made again in their own place when their item is', async () => {
    await using at = await bench()
    const { client } = at.local
    const place = { kind: 'folder', path: at.folder.at('out'), keepTree: true } as const
    const runId = await at.run(at.job({ place, ifExists: 'fail' }))
    const before = await namesBelow(at.folder.at('out'))
    await client.runs.retry({ runId, which: { kind: 'items', seqs: [1, 2] } })
    expect((await runEnd(client, runId, 2)).run.counts).toMatchObject({ succeeded: 5, failed: 0 })
    expect(await namesBelow(at.folder.at('out'))).toEqual(before)
    expect(await client.runs.undo({ runId })).toMatchObject({ undone: 5, refused: 0 })
  })

  it('that were skipped are planned anew by a retry', async () => {
    await using at = await bench({ a: 'new' })
    const { client } = at.local
    await writeTree(at.folder.at('out'), { a: 'old' })
    const place = { kind: 'folder', path: at.folder.at('out') } as const
    const runId = await at.run(at.job({ place, ifExists: 'skip' }))
    expect(await client.runs.get({ runId })).toMatchObject({ run: { counts: { skipped: 1 } } })
    await rm(at.folder.at('out', 'a'))
    await client.runs.retry({ runId, which: { kind: 'items', seqs: [1] } })
    expect((await runEnd(client, runId, 2)).run.counts).toMatchObject({ skipped: 0, succeeded: 1 })
    expect(await readFile(at.folder.at('out', 'a'), 'utf8')).toBe('new')
  })
})

describe('undoing', () => {
  it('a run that made files leaves the tree as it was, byte for byte and with its dates', async () => {
    await using at = await bench()
    const before = await treeState(at.folder.path)
    const runId = await at.run(
      at.job({ place: { kind: 'folder', path: at.folder.at('out'), keepTree: true } }),
    )
    const { client } = at.local
    const stand = await namesBelow(at.folder.at('out'))
    expect(await client.runs.undo({ runId, dryRun: true })).toMatchObject({ undone: 5, refused: 0 })
    expect(await namesBelow(at.folder.at('out'))).toEqual(stand)
    expect(await client.runs.undo({ runId })).toEqual({
      ...{ undone: 5, undoneBefore: 0, refused: 0, refusals: [], left: 0 },
    })
    expect(withoutData(await treeState(at.folder.path))).toEqual(withoutData(before))
    expect(await client.runs.undo({ runId })).toMatchObject({ undone: 0, undoneBefore: 5, refused: 0 })
  })

  it('takes the folder away that was made for an item which was not the last to come into it', async () => {
    await using at = await bench({ a: 'no text \0', b: 'text' })
    const { client } = at.local
    const place = { kind: 'folder', path: at.folder.at('out') } as const
    const runId = await at.run(
      at.job({ place }, { task: { type: 'line-endings' }, execution: { workers: 1 } }),
    )
    expect((await client.runs.get({ runId })).run.counts).toMatchObject({ succeeded: 1, failed: 1 })
    await writeFile(at.folder.at('in', 'a'), 'text now')
    await client.runs.retry({ runId, which: { kind: 'failed' } })
    expect((await runEnd(client, runId, 2)).run.counts).toMatchObject({ succeeded: 2 })
    expect(await client.runs.undo({ runId, dryRun: true })).toMatchObject({ undone: 2 })
    expect(await namesBelow(at.folder.at('out'))).toEqual(['a', 'b'])
    expect(await client.runs.undo({ runId })).toMatchObject({ undone: 2, refused: 0 })
    expect(await namesBelow(at.folder.path)).not.toContain('out')
  })

  it('a run that moved files puts them back', async () => {
    await using at = await bench()
    const before = await treeState(at.folder.at('in'))
    const runId = await at.run(
      at.job(
        { place: { kind: 'folder', path: at.folder.at('out'), keepTree: true } },
        { task: { type: 'move' } },
      ),
    )
    expect((await namesBelow(at.folder.at('in'))).filter((name) => name.includes('.txt'))).toEqual([])
    expect(await at.local.client.runs.undo({ runId })).toMatchObject({ undone: 5, refused: 0 })
    expect(await treeState(at.folder.at('in'))).toEqual(before)
    expect(await namesBelow(at.folder.at('out'))).toEqual([])
  })

  it('refuses what was changed since and what replaced another file, and says so', async () => {
    await using at = await bench({ a: '1', b: '2', c: '3' })
    await writeTree(at.folder.at('out'), { c: 'older' })
    const place = { kind: 'folder', path: at.folder.at('out') } as const
    const runId = await at.run(at.job({ place, ifExists: 'overwrite' }))
    await writeFile(at.folder.at('out', 'a'), 'changed')
    const { client } = at.local
    const dry = await client.runs.undo({ runId, dryRun: true })
    const receipt = await client.runs.undo({ runId })
    expect(receipt).toMatchObject({ undone: 1, refused: 2, left: 0 })
    expect(dry).toMatchObject({ undone: 1, refused: 2 })
    expect(receipt.refusals.map(({ seq }) => seq)).toEqual([3, 1])
    expect(await namesBelow(at.folder.at('out'))).toEqual(['a', 'c'])
    expect(await at.outputs(runId)).toMatchObject([
      { undo: { state: 'refused', message: receipt.refusals[1]?.reason } },
      { undo: { state: 'undone' } },
      { undo: { state: 'refused' } },
    ])
  })
})

describe('trying a few', () => {
  it('does them for real, elsewhere, and changes nothing', async () => {
    await using at = await bench()
    const before = await treeState(at.folder.at('in'))
    for (const type of ['copy', 'move']) {
      const job = at.job({ place: { kind: 'folder', path: at.folder.at('out') } }, { task: { type } })
      const { items, tried, proposedTimeout } = await at.local.client.runs.try(job)
      expect(items).toBe(5)
      expect(proposedTimeout).toBeGreaterThan(0)
      expect(new Set(tried.flatMap(({ reasons }) => reasons))).toEqual(
        new Set(['smallest', 'largest', 'extension', 'strangest-name']),
      )
      for (const { status, path, output } of tried) {
        expect(status).toBe('succeeded')
        expect(await readFile(output?.path ?? '')).toEqual(await readFile(path))
        expect(output?.place.startsWith(at.folder.at('out'))).toBe(true)
      }
    }
    expect(await treeState(at.folder.at('in'))).toEqual(before)
    await expect(stat(at.folder.at('out'))).rejects.toThrow()
    expect(await at.local.client.runs.list({})).toEqual([])
  })
})

describe('what appears where an output was planned', () => {
  it('is not replaced nor followed: the item fails, and is planned anew by a retry', async () => {
    await using at = await bench({ a: 'x', b: 'y', c: 'z' })
    const { client } = at.local
    const place = { kind: 'folder', path: at.folder.at('out') } as const
    const { runId } = await client.runs.start(at.job({ place }))
    // Paused before it works, so that it plans and then waits.
    await client.runs.pause({ runId })
    await untilRun(client, runId, ({ phase, run }) => phase === 'working' && run.state === 'paused')
    await writeTree(at.folder.path, { 'out/a': 'somebody else', elsewhere: 'untouched' })
    await symlink(at.folder.at('elsewhere'), at.folder.at('out', 'b'))
    await client.runs.resume({ runId })
    const { run } = await runEnd(client, runId)
    expect(run.counts).toMatchObject({ succeeded: 1, failed: 2 })
    const { rows } = await client.runs.results({ runId, status: 'failed' })
    for (const { error } of rows) expect(error?.code).toMatch(/^OUTPUT_(?:CHANGED|EXISTS)$/u)
    expect(await readFile(at.folder.at('out', 'a'), 'utf8')).toBe('somebody else')
    expect(await readFile(at.folder.at('elsewhere'), 'utf8')).toBe('untouched')
    await client.runs.retry({ runId, which: { kind: 'failed' } })
    expect((await runEnd(client, runId, 2)).run.counts).toMatchObject({ succeeded: 3, failed: 0 })
    expect(await namesBelow(at.folder.at('out'))).toEqual(['a', 'a (2)', 'b', 'b (2)', 'c'])
    expect(await client.runs.undo({ runId })).toMatchObject({ undone: 3, refused: 0 })
    expect(await namesBelow(at.folder.at('out'))).toEqual(['a', 'b'])
  })
})

/** Without the data folder, which the engine writes to. */
function withoutData(state: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(state).filter(([name]) => !name.startsWith('data')))
}

describe('the folder of what a run has made', () => {
  it('is the one that was chosen, else what all have in common, and none once all was undone', async () => {
    await using at = await bench()
    const { client } = at.local
    const out = at.folder.at('out')
    const chosen = await at.run(at.job({ place: { kind: 'folder', path: out, keepTree: true } }))
    expect(await client.runs.outputFolder({ runId: chosen })).toEqual({ path: out })
    await client.runs.undo({ runId: chosen })
    expect(await client.runs.outputFolder({ runId: chosen })).toEqual({ path: null })
    const beside = await at.run(at.job({ place: { kind: 'beside' } }))
    expect(await client.runs.outputFolder({ runId: beside })).toEqual({ path: at.folder.at('in') })
  })
})
