/** What runs in each worker of the engine's pool: the task types, and nothing of the database nor of the pool itself. */
import { serveTasks } from './pool/worker-runtime.ts'
import { resolveTask } from './tasks/serve.ts'
import { endWorker } from './tasks/worker-end.ts'

serveTasks(resolveTask, undefined, endWorker)
