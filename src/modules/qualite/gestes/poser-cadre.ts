import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { garderCadre, garderJugement } from '../db/cadre.ecritures.ts'
import type { Cadre } from '../domain/controle.ts'
import { versionAu } from '../domain/grille.ts'
import { direJour } from '../domain/moteur.ts'

/** Dit quel audit se prépare. Chaque cadre reste : l’on saura ce que l’on croyait alors. */
export const poserCadre = async (
  tx: TenantTx,
  {
    id,
    activite,
    cadre,
    le,
  }: { readonly id: string; readonly activite: ActiviteId; readonly cadre: Cadre; readonly le: Date },
): Promise<Result<void, Refus<'dates' | 'sans-grille'>>> => {
  if (cadre.depuis >= cadre.auditLe)
    return refuser('dates', 'Le premier jour des dossiers regardés vient avant l’audit.')
  if (!versionAu(cadre.auditLe as DateCivile))
    return refuser('sans-grille', 'Aucune grille n’est tenue pour un audit d’avant le 8 mars 2024.')
  if (await garderCadre(tx, id, cadre, le))
    await consigner(tx, {
      activite,
      faitLe: le,
      module: 'qualite',
      geste: 'poser-cadre',
      objet: { genre: 'cadre', id },
      phrase: `L’audit qui se prépare est au ${direJour(cadre.auditLe)} (${cadre.categories.join(', ')}).`,
    })
  return ok(undefined)
}

export type Conclusion = {
  readonly id: string
  readonly indicateur: number
  readonly version: string
  readonly etat: 'prouve' | 'partiel' | 'manquant'
  readonly motif: string
  readonly vautJusqu: string
}

/** Une personne conclut là où les faits ne suffisent pas. Signé de son compte, daté, et au plus pour un an. */
export const conclure = async (
  tx: TenantTx,
  {
    activite,
    conclusion,
    jour,
    le,
  }: {
    readonly activite: ActiviteId
    readonly conclusion: Conclusion
    readonly jour: string
    readonly le: Date
  },
): Promise<Result<void, Refus<'terme-passe' | 'terme-lointain'>>> => {
  if (conclusion.vautJusqu < jour)
    return refuser('terme-passe', 'Cette conclusion ne vaudrait déjà plus : choisissez un jour à venir.')
  if (conclusion.vautJusqu > `${Number(jour.slice(0, 4)) + 1}${jour.slice(4)}`)
    return refuser('terme-lointain', 'Une conclusion vaut un an au plus : ensuite, on regarde de nouveau.')
  if (await garderJugement(tx, { ...conclusion, jugeLe: le }))
    await consigner(tx, {
      activite,
      faitLe: le,
      module: 'qualite',
      geste: 'conclure-indicateur',
      objet: { genre: 'jugement', id: conclusion.id },
      phrase: `L’indicateur ${conclusion.indicateur} est conclu jusqu’au ${direJour(conclusion.vautJusqu)}.`,
      details: { etat: conclusion.etat, version: conclusion.version },
    })
  return ok(undefined)
}
