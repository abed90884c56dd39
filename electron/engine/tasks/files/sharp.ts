import sharp from 'sharp'

// The pool is what works on several files at once: a second layer of threads within each worker, and a cache of
// what is not read twice, would only take room.
sharp.concurrency(1)
sharp.cache(false)

export { sharp }
