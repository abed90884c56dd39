import { writeFileSync } from 'node:fs'

// Loaded into a measured process with `--import`: writes its peak memory, in KiB, when it exits.
const file = process.env['BATCHYARD_BENCH_MEMORY_FILE']
if (file !== undefined) process.on('exit', () => writeFileSync(file, String(process.resourceUsage().maxRSS)))
