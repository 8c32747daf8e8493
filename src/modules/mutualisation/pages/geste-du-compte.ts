import type { z } from 'zod'
import type { Refus } from '#kernel/refus.ts'
import type { Result } from '#kernel/result.ts'
import { type Droit, type Envoi, petitGeste } from '#modules/organisme/index.ts'
import type { Regard } from '#modules/pole/index.ts'
import type { Ou } from '../gestes/courant.ts'
import { compteCourantUrl } from '../liens.ts'

/** Un envoi du compte courant : son geste, et ce que la page du compte en dit. */
export const gesteDuCompte = <S extends z.ZodType, Lu extends { readonly r: Regard }>(g: {
  readonly champs: S
  readonly droit?: Droit
  readonly peut?: (lu: Lu) => true | string
  readonly faire: (ou: Ou, envoi: Envoi<Lu, z.output<S>>) => Promise<Result<string, Refus>>
  readonly dit: readonly [fort: string, suite?: string]
}) =>
  petitGeste<S, Lu, string>({
    droit: g.droit ?? 'echanges.tenir',
    champs: g.champs,
    ...(g.peut && { peut: g.peut }),
    faire: (tx, envoi) => g.faire({ ...envoi, tx, pole: envoi.lu.r.pole.id }, envoi),
    suite: (_fait, lu) => ({
      vers: compteCourantUrl({ pole: lu.r.pole.id }),
      dit: { genre: 'fait', fort: g.dit[0], ...(g.dit[1] ? { suite: g.dit[1] } : {}) },
    }),
  })
