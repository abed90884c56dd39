import { ThreadWorker } from 'poolifier'
import { nothing, nothingForEach, spin } from '../tasks.ts'

export default new ThreadWorker<unknown, unknown>({
  nothing,
  nothingForEach: (items) => nothingForEach(Array.isArray(items) ? items : []),
  spin,
})
