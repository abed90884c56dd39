import { describe, expect, it } from 'vitest'
import { TemporaryTree } from '../inputs/fixtures/temporary-tree.ts'
import { RealDisk } from './disk.ts'
import { foldName } from './fold-name.ts'
import { nameProblem, pathProblem, withNumber } from './path-rules.ts'
import { OutputVolumes, roomAt } from './room.ts'

describe('RealDisk', () => {
  it('knows a folder by its real path, also one that is not there yet', async () => {
    using tree = new TemporaryTree()
    tree.folder('real')
    tree.link('link', 'real')
    const file = tree.file('file')
    const disk = new RealDisk()
    expect(await disk.folder(tree.at('link'))).toMatchObject({ real: tree.at('real'), isThere: true })
    expect(await disk.folder(tree.at('link/new/deep'))).toMatchObject({
      ...{ real: tree.at('real/new/deep'), isThere: false, blockedBy: null },
    })
    expect(await disk.folder(tree.at('file/below'))).toMatchObject({ isThere: false, blockedBy: file })
  })

  it.runIf(process.platform === 'linux')(
    'finds out that letter case counts, and writes nothing for it',
    async () => {
      using tree = new TemporaryTree()
      const folder = tree.folder('folder')
      tree.file('folder/abc')
      expect((await new RealDisk().folder(folder)).ignoresCase).toBe(false)
      tree.file('folder/ABC')
      expect((await new RealDisk().folder(folder)).ignoresCase).toBe(false)
      expect((await new RealDisk().folder('/proc/self')).ignoresCase).toBe(false)
    },
  )
})

describe('names and paths', () => {
  it.each([
    ['a', null],
    ['x'.repeat(255), null],
    ['x'.repeat(256), '256 bytes'],
    ['\udcff'.repeat(255), null],
    ['é'.repeat(128), '256 bytes'],
    ['..', 'the name ..'],
    ['', 'an empty name'],
    ['a/b', 'no name can have'],
  ])('on Linux, %j', (name, problem) => {
    expect(nameProblem(name, 'linux')).toEqual(problem === null ? null : expect.stringContaining(problem))
  })

  it.each([
    ['nul.txt', 'device'],
    ['COM¹', 'device'],
    ['console', null],
    ['a:b', 'Windows does not take'],
    ['a.', 'ends in a dot'],
    ['a ', 'ends in a dot or a space'],
    ['é'.repeat(255), null],
  ])('on Windows, %j', (name, problem) => {
    expect(nameProblem(name, 'win32')).toEqual(problem === null ? null : expect.stringContaining(problem))
  })

  it('takes paths that the system takes, with the temporary name beside them', () => {
    const deep = '/d'.repeat(2_000)
    expect(pathProblem(`${deep}/a`, 'linux')).toBeNull()
    expect(pathProblem(`${deep}${'/d'.repeat(45)}/a`, 'linux')).toContain('longer')
    expect(pathProblem(`C:\\${'d'.repeat(256)}`, 'win32')).toBeNull()
    expect(pathProblem(`C:\\${'d'.repeat(257)}`, 'win32')).toContain('longer')
  })

  it('numbers names before their extension and never parts a character', () => {
    expect(withNumber('/a/photo.tar.gz', 2)).toBe('/a/photo.tar (2).gz')
    expect(withNumber('/a/.profile', 3)).toBe('/a/.profile (3)')
    const long = withNumber(`/a/${'😀'.repeat(62)}.png`, 12)
    expect(long).toBe(`/a/${'😀'.repeat(61)} (12).png`)
  })

  it('folds what file systems fold', () => {
    expect(foldName('A\u0308.JPG')).toBe(foldName('ä.jpg'))
    expect(foldName('STRASSE')).toBe(foldName('straße'))
    expect(foldName('\udcff')).not.toBe(foldName('\udcfe'))
  })
})

describe('the room for outputs', () => {
  it('is that of the volume, whether the folder is there or not', async () => {
    using tree = new TemporaryTree()
    const room = await roomAt(tree.at('not/there'))
    expect(room?.total).toBeGreaterThan(0)
    expect(room?.total).toBe((await roomAt(tree.root))?.total)
  })

  it('has one folder for each volume', async () => {
    using tree = new TemporaryTree()
    const volumes = new OutputVolumes()
    await volumes.add([tree.at('a/x'), tree.at('b/y'), tree.at('c')])
    expect(volumes.folders).toEqual([tree.root])
  })
})
