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
import { enReserve } from '../db/reserve.ts'
import {
  type CompteDActivite,
  compterActivite,
  type Entrees,
  genreDe,
  type LigneFacturee,
  type Reglage,
  reglageParDefaut,
  tauxPayes,
} from '../domain/compte.ts'
import { plusTot } from '../domain/contribution.ts'

/** L’exercice de la coopérative où tombe ce jour. */
export const exerciceAu = async (tx: TenantTx, jour: DateCivile): Promise<Exercice> => {
  const { cloture } = await lireOrganisme(tx)
  return exerciceDe(jour, cloture)
}

/** Ce que le compte d’une enseigne lit, sur un exercice. */
const entrees = async (
  tx: TenantTx,
  enseigne: EnseigneLue,
  exercice: Exercice,
  jour: DateCivile,
): Promise<Entrees> => {
  const reglage = (await lireReglage(tx)) ?? reglageParDefaut
  const brutes = await lignesFacturees(tx, enseigne.id, exercice)
  return {
    exercice,
    jour,
    activite: { du: enseigne.ouverteLe, au: enseigne.fermeeLe },
    lignes:
      reglage.avoir === 'd-origine'
        ? await avecOrigines(tx, enseigne, exercice, brutes, reglage.naturesExclues)
        : brutes,
    charges: await chargesDeLActivite(tx, enseigne.id, exercice),
    internes: await internesDeLActivite(tx, enseigne.id, exercice),
    ecritures: await ecrituresDeLActivite(tx, enseigne.id, exercice),
    reserve: await enReserve(tx, enseigne.id, plusTot(exercice.fin, jour) as DateCivile),
    baremes: await listerBaremes(tx, enseigne.id),
    reglage,
  }
}

/** Un avoir d’une facture d’un exercice d’avant rend ce qu’elle a payé : le taux se lit au compte de cet exercice-là. */
const avecOrigines = async (
  tx: TenantTx,
  enseigne: EnseigneLue,
  exercice: Exercice,
  lignes: Awaited<ReturnType<typeof lignesFacturees>>,
  exclues: Reglage['naturesExclues'],
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
      const lu = compterActivite(await entrees(tx, enseigne, avant, avant.fin))
      anciens.set(avant.debut, lu.ok ? lu.value : undefined)
    }
    rendues.push({ ...l, tauxDOrigine: tauxPayes(anciens.get(avant.debut), l.corrige, genreDe(l, exclues)) })
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
  jour: DateCivile,
): Promise<CompteLu> => {
  const lues = await entrees(tx, enseigne, exercice, jour)
  return { entrees: lues, compte: compterActivite(lues) }
}
