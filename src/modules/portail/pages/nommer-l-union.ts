import { createMiddleware } from 'hono/factory'
import type { Env } from '#web/env.ts'
import { lireMentions } from '../db/contacts.ts'

/** L’en-tête du site de l’Union porte le nom qu’elle s’est donné. */
export const nommerLUnion = createMiddleware<Env>(async (c, next) => {
  const { nom } = await c.get('services').db.lire(lireMentions)
  if (nom !== '') c.set('union', nom)
  await next()
})
