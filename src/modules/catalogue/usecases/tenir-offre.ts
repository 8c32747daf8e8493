import type { ActiviteId } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { creerOffre, modifierBrouillon, poserReprise, poserRetrait } from '../db/offres.ecritures.ts'
import { retenirOffre } from '../db/offres.queries.ts'
import type { Contenu, Offre, OffreId } from '../domain/offre.ts'

type Introuvable = Refus<'introuvable'>
const introuvable = () => refuser('introuvable', 'Cette offre n’est pas au catalogue.')

const noter = (tx: TenantTx, o: Pick<Offre, 'id' | 'activite'>, le: Date, geste: string, phrase: string) =>
  consigner(tx, {
    activite: o.activite,
    faitLe: le,
    module: 'catalogue',
    geste,
    objet: { genre: 'offre', id: o.id },
    phrase,
  })

/** Écrit une offre à la main, en brouillon. Le même envoi reçu deux fois n’en fait qu’une. */
export const ecrireOffre = async (
  tx: TenantTx,
  o: { readonly id: OffreId; readonly activite: ActiviteId; readonly le: Date },
  contenu: Contenu,
): Promise<void> => {
  if (await creerOffre(tx, o, contenu))
    await noter(tx, o, o.le, 'ecrire-offre', `L’offre {offre:${o.id}} est écrite, en brouillon.`)
}

/** Corrige un brouillon. Une offre adoptée engage la coopérative : on la reprend d’abord en brouillon. */
export const corrigerOffre = async (
  tx: TenantTx,
  id: OffreId,
  contenu: Contenu,
  le: Date,
): Promise<Result<true, Introuvable | Refus<'pas-brouillon'>>> => {
  const offre = await retenirOffre(tx, id)
  if (!offre) return introuvable()
  if (!(await modifierBrouillon(tx, id, contenu, le)))
    return refuser(
      'pas-brouillon',
      'Seul un brouillon se corrige : reprenez d’abord cette offre en brouillon.',
    )
  await noter(tx, offre, le, 'corriger-offre', `Le brouillon {offre:${id}} est corrigé.`)
  return ok(true)
}

/** Retire une offre du catalogue. Les sessions déjà planifiées gardent ce qu’elles en ont pris. */
export const retirerOffre = async (
  tx: TenantTx,
  id: OffreId,
  le: Date,
): Promise<Result<true, Introuvable>> => {
  const offre = await retenirOffre(tx, id)
  if (!offre) return introuvable()
  if (offre.etat === 'retiree') return ok(true)
  await poserRetrait(tx, id, le)
  await noter(tx, offre, le, 'retirer-offre', `L’offre {offre:${id}} est retirée du catalogue.`)
  return ok(true)
}

/** Reprend en brouillon une offre adoptée ou retirée, pour la corriger ; elle se réadopte. */
export const reprendreOffre = async (
  tx: TenantTx,
  id: OffreId,
  le: Date,
): Promise<Result<true, Introuvable | Refus<'deja-relue'>>> => {
  const offre = await retenirOffre(tx, id)
  if (!offre) return introuvable()
  if (offre.etat === 'brouillon') return ok(true)
  if (!(await poserReprise(tx, id, le)))
    return refuser(
      'deja-relue',
      'Le fichier a été relu depuis : une autre offre vient déjà de cette formation.',
    )
  await noter(tx, offre, le, 'reprendre-offre', `L’offre {offre:${id}} est reprise en brouillon.`)
  return ok(true)
}
