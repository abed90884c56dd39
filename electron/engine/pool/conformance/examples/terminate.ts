/* eslint-disable no-console -- an example prints */
import { WorkerPool } from '../../index.ts'

const loopForever = { name: import.meta.resolve('./tasks.ts#loopForever') }
const pool = new WorkerPool({ workers: 4 })
const never = pool.apply(loopForever, null).catch(() => 'ended')
await pool.terminate()
console.log(await never)
