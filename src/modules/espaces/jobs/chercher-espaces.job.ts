import { asId } from '#kernel/id.ts'
import { enqueue } from '#platform/jobs/enqueue.ts'
import type { SystemJobHandler } from '#platform/jobs/jobs.ts'
import { fichesDeLaDemande } from '../db/espaces.ts'
import { tacheEnvoyer } from '../domain/taches.ts'

export const tacheChercher = 'espaces.chercher'

/** Cherche l'adresse écrite sur la page dans les fiches de tous les organismes ; chacun y enfile son propre envoi. */
export const chercherEspaces: SystemJobHandler = async (payload, { db, keys }) => {
  const demande = asId<'Demande'>(String(payload.demande ?? ''))
  if (!demande) return
  const fiches = await db.withoutTenant((tx) =>
    fichesDeLaDemande(tx, keys, demande, String(payload.adresse ?? '')),
  )
  for (const { organisme, personne } of fiches)
    await db.withTenant({ genre: 'tache', organisme }, (tx) =>
      enqueue(tx, tacheEnvoyer, { organisme, personne, demande }, { cle: `espaces:${personne}` }),
    )
}
