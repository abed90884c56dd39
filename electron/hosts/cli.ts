import { keepCompiledSources } from './compile-cache.ts'

keepCompiledSources()
// Imported only now, so that it comes from what was kept.
const { runCommandLine } = await import('./cli/program.ts')
process.exitCode = await runCommandLine(process.argv.slice(2))
