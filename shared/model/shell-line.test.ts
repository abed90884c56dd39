import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseShellLine, unfitForShell, type Shell } from './shell-line.ts'

function scriptOf(line: string, shell: Shell, variables: readonly string[] = []): string {
  const read = parseShellLine(line, shell, variables)
  return read.ok ? read.value.script : `refused: ${read.message}`
}

describe('parseShellLine', () => {
  it.each([
    ['cat {} > {.}.txt', 'cat "${1}" > "${2}".txt'],
    ['cat "{}.x" "$(cat {})"', 'cat "${1}.x" "$(cat "${1}")"'],
    ['echo `cat {}`', 'echo `cat "${1}"`'],
    ['sort', 'sort "${1}"'],
    ["awk '{print $1}' {}", `awk '{print $1}' "\${1}"`],
    ['echo ${ext} {{}} {ext}', 'echo ${ext} {} "${1}"'],
    ["# it's {}\necho {}", `# it's "\${1}"\necho "\${1}"`],
    ['echo \\" {}', 'echo \\" "${1}"'],
    ['f() { echo {quality}; }; f', 'f() { echo "${1}"; }; f'],
  ])('puts names of the values into a line of sh: %j', (line, script) => {
    expect(scriptOf(line, 'sh', ['quality'])).toBe(script)
  })

  it.each([
    ['Get-Item {}', 'Get-Item ${env:BATCHYARD_1}'],
    ['echo "{} `" {/}"', 'echo "${env:BATCHYARD_1} `" ${env:BATCHYARD_2}"'],
    ["echo 'a' {}", "echo 'a' ${env:BATCHYARD_1}"],
  ])('puts variables of the environment into a line of PowerShell: %j', (line, script) => {
    expect(scriptOf(line, 'powershell')).toBe(script)
  })

  it.each([
    ['type {}', 'type "!BATCHYARD_1!"'],
    ['type "{}.txt" {/}', 'type "!BATCHYARD_1!.txt" "!BATCHYARD_2!"'],
  ])('puts delayed variables into a line of cmd: %j', (line, script) => {
    expect(scriptOf(line, 'cmd')).toBe(script)
  })

  it.each<[string, string]>([
    ['sha256sum {all} >x', 'sha256sum "$@" >x'],
    ['{all}', '"$@"'],
    [
      'for f in {all}; do echo "{quality}" $f {quality}; done',
      'for f in "$@"; do echo "${BATCHYARD_1}" $f "${BATCHYARD_1}"; done',
    ],
    ['echo "$(cat {all})" {%}', 'echo "$(cat "$@")" "${BATCHYARD_1}"'],
    ['echo {{all}} ${all} {}', 'echo {all} ${all} "${1}"'],
    ['(cat {all})&', '(cat "$@")&'],
  ])('hands all files of a call over as the arguments, and values by the environment: %j', (line, script) => {
    expect(scriptOf(line, 'sh', ['quality'])).toBe(script)
    const read = parseShellLine(line, 'bash', ['quality'])
    const takesAll = script.includes('"$@"')
    expect(read).toMatchObject({
      value: { takesAll, handedOver: takesAll ? 'environment' : 'arguments' },
    })
  })

  it.each<[Shell, string, string]>([
    ['sh', 'cat "{all}"', '{all} in quotes'],
    ['sh', 'cat "x {all}"', '{all} in quotes'],
    ['sh', "cat '{all}'", '{all} in single quotes'],
    ['bash', 'x={all}', '{all} within a word'],
    ['sh', 'cat {all}.txt', '{all} within a word'],
    ['sh', 'cat \\{all}', '{all} within a word'],
    ['sh', 'cat {all} {all}', '{all} twice'],
    ['sh', 'cat {all} {}', '{} beside {all}'],
    ['sh', 'cat {#} {all}', '{#} beside {all}'],
    ['powershell', 'cat {all}', 'cannot be handed'],
    ['cmd', 'type {all}', 'cannot be handed'],
    ['sh', "echo '{}'", 'in single quotes'],
    ['bash', "echo $'a\\'{}'", 'in single quotes'],
    ['bash', 'echo $(( {} ))', 'in arithmetic'],
    ['bash', '(( {} > 3 ))', 'in arithmetic'],
    ['bash', 'echo $(( $(cat {}) ))', 'in arithmetic'],
    ['powershell', 'echo ‘{}’', 'in single quotes'],
    ['cmd', 'echo !x! {}', 'has a !'],
    ['sh', '\n', 'is empty'],
  ])('refuses what would not be what it looks like: %s %j', (shell, line, message) => {
    expect(scriptOf(line, shell)).toContain(message)
  })

  it('never has a value in what the shell reads', () => {
    const line = fc.string({
      unit: fc.constantFrom('{}', '{/}', "'", '"', '`', '$(', ')', '((', '\\', '#', '\n', ' ', 'a', '@'),
    })
    fc.assert(
      fc.property(line, fc.constantFrom<Shell>('sh', 'bash', 'powershell'), (text, shell) => {
        const read = parseShellLine(text, shell)
        if (!read.ok) return
        for (const piece of read.value.values) expect(piece.kind).toBe('placeholder')
        // What was there besides placeholders is there as it was.
        const bare = read.value.script.replace(/"?\$\{(?:\d+|env:BATCHYARD_\d+)\}"?/gu, '')
        const expected = text.replaceAll(/\{\/?\}/gu, '')
        expect(bare.replaceAll('"', '').trim()).toBe(expected.replaceAll('"', '').trim())
      }),
    )
  })
})

describe('unfitForShell', () => {
  it('tells which values a shell cannot be handed', () => {
    expect(unfitForShell('sh', '$(x)`"\'\n')).toBeNull()
    expect(unfitForShell('cmd', 'a & b %PATH% ^ | !x!')).toBeNull()
    expect(unfitForShell('cmd', 'a" & calc')).toContain('double quote')
    expect(unfitForShell('cmd', 'a\nb')).toContain('line break')
    expect(unfitForShell('powershell', 'a"\'‘\n')).toBeNull()
    expect(unfitForShell('powershell', '\uDC80')).toContain('not valid Unicode')
  })
})
