import workerpool from 'workerpool'
import { nothing, nothingForEach, spin } from '../tasks.ts'

workerpool.worker({ nothing, nothingForEach, spin })
