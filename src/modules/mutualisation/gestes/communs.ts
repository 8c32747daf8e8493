/** Un organisme commun et ses membres : écrire qui répond de quoi, inviter, accepter, partir. */
import { type Refus, refuser } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { enseigneParDefaut, ouvrirUneEnseigne } from '#modules/organisme/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import type { Services } from '#platform/services.ts'
import type { Visiteur } from '#web/env.ts'
import {
  ecrireRegle,
  enseigneConnue,
  inviterAuCommun,
  repondreAuCommun,
  sortirDuCommun,
} from '../db/communs-portes.ts'
import {
  direRefusDuCommun,
  type FormeDeCommun,
  type LienCommun,
  type MembreCommunId,
  texteDeLaForme,
} from '../domain/communs.ts'

type Fait = Promise<Result<void, Refus>>
/** Le geste, ou sa phrase ; fait, une ligne au journal de qui l’a fait. */
const noter = async (tx: TenantTx, geste: string, phrase: string, le: Date): Fait => {
  const enseigne = await enseigneParDefaut(tx)
  if (!enseigne) return refuser('enseigne', 'Vous n’agissez pour aucune enseigne ouverte.')
  await consigner(tx, {
    activite: enseigne.id,
    faitLe: le,
    module: 'mutualisation',
    geste,
    objet: { genre: 'enseigne', id: enseigne.id },
    phrase,
  })
  return ok(undefined)
}

export const reglerCommun = async (tx: TenantTx, texte: string, forme: FormeDeCommun, le: Date): Fait => {
  const dit = await ecrireRegle(tx, texteDeLaForme(texte, forme), forme, le)
  return dit === 'regle'
    ? noter(tx, 'regler-commun', 'Qui répond de quoi dans l’organisme commun est écrit.', le)
    : ko(direRefusDuCommun(dit))
}

/** L’invitée aura son enseigne ici, ou retrouve celle qu’elle avait : le mur des enseignes lui garde ses dossiers. */
export const inviterMembreCommun = async (
  services: Pick<Services, 'clock' | 'storage' | 'keys'>,
  tx: TenantTx,
  {
    id,
    siret,
    nom,
    visiteur,
    le,
  }: {
    readonly id: MembreCommunId
    readonly siret: string
    readonly nom: string
    readonly visiteur: Visiteur
    readonly le: Date
  },
): Fait => {
  const pret = await inviterAuCommun(tx, id, siret, null, le)
  if (pret !== 'pret') return ko(direRefusDuCommun(pret))
  const connue = await enseigneConnue(tx, siret)
  const enseigne = connue ?? newId<'Activite'>(le)
  const ouverte = connue
    ? ok(true)
    : await ouvrirUneEnseigne(services, tx, visiteur, enseigne, nom, { dUneMembre: true })
  if (!ouverte.ok) return ouverte
  const dit = await inviterAuCommun(tx, id, siret, enseigne, le)
  // L’enseigne vient peut-être d’être ouverte : ce refus défait tout.
  if (dit !== 'invite') throw new Error(`organisme commun, ${id} : ${dit}`)
  return noter(
    tx,
    'inviter-au-commun',
    `Une coopérative est invitée dans l’organisme commun, sous l’enseigne {enseigne:${enseigne}}.`,
    le,
  )
}

/** Accepter vaut pour le texte lu ; une version d’après se réaccepte de même. */
export const repondreAInvitation = async (
  tx: TenantTx,
  l: Pick<LienCommun, 'id'> | undefined,
  { oui, rang }: { readonly oui: boolean; readonly rang: number },
  le: Date,
): Fait => {
  if (!l) return ko(direRefusDuCommun('introuvable'))
  const dit = await repondreAuCommun(tx, l.id, oui, rang, le)
  if (dit !== (oui ? 'membre-dit' : 'refuse-dit')) return ko(direRefusDuCommun(dit))
  return noter(
    tx,
    'repondre-au-commun',
    oui
      ? 'La coopérative accepte ce dont elle répond dans un organisme commun.'
      : 'La coopérative refuse d’être membre d’un organisme commun.',
    le,
  )
}

/** Les dossiers restent à l’organisme commun. */
export const quitterCommun = async (
  tx: TenantTx,
  l: Pick<LienCommun, 'id'> | undefined,
  motif: string,
  le: Date,
): Fait => {
  if (!l) return ko(direRefusDuCommun('introuvable'))
  const dit = await sortirDuCommun(tx, l.id, motif, le)
  return dit === 'fini'
    ? noter(tx, 'quitter-commun', 'Une coopérative n’est plus membre de l’organisme commun.', le)
    : ko(direRefusDuCommun(dit))
}
