import { asId, type Id } from '#kernel/id.ts'
import { type EnseigneLue, listerEnseignes } from '#modules/organisme/index.ts'
import { type Intervenant, intervenants } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Visiteur } from '#web/env.ts'
import { enseignesTenues } from '../db/enseignes.ts'
import { clientsEtProgrammes, listerDroits } from '../db/titulaires.ts'
import { type Bien, type Titulaire, titulaireDe } from '../domain/titulaires.ts'
import type { PrisesCae, Support } from '../prises.ts'

export type BienTenu = Bien & { readonly titulaire: Titulaire }
export type BiensDEnseigne = {
  readonly enseigne: EnseigneLue
  readonly gens: readonly Intervenant[]
  readonly biens: readonly BienTenu[]
  readonly supports: readonly Support[]
}

/** Une enseigne que tient qui lit ; rien : elle n’est pas à elle ou à lui, ou n’existe pas. La commune n’est à personne. */
export const enseigneTenue = async (
  tx: TenantTx,
  visiteur: Pick<Visiteur, 'cae'>,
  brut: string,
): Promise<EnseigneLue | undefined> => {
  const id = visiteur.cae ? asId<'Activite'>(brut) : undefined
  const e = id && (await listerEnseignes(tx)).find((x) => x.id === id && !x.commune)
  return e && (await enseignesTenues(tx, [e]))[0]
}

/** Les personnes d’une enseigne, ses clients, ses programmes, ses supports, et à qui chacun est. */
export const lireBiens = async (
  tx: TenantTx,
  enseigne: EnseigneLue,
  prises: Pick<PrisesCae, 'supports'>,
): Promise<BiensDEnseigne> => {
  const supports = await prises.supports(tx, enseigne.id)
  const dits = await listerDroits(tx, enseigne.id)
  const biens: readonly Bien[] = [
    ...(await clientsEtProgrammes(tx, enseigne.id)),
    ...supports.map((s) => ({
      genre: 'support' as const,
      id: s.id as Id<'Bien'>,
      nom: [s.titre, s.programme].filter(Boolean).join(', '),
    })),
  ]
  return {
    enseigne,
    gens: (await intervenants(tx)).filter((i) => i.activite === enseigne.id),
    biens: biens.map((b) => ({ ...b, titulaire: titulaireDe(b, dits) })),
    supports,
  }
}
