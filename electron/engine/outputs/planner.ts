import { basename, dirname, sep } from 'node:path'
import type { OutputOptions } from '../../../shared/model/output.ts'
import { noMetadata } from '../../../shared/model/output-name.ts'
import type { PlannedOutput } from '../../../shared/model/planned-output.ts'
import type { PathText } from '../../../shared/model/path-text.ts'
import { quotePath } from '../inputs/problems.ts'
import type { TaskOutput } from '../tasks/task-type.ts'
import type { Claims } from './claims.ts'
import { RealDisk, type Disk, type FolderFacts } from './disk.ts'
import { foldName } from './fold-name.ts'
import { mapBounded } from './map-bounded.ts'
import { readMetadata } from './metadata.ts'
import { Numbers } from './numbers.ts'
import { describeOutputProblem } from './output-problems.ts'
import { nameProblem, pathProblem, withNumber } from './path-rules.ts'
import { decide, decideTaken, refuse, type Decision, type Finding } from './policy.ts'
import { Spellings } from './spellings.ts'
import { Targets, type OutputItem } from './target.ts'

export type { OutputItem } from './target.ts'

export interface OutputPlannerOptions {
  readonly output: OutputOptions
  readonly task: TaskOutput
  readonly claims: Claims
  /** How many items were planned in earlier sessions: the counter `{n}` goes on from there. */
  readonly plannedBefore: number
  /** Default: the file systems of this machine. */
  readonly disk?: Disk
}

/** How many questions a disk is asked at once, and how many files are read at once for what they tell. */
const asked = 16
const readAtOnce = 4

/** An item whose output has no path yet. */
interface Wish {
  readonly item: OutputItem
  /** Its place in the page. */
  readonly index: number
  /** The path that it was to have. */
  readonly wanted: PathText
  /** The path that is tried now: `wanted`, or that with a number. */
  path: PathText
  /** Tells outputs that would be one file. Empty until the folder has been looked at. */
  key: string
  /** The key of `wanted`. */
  wantedKey: string
}

/**
 * Decides before a run what becomes of each item's output. Its memory does not grow with the number of items: names
 * that are taken are the claims' to remember. It changes nothing on the disk.
 */
export class OutputPlanner {
  readonly #targets: Targets
  readonly #output: OutputOptions
  readonly #task: TaskOutput
  readonly #claims: Claims
  readonly #disk: Disk
  readonly #spellings: Spellings
  readonly #numbers = new Numbers()
  #planned: number

  /** @throws EngineError INVALID_INPUT for a template or a place with which no item could have an output */
  constructor({ output, task, claims, plannedBefore, disk = new RealDisk() }: OutputPlannerOptions) {
    this.#targets = new Targets(output, task)
    this.#output = output
    this.#task = task
    this.#claims = claims
    this.#disk = disk
    this.#spellings = new Spellings(disk)
    this.#planned = plannedBefore
  }

  /**
   * Decides for a page of items, in the order of the input: as many answers as items. Some hundreds a page are
   * quickest. One call at a time.
   * @throws what the claims throw; what goes wrong with a file is a `refuse`
   */
  async plan(items: readonly OutputItem[]): Promise<PlannedOutput[]> {
    const before = this.#planned
    this.#planned += items.length
    for (const { inputRoot } of items) if (inputRoot !== null) await this.#spellings.addRoot(inputRoot)
    const atOnce = this.#targets.needsMetadata ? readAtOnce : asked
    const targets = await mapBounded(items, atOnce, (item, index) =>
      this.#wishFor(item, index, before + index),
    )
    const planned = new Map<number, PlannedOutput>()
    let wishes: Wish[] = []
    for (const [index, target] of targets.entries()) {
      if ('action' in target) planned.set(index, target)
      else wishes.push(target)
    }
    while (wishes.length > 0) {
      const decisions = await this.#decideAll(wishes)
      await this.#take(wishes, decisions)
      const further: Wish[] = []
      for (const [place, wish] of wishes.entries()) {
        const decision = this.#withNumber(wish, decisions[place] ?? { kind: 'next' })
        if (decision.kind === 'next') further.push(wish)
        else planned.set(wish.index, decision.planned)
      }
      wishes = further
    }
    return items.flatMap((_, index) => planned.get(index) ?? [])
  }

  /** What the item's output would be called, or why it cannot be. */
  async #wishFor(item: OutputItem, index: number, before: number): Promise<Wish | PlannedOutput> {
    const { first, step } = this.#task.counter ?? { first: 1, step: 1 }
    const metadata = this.#targets.needsMetadata ? await readMetadata(item.path) : noMetadata
    const target = this.#targets.targetOf(item, first + before * step, metadata)
    if (target.ok) return { item, index, wanted: target.path, path: target.path, key: '', wantedKey: '' }
    return { action: 'refuse', path: null, code: target.code, message: target.message }
  }

  /** What is to be done about each wish, as far as the disk and the inputs say it. */
  async #decideAll(wishes: readonly Wish[]): Promise<Decision[]> {
    const findings = await mapBounded(wishes, asked, (wish) => this.#look(wish))
    const spellings: PathText[] = []
    const owners: number[] = []
    for (const [place, found] of findings.entries()) {
      if (!('spellings' in found)) continue
      for (const spelling of found.spellings) {
        spellings.push(spelling)
        owners.push(place)
      }
    }
    const areInputs = spellings.length === 0 ? [] : await this.#claims.isInput(spellings)
    const inputs = new Set(owners.filter((_, which) => areInputs[which] === true))
    return wishes.map(({ item, path }, place) => {
      const found = findings[place]
      if (found === undefined) return { kind: 'next' }
      if ('kind' in found) return found
      const finding = { ...found, isInput: inputs.has(place) }
      return decide(this.#output.ifExists, this.#task.effect, item, path, finding)
    })
  }

  /** What stands where an output is to be; a decision where that is already clear. */
  async #look(
    wish: Wish,
  ): Promise<Decision | (Omit<Finding, 'isInput'> & { spellings: readonly PathText[] })> {
    try {
      if (this.#targets.place.kind === 'in-place') return await this.#inPlace(wish)
      const folder = await this.#disk.folder(dirname(wish.path))
      if (folder.blockedBy !== null) return blocked(wish, folder.blockedBy)
      wish.key = keyOf(folder, wish.path)
      if (wish.path === wish.wanted) {
        wish.wantedKey = wish.key
        // The name is taken, as was seen before: no need to look again.
        const isNumbered = this.#output.ifExists === 'number' && this.#numbers.has(wish.key)
        if (isNumbered && this.#task.effect === 'writes') return { kind: 'next' }
      }
      const standing = folder.isThere ? await this.#disk.look(wish.path) : null
      if (standing === null) return { standing, isOwn: null, spellings: [] }
      const spellings = await this.#spellings.of(wish.path, folder)
      return { standing, isOwn: await this.#isOwn(wish, standing.device, standing.inode), spellings }
    } catch (error) {
      const { code, message } = describeOutputProblem(error, wish.path)
      return refuse(code, wish.path, message)
    }
  }

  async #isOwn({ item, path, key }: Wish, device: string, inode: string): Promise<Finding['isOwn']> {
    if (path === item.path) return 'by-name'
    const own = await this.#disk.follow(item.path)
    if (own?.device !== device || own.inode !== inode) return null
    return keyOf(await this.#disk.folder(dirname(item.path)), item.path) === key ? 'by-spelling' : 'by-file'
  }

  /** The file itself is replaced, not a link that led to it. */
  async #inPlace(wish: Wish): Promise<Decision> {
    const path = await this.#disk.realPath(wish.item.path)
    if (path === null) {
      return refuse('NOT_FOUND', wish.path, `${quotePath(wish.path)} does not exist any more.`)
    }
    wish.path = path
    wish.key = keyOf(await this.#disk.folder(dirname(path)), path)
    return { kind: 'take', planned: { action: 'replace-input', path } }
  }

  /** Takes the keys of those that are to have their paths; who comes too late is decided about anew. */
  async #take(wishes: readonly Wish[], decisions: Decision[]): Promise<void> {
    const places = [...decisions.keys()].filter((place) => decisions[place]?.kind === 'take')
    if (places.length === 0) return
    const takers = places.flatMap((place) => wishes[place] ?? [])
    const holders = await this.#claims.claim(
      takers.map(({ item, key, path }) => ({ seq: item.seq, key, path })),
    )
    const { ifExists } = this.#output
    for (const [which, { item, path }] of takers.entries()) {
      const by = holders[which]
      const place = places[which]
      if (by === null || by === undefined || place === undefined) continue
      // In place there is no other name to give.
      const policy = this.#targets.place.kind === 'in-place' && ifExists !== 'skip' ? 'fail' : ifExists
      decisions[place] = decideTaken(policy, item, path, by)
    }
  }

  /** Gives a wish that is to try the next number that number. */
  #withNumber(wish: Wish, decision: Decision): Decision {
    if (decision.kind !== 'next') return decision
    wish.path = withNumber(wish.wanted, this.#numbers.next(wish.wantedKey))
    const problem = nameProblem(basename(wish.path)) ?? pathProblem(wish.path)
    if (problem === null) return decision
    return refuse('OUTPUT_NAME', wish.path, `The output would be ${quotePath(wish.path)}, ${problem}.`)
  }
}

function blocked({ path }: Wish, file: PathText): Decision {
  return refuse(
    'OUTPUT_EXISTS',
    path,
    `${quotePath(path)} cannot be made: ${quotePath(file)} is a file, not a folder. Choose another folder.`,
  )
}

/** Equal for paths that lead to one file, as far as the file systems' rules tell before there is one. */
function keyOf({ real, ignoresCase }: FolderFacts, path: PathText): string {
  const whole = (real.endsWith(sep) ? real : real + sep) + basename(path)
  return ignoresCase ? foldName(whole) : process.platform === 'darwin' ? whole.normalize('NFC') : whole
}
