import { isAbsolute } from 'node:path'
import { z } from 'zod'
import { hasInvalidBytes } from '../../shared/model/path-text.ts'

// What the interface may send with each request for a dialog. Tuples, since they are argument lists.

export const noArguments = z.tuple([])

/** A file name to propose: a name alone, never a path that leads somewhere. */
export const saveArguments = z.tuple([
  z
    .string()
    .min(1, { error: 'a name must be proposed' })
    .max(255, { error: 'the proposed name must have at most 255 characters' })
    .refine((name) => !/[\\/\0]/.test(name) && name !== '.' && name !== '..', {
      error: 'the proposed name must be a file name without a folder',
    }),
])

/** A path to show in the system's file manager. */
export const showArguments = z.tuple([
  z
    .string()
    .max(65_536, { error: 'the path is too long' })
    .refine((path) => isAbsolute(path) && !path.includes('\0'), { error: 'the path must be absolute' })
    .refine((path) => !hasInvalidBytes(path), {
      error: 'the name is not valid UTF-8, which the system’s file manager cannot be asked for',
    }),
])

/** A number made up by the page, by which it knows the port again that it asked for. */
export const nonceArguments = z.tuple([z.string().min(8).max(100)])
