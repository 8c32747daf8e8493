/** Une pièce signée par ses liens, comme par qui les reçoit : le lien, le code du courriel, la signature. Aucun courriel ne part. */
import type { Hono } from 'hono'
import type { OrganismeId } from '#kernel/id.ts'
import {
  demandesDe,
  estSatisfaite,
  jetonDeSignature,
  type PieceId,
  tacheEnvoyerDemande,
  tacheExemplaire,
} from '#modules/documents/index.ts'
import type { Keys } from '#platform/keys/keys.ts'
import type { Services } from '#platform/services.ts'
import type { Env } from '#web/env.ts'
import { modules } from '../modules.ts'
import { devantUnAppareil } from './rejouer.ts'

/**
 * Les clés, qui retiennent le dernier courriel chiffré : un ouvrier d’à côté peut l’envoyer, et l’effacer, avant que le récit le lise
 * dans la base.
 */
export const retenirLeCourriel = (keys: Keys): { readonly keys: Keys; readonly dernier: () => string } => {
  let dernier = ''
  return {
    keys: {
      ...keys,
      encrypt: (usage, contexte, clair) => {
        if (usage === 'courriel') dernier = Buffer.from(clair).toString()
        return keys.encrypt(usage, contexte, clair)
      },
    },
    dernier: () => dernier,
  }
}

export const signerParLiens =
  (app: Hono<Env>, fond: Services, organisme: OrganismeId, dernierCourriel: () => string) =>
  async (
    piece: string,
    /** Signée des deux, l’exemplaire se compose aussitôt : une session l’attend. */
    { exemplaire = false }: { readonly exemplaire?: boolean } = {},
  ): Promise<void> => {
    const envoyer = modules.flatMap((m) => m.jobs?.[tacheEnvoyerDemande] ?? [])[0]
    if (!envoyer) throw new Error('Aucun module n’envoie de lien.')
    const muet = { ...fond, mailer: { send: async () => {}, close: async () => {} } }
    const attendues = await fond.db.withTenant({ genre: 'tache', organisme }, async (tx) => {
      const lues = (await demandesDe(tx, piece as PieceId)).filter((d) => !d.retireeLe && !d.refuseeLe)
      const faites = await Promise.all(lues.map((d) => estSatisfaite(tx, d.id)))
      return lues.filter((_, i) => !faites[i])
    })
    for (const d of attendues ?? []) {
      await envoyer({ organisme, demande: d.id, envoi: 1 }, muet)
      const lien = `/piece/${jetonDeSignature(fond.keys, d.id, 1)}`
      const qui = { nom: d.nom, qualite: d.qualite, consentement: 'on' }
      const appareil = devantUnAppareil(app, fond.config.origine)
      await appareil.envoyer(lien, { ...qui, geste: 'code' })
      const { texte = '' } = JSON.parse(dernierCourriel()) as { readonly texte?: string }
      await appareil.envoyer(lien, { ...qui, code: /^(\d{6})$/m.exec(texte)?.[1] ?? '', geste: 'signer' })
    }
    if (exemplaire)
      await modules.flatMap((m) => m.jobs?.[tacheExemplaire] ?? [])[0]?.({ organisme, piece }, fond)
  }
