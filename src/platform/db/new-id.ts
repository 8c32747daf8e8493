import { randomBytes } from 'node:crypto'
import { type Id, uuidV7 } from '#kernel/id.ts'

/** Un identifiant neuf, du genre demandé. Les identifiants viennent de Node : `uuidv7()` n'existe qu'en PostgreSQL 18. */
export const newId = <K extends string>(instant: Date = new Date()): Id<K> =>
  uuidV7(instant, randomBytes(10)) as Id<K>
