/** What runs in each worker of the engine's pool: the task types, and nothing of the database nor of the pool itself. */
import { serveTasks } from './pool/worker-runtime.ts'
import { giveWay } from './tasks/give-way.ts'
import { previewTask } from './tasks/preview/request.ts'
import { resolveTask } from './tasks/serve.ts'
import { endWorker } from './tasks/worker-end.ts'

serveTasks(
  (task) => {
    // For a preview somebody is waiting.
    if (task.name !== previewTask) giveWay()
    return resolveTask(task)
  },
  undefined,
  endWorker,
)
