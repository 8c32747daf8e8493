/** Un projet de facture avant son émission : le corriger, l’abandonner, demander son visa, le refuser. */
import type { DateCivile } from '#kernel/dates.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { direExigence } from '../db/cycle.ecritures.ts'
import { exigenceDe } from '../db/cycle.ts'
import { changerProjet, garderVisa, passerProjet } from '../db/projets.ecritures.ts'
import { lireProjet, type ProjetAEcrire, type ProjetLu } from '../db/projets.ts'
import { projetCorrige, refusDeCorrection, refusDeRefuser } from '../domain/projet.ts'

type Fait = Promise<Result<void, Refus>>

/** Une correction rend le visa caduc. */
export const corrigerProjet = async (
  tx: TenantTx,
  p: ProjetLu,
  version: number,
  s: Pick<ProjetAEcrire, 'delaiJours' | 'lignes'> & {
    readonly du: DateCivile | undefined
    readonly au: DateCivile | undefined
    readonly motif: string
    readonly reference: string
    readonly codeService: string
  },
): Fait => {
  const gene = refusDeCorrection(p.genre, s)
  if (gene) return ko(gene)
  return (await changerProjet(tx, p, version, projetCorrige<ProjetAEcrire['lignes']>(p, s)))
    ? ok(undefined)
    : refuser('perime', 'Ce projet a changé depuis que vous l’avez lu : relisez-le, puis recommencez.')
}

/** Ce qu’un acheteur public exige sur Chorus Pro vaut pour toutes ses factures à venir. */
export const exigerDuPayeur = async (
  tx: TenantTx,
  p: ProjetLu,
  e: { readonly engagement: boolean; readonly service: boolean },
  le: Date,
): Promise<void> => {
  if (!p.payeurEntreprise) return
  const avant = await exigenceDe(tx, p.payeurEntreprise)
  if ((avant?.engagement ?? false) === e.engagement && (avant?.service ?? false) === e.service) return
  await direExigence(tx, p.payeurEntreprise, e, le)
  await consigner(tx, {
    activite: p.activite,
    faitLe: le,
    module: 'facturation',
    geste: 'dire-exigence',
    objet: { genre: 'projet-facture', id: p.id },
    phrase: 'Ce qu’un acheteur public exige sur Chorus Pro est dit.',
  })
}

const relire = () => refuser('perime', 'Ce projet a changé depuis que vous l’avez lu : relisez-le.')

export const abandonnerProjet = async (tx: TenantTx, p: ProjetLu, version: number): Fait =>
  (await passerProjet(tx, p.id, version, 'abandonne')) ? ok(undefined) : relire()

export const demanderVisa = async (tx: TenantTx, p: ProjetLu, version: number, le: Date): Fait => {
  if (!(await passerProjet(tx, p.id, version, 'a-viser', le))) return relire()
  await consigner(tx, {
    activite: p.activite,
    faitLe: le,
    module: 'facturation',
    geste: 'demander-visa',
    objet: { genre: 'projet-facture', id: p.id },
    phrase: 'Un visa est demandé pour une facture.',
  })
  return ok(undefined)
}

/** Décide du visa d’un projet, dans la version lue : la base tient le plafond de qui vise. */
export const viserProjet = async (tx: TenantTx, v: Parameters<typeof garderVisa>[1]): Fait => {
  if (!(await garderVisa(tx, v)))
    return refuser('perime', 'Ce projet n’attend plus de visa : quelqu’un vient d’en décider.')
  const refuse = v.decision === 'refuse'
  await consigner(tx, {
    activite: v.activite,
    faitLe: v.le,
    module: 'facturation',
    geste: refuse ? 'refuser-visa' : 'accorder-visa',
    objet: { genre: 'projet-facture', id: v.projet },
    phrase: refuse ? 'Un visa est refusé à une facture.' : 'Un visa est accordé à une facture.',
  })
  return ok(undefined)
}

/** Sous verrou : une autre personne a pu viser, ou la personne corriger, depuis la version lue. */
export const refuserVisa = async (
  tx: TenantTx,
  p: ProjetLu,
  version: number,
  motif: string,
  le: Date,
): Fait => {
  const gene = refusDeRefuser(motif)
  if (gene) return ko(gene)
  const lu = await lireProjet(tx, p.id, { verrouiller: true })
  if (lu?.version !== version || lu.etat !== 'a-viser')
    return refuser('perime', 'Ce projet n’attend plus de visa : quelqu’un vient d’en décider.')
  return viserProjet(tx, { projet: p.id, activite: p.activite, version, decision: 'refuse', motif, le })
}
