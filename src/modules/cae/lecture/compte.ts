import type { DateCivile } from '#kernel/dates.ts'
import type { Refus } from '#kernel/refus.ts'
import type { Result } from '#kernel/result.ts'
import { type EnseigneLue, type Exercice, exerciceDe, lireOrganisme } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import {
  chargesDeLActivite,
  ecrituresDeLActivite,
  internesDeLActivite,
  lignesFacturees,
  lireReglage,
  listerBaremes,
} from '../db/compte.ts'
import {
  type CompteDActivite,
  compterActivite,
  type Entrees,
  type LigneFacturee,
  reglageParDefaut,
} from '../domain/compte.ts'

/** L’exercice de la coopérative où tombe ce jour. */
export const exerciceAu = async (tx: TenantTx, jour: DateCivile): Promise<Exercice> => {
  const { cloture } = await lireOrganisme(tx)
  return exerciceDe(jour, cloture)
}

/** Ce que le compte d’une enseigne lit, sur un exercice. */
const entrees = async (tx: TenantTx, enseigne: EnseigneLue, exercice: Exercice): Promise<Entrees> => {
  const reglage = (await lireReglage(tx)) ?? reglageParDefaut
  const brutes = await lignesFacturees(tx, enseigne.id, exercice)
  return {
    exercice,
    activite: { du: enseigne.ouverteLe, au: enseigne.fermeeLe },
    lignes: reglage.avoir === 'd-origine' ? await avecOrigines(tx, enseigne, exercice, brutes) : brutes,
    charges: await chargesDeLActivite(tx, enseigne.id, exercice),
    internes: await internesDeLActivite(tx, enseigne.id, exercice),
    ecritures: await ecrituresDeLActivite(tx, enseigne.id, exercice),
    baremes: await listerBaremes(tx, enseigne.id),
    reglage,
  }
}

/** Ce qu’une facture a payé à chaque contribution, en millionièmes de sa base. */
const tauxPayes = (compte: CompteDActivite | undefined, facture: string): ReadonlyMap<string, number> =>
  new Map(
    (compte?.contributions ?? []).map(({ nom, lignes }) => {
      const siennes = lignes.filter((l) => l.piece.startsWith(`${facture} `))
      const base = siennes.reduce((t, l) => t + l.base, 0)
      const paye = siennes.reduce((t, l) => t + l.centimes, 0)
      return [nom, base > 0 ? Math.round((paye * 1_000_000) / base) : 0]
    }),
  )

/** Un avoir d’une facture d’un exercice d’avant rend ce qu’elle a payé : le taux se lit au compte de cet exercice-là. */
const avecOrigines = async (
  tx: TenantTx,
  enseigne: EnseigneLue,
  exercice: Exercice,
  lignes: Awaited<ReturnType<typeof lignesFacturees>>,
): Promise<readonly LigneFacturee[]> => {
  const anciens = new Map<string, CompteDActivite | undefined>()
  const rendues: LigneFacturee[] = []
  for (const l of lignes) {
    if (!l.corrige || !l.corrigeLe || l.corrigeLe >= exercice.debut) {
      rendues.push(l)
      continue
    }
    const avant = await exerciceAu(tx, l.corrigeLe)
    if (!anciens.has(avant.debut)) {
      const lu = compterActivite(await entrees(tx, enseigne, avant))
      anciens.set(avant.debut, lu.ok ? lu.value : undefined)
    }
    rendues.push({ ...l, tauxDOrigine: tauxPayes(anciens.get(avant.debut), l.corrige) })
  }
  return rendues
}

export type CompteLu = {
  readonly entrees: Entrees
  readonly compte: Result<CompteDActivite, Refus & { readonly contribution: string }>
}

export const lireCompte = async (
  tx: TenantTx,
  enseigne: EnseigneLue,
  exercice: Exercice,
): Promise<CompteLu> => {
  const lues = await entrees(tx, enseigne, exercice)
  return { entrees: lues, compte: compterActivite(lues) }
}
