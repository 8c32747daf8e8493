import type { z } from 'zod'
import type { Refus } from '#kernel/refus.ts'
import type { Result } from '#kernel/result.ts'
import { type Droit, type Envoi, petitGeste } from '#modules/organisme/index.ts'
import type { Regard } from '#modules/pole/index.ts'
import { montant } from '#web/fields.ts'
import type { Ou } from '../gestes/courant.ts'
import { compteCourantUrl } from '../liens.ts'

type Dit = readonly [fort: string, suite?: string]

/** Un montant que la base garde : d’un centime à dix millions d’euros. Rend des centimes. */
export const montantTenu = (vide: string) =>
  montant({ vide }).refine((c) => c >= 1 && c <= 1_000_000_000, {
    error: 'Écrivez un montant entre 0,01 et 10 000 000 €.',
  })

/** Un envoi du compte courant : son geste, et ce que la page du compte en dit. */
export const gesteDuCompte = <S extends z.ZodType, Lu extends { readonly r: Regard }>(g: {
  readonly champs: S
  readonly droit?: Droit
  readonly peut?: (lu: Lu) => true | string
  readonly faire: (ou: Ou, envoi: Envoi<Lu, z.output<S>>) => Promise<Result<string, Refus>>
  /** Ce qu’elle dit ; ou d’après ce que le geste a rendu. */
  readonly dit: Dit | ((fait: string, lu: Lu) => Dit)
}) =>
  petitGeste<S, Lu, string>({
    droit: g.droit ?? 'echanges.tenir',
    champs: g.champs,
    ...(g.peut && { peut: g.peut }),
    faire: (tx, envoi) => g.faire({ ...envoi, tx, pole: envoi.lu.r.pole.id }, envoi),
    suite: (fait, lu) => {
      const [fort, suite] = typeof g.dit === 'function' ? g.dit(fait, lu) : g.dit
      return {
        vers: compteCourantUrl({ pole: lu.r.pole.id }),
        dit: { genre: 'fait', fort, ...(suite ? { suite } : {}) },
      }
    },
  })
