/** What runs in each worker of the engine's pool: the task types, and nothing of the database. */
import { serveTasks } from './pool/index.ts'
import { resolveTask } from './tasks/serve.ts'

serveTasks(resolveTask)
