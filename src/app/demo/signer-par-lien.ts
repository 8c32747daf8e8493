/** Une pièce signée par ses liens, comme par qui les reçoit : le lien, le code du courriel, la signature. Aucun courriel ne part. */
import type { Hono } from 'hono'
import type { OrganismeId } from '#kernel/id.ts'
import {
  demandesDe,
  estSatisfaite,
  jetonDeSignature,
  type PieceId,
  tacheEnvoyerDemande,
} from '#modules/documents/index.ts'
import { openMaintenance } from '#platform/db/index.ts'
import { ouvrirMessage } from '#platform/mail/outbox.ts'
import type { Services } from '#platform/services.ts'
import type { Env } from '#web/env.ts'
import { dernierCourriel } from '../db/demo.queries.ts'
import type { Instance } from '../instance.ts'
import { modules } from '../modules.ts'
import { devantUnAppareil } from './rejouer.ts'

export const signerParLiens =
  (instance: Pick<Instance, 'connexion'>, app: Hono<Env>, fond: Services, organisme: OrganismeId) =>
  async (piece: string): Promise<void> => {
    const envoyer = modules.flatMap((m) => m.jobs?.[tacheEnvoyerDemande] ?? [])[0]
    if (!envoyer) throw new Error('Aucun module n’envoie de lien.')
    const muet = { ...fond, mailer: { send: async () => {}, close: async () => {} } }
    const maintenance = openMaintenance(instance.connexion('coforme_migrator'))
    const attendues = await fond.db.withTenant({ genre: 'tache', organisme }, async (tx) => {
      const lues = (await demandesDe(tx, piece as PieceId)).filter((d) => !d.retireeLe && !d.refuseeLe)
      const faites = await Promise.all(lues.map((d) => estSatisfaite(tx, d.id)))
      return lues.filter((_, i) => !faites[i])
    })
    try {
      for (const d of attendues ?? []) {
        await envoyer({ organisme, demande: d.id, envoi: 1 }, muet)
        const lien = `/piece/${jetonDeSignature(fond.keys, d.id, 1)}`
        const qui = { nom: d.nom, qualite: d.qualite, consentement: 'on' }
        const appareil = devantUnAppareil(app, fond.config.origine)
        await appareil.envoyer(lien, { ...qui, geste: 'code' })
        const depose = await maintenance.withMaintenance(dernierCourriel)
        const texte = depose && ouvrirMessage(fond.keys, depose.id, depose.chiffre)?.texte
        const code = /^(\d{6})$/m.exec(texte ?? '')?.[1] ?? ''
        await appareil.envoyer(lien, { ...qui, code, geste: 'signer' })
      }
    } finally {
      await maintenance.close()
    }
  }
