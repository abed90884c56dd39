import { readdirSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { serveTasks } from '../../electron/engine/pool/index.ts'
import { resolveTask } from '../../electron/engine/tasks/serve.ts'

/**
 * The engine's worker, which dies with an item in its hands when it finds an order to: a file in the folder
 * that `BATCHYARD_DRILL_ORDERS` names. Taking the order away is what obeys it, so each kills one worker.
 */
const orders = process.env['BATCHYARD_DRILL_ORDERS'] ?? ''

serveTasks(async (task) => {
  const work = await resolveTask(task)
  return (item, context): unknown => {
    const order = takeOrder()
    if (order === null) return work(item, context)
    if (order.startsWith('exit')) process.exit(70)
    setImmediate(() => {
      throw new Error('the drill told this worker to die')
    })
    // The item is still in hand when the throw comes.
    return new Promise(() => undefined)
  }
})

/** The name of an order that nobody else has taken, or null. */
function takeOrder(): string | null {
  for (const order of readdirSync(orders)) {
    try {
      unlinkSync(join(orders, order))
      return order
    } catch {
      // Another worker was quicker.
    }
  }
  return null
}
