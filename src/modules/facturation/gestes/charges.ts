/** Ce que la comptabilité dit d’un exercice : ajouter une charge, la retirer, dire le chiffre d’affaires. */
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { centimes } from '#kernel/montant.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { enseigneParDefaut, listerEnseignes } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { ajouterCharge, garderExercice, retirerCharge } from '../db/enregistrer.ecritures.ts'
import {
  type ChargeAEcrire,
  type ExerciceLu,
  jourDeCharge,
  listerExercices,
  sessionDeNumero,
} from '../db/enregistrer.ts'
import { refusDExercice, refusDeCharge } from '../domain/charges.ts'
import { avecRaison, leJour, refusSansRaison } from '../domain/exercice-depose.ts'
import type { ChargeId } from '../domain/facture.ts'
import type { PrisesFacturation } from '../prises.ts'

export type ChargeSaisie = Omit<ChargeAEcrire, 'activite' | 'session' | 'outil' | 'numero' | 'le'> & {
  /** Le numéro de la session qu’elle sert ; vide : aucune. */
  readonly session: string
  /** L’enseigne choisie ; vide : celle de la session, ou la coopérative. */
  readonly enseigne: string
  /** Pourquoi toucher un exercice transmis. */
  readonly raison: string
}

/** Refuse `exercice-depose` quand la personne doit dire pourquoi. Un double envoi retrouve la sienne. */
export const ajouterUneCharge = async (
  tx: TenantTx,
  { enseigne: choisie, raison, session: numero, ...s }: ChargeSaisie,
  prises: PrisesFacturation,
  maintenant: Date,
  aujourdhui: DateCivile,
): Promise<Result<void, Refus>> => {
  const gene =
    refusDeCharge(s, aujourdhui) ??
    refusSansRaison('cette charge', [leJour(s.jour)], await prises.exercicesDeposes(tx), raison)
  if (gene) return ko(gene)
  const dite = (await listerEnseignes(tx)).find((e) => e.id === choisie)
  if (choisie !== '' && !dite) return refuser('enseigne', 'Cette enseigne n’est pas des vôtres.')
  const session = numero ? await sessionDeNumero(tx, numero) : undefined
  if (numero && !session) return refuser('session', `La session ${numero} n’est pas connue ici.`)
  const activite = session?.activite ?? dite?.id ?? (await enseigneParDefaut(tx))?.id
  if (!activite) return refuser('sans-enseigne', 'Aucune enseigne ouverte ne peut la recevoir.')
  const neuve = await ajouterCharge(tx, {
    ...s,
    activite,
    session: session?.id ?? null,
    outil: null,
    numero: null,
    le: maintenant,
  })
  if (neuve)
    await consigner(tx, {
      activite,
      faitLe: maintenant,
      module: 'facturation',
      geste: 'ajouter-charge',
      objet: { genre: 'charge', id: s.id },
      phrase: avecRaison(`Une charge du compte ${s.compte} est ajoutée.`, raison),
    })
  return ok(undefined)
}

/** Rend le jour de la charge retirée ; `introuvable` : inconnue, ou déjà retirée. */
export const retirerUneCharge = async (
  tx: TenantTx,
  id: ChargeId,
  raison: string,
  prises: PrisesFacturation,
  maintenant: Date,
): Promise<Result<DateCivile, Refus>> => {
  const inconnue = () => refuser('introuvable', 'Cette charge n’existe pas ici.')
  const jour = await jourDeCharge(tx, id)
  if (!jour) return inconnue()
  const depose = refusSansRaison(
    'retirer cette charge',
    [leJour(jour)],
    await prises.exercicesDeposes(tx),
    raison,
  )
  if (depose) return ko(depose)
  const retiree = await retirerCharge(tx, id, raison || 'retirée de la liste des charges', maintenant)
  if (!retiree) return inconnue()
  await consigner(tx, {
    activite: retiree.activite,
    faitLe: maintenant,
    module: 'facturation',
    geste: 'retirer-charge',
    objet: { genre: 'charge', id },
    phrase: avecRaison('Une charge est retirée.', raison),
  })
  return ok(retiree.jour)
}

/** Dit un exercice, ou le corrige ; `perime` : il est déjà dit, ou quelqu’un l’a corrigé entre-temps. */
export const direUnExercice = async (
  tx: TenantTx,
  e: ExerciceLu,
  maintenant: Date,
): Promise<Result<void, Refus>> => {
  const gene = refusDExercice(e, await listerExercices(tx))
  if (gene) return ko(gene)
  const enseigne = await enseigneParDefaut(tx)
  if (!(await garderExercice(tx, e, maintenant)))
    return refuser('perime', 'Cet exercice est déjà dit : corrigez-le depuis la liste.')
  if (enseigne)
    await consigner(tx, {
      activite: enseigne.id,
      faitLe: maintenant,
      module: 'facturation',
      geste: 'dire-exercice',
      phrase: `Le chiffre d’affaires de l’exercice clos le ${formaterDate(e.fin)} est dit.`,
      details: { chiffre: centimes(e.chiffreAffaires) },
    })
  return ok(undefined)
}
