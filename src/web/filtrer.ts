import type { Context } from 'hono'
import { plier } from '#kernel/texte.ts'
import type { Env } from '#web/env.ts'

/** Les mots cherchés, tels qu'une adresse les donne : tenus pour hostiles. */
export const lireMots = (c: Context<Env>): string =>
  (c.req.query('q') ?? '').toWellFormed().replaceAll('\0', '').trim().slice(0, 100)

/** D'une liste courte, tenue en mémoire : les lignes qui disent chacun de ces mots, sans accent ni casse. */
export const filtrer = <T>(lignes: readonly T[], q: string, dire: (ligne: T) => string): readonly T[] => {
  const mots = plier(q).split(' ').filter(Boolean)
  return mots.length === 0
    ? lignes
    : lignes.filter((l) => {
        const texte = plier(dire(l))
        return mots.every((m) => texte.includes(m))
      })
}
