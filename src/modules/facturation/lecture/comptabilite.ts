/** Ce que la comptabilité doit encore recevoir, ce qui a changé depuis, et le fichier d’un exercice. */
import { ajouterJours, type DateCivile } from '#kernel/dates.ts'
import { sirenDe } from '#kernel/identifiants.ts'
import { exerciceDe, lireOrganisme } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { dernierArrete, ecrituresPassees, lireFaits, lirePlan } from '../db/comptabilite.queries.ts'
import {
  aPasser,
  type Changement,
  changementsDepuis,
  defaireLesPassees,
  ecrituresDe,
  type Faits,
  nomDe,
  numeroter,
} from '../domain/comptabilite/arreter.ts'
import type { Ecriture } from '../domain/comptabilite/ecrire.ts'
import { ecrireFec, nomDuFec } from '../domain/comptabilite/exporter.ts'

/** Les fins d’exercice qui coupent une facture, jusqu’au jour `au`. */
const finsDe = async (tx: TenantTx, faits: Faits, au: DateCivile): Promise<readonly DateCivile[]> => {
  const { cloture } = await lireOrganisme(tx)
  const jours = faits.factures.flatMap((f) => [f.emiseLe, f.periode?.du ?? f.emiseLe])
  const premier = jours.toSorted()[0]
  if (premier === undefined) return []
  const fins: DateCivile[] = []
  for (let j = premier; j <= au; j = ajouterJours(exerciceDe(j, cloture).fin, 1)) {
    const { fin } = exerciceDe(j, cloture)
    if (fin <= au) fins.push(fin)
  }
  return fins
}

export type ResteAPasser = {
  readonly dues: readonly Ecriture[]
  readonly changements: readonly Changement[]
  readonly precedent: DateCivile | null
  readonly dernierNumero: number
}

export const ecrituresAPasser = async (tx: TenantTx, au: DateCivile): Promise<ResteAPasser> => {
  const { zone } = await lireOrganisme(tx)
  const faits = await lireFaits(tx, au, zone)
  const passees = await ecrituresPassees(tx)
  const toutes = defaireLesPassees(
    ecrituresDe(faits, await lirePlan(tx), await finsDe(tx, faits, au)),
    passees,
  )
  const { au: precedent, numero } = await dernierArrete(tx)
  return {
    dues: aPasser(toutes, new Set(passees.map(nomDe)), precedent, au),
    changements: changementsDepuis(passees, toutes),
    precedent,
    dernierNumero: numero,
  }
}

/**
 * Le fichier d’un exercice : ce qui est arrêté, puis ce qui est dû et ne l’est pas encore, numéroté à la suite et que rien ne fige
 * (`provisoires`). Tout arrêté, il se redit à l’octet près ; une provisoire porte pour date de validation le jour où on le demande.
 */
export const fecDeLExercice = async (
  tx: TenantTx,
  e: { readonly debut: DateCivile; readonly fin: DateCivile },
  aujourdhui: DateCivile,
): Promise<{
  readonly nom: string
  readonly texte: string
  readonly ecritures: number
  readonly provisoires: number
}> => {
  const { siret } = await lireOrganisme(tx)
  const au = e.fin < aujourdhui ? e.fin : aujourdhui
  const passees = await ecrituresPassees(tx, { du: e.debut, au: e.fin })
  const { dues, dernierNumero } = await ecrituresAPasser(tx, au)
  const provisoires = numeroter(dues, dernierNumero, aujourdhui).filter((x) => x.jour >= e.debut)
  const toutes = [...passees, ...provisoires]
  return {
    nom: nomDuFec(sirenDe(siret), e.fin),
    texte: ecrireFec(toutes),
    ecritures: toutes.length,
    provisoires: provisoires.length,
  }
}
