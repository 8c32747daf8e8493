import { asId } from '#kernel/id.ts'
import { lireOctets, lirePiece } from '#modules/documents/index.ts'
import { lireOrganisme } from '#modules/organisme/index.ts'
import type { JobHandler } from '#platform/jobs/jobs.ts'
import { isMailAddress } from '#platform/mail/compose.ts'
import { noterRemise } from '../db/envois.ecritures.ts'
import { lireEnvoi } from '../db/envois.ts'
import { lireCitee } from '../db/jointes.queries.ts'

/**
 * Remet la facture, la pièce jointe, telle que la personne l’a relue. Rejouée après la remise, elle ne fait rien ; coupée entre
 * la remise et sa note, elle renvoie le même identifiant : un doublon se voit.
 */
export const envoyerFactureJob: JobHandler = async (payload, { db, mailer, storage, clock }) => {
  const id = typeof payload.envoi === 'string' ? asId<'EnvoiFacture'>(payload.envoi) : undefined
  if (!id) return
  const acces = { genre: 'tache', organisme: payload.organisme } as const
  const lu = await db.withTenant(acces, async (tx) => {
    const envoi = await lireEnvoi(tx, id)
    const piece = envoi?.piece ? await lirePiece(tx, envoi.piece) : undefined
    const contenu = piece && (await storage.get(tx, piece.fichier))
    if (!envoi?.piece || !contenu) return undefined
    // Les certificats que la facture cite, signés s’ils le sont : un financeur ne paie que sur eux (R6332-26).
    const { certificats } = await lireCitee(tx, envoi.piece)
    const joints = []
    for (const c of certificats) joints.push(await lireOctets({ storage }, tx, c.id, { lit: () => true }))
    return {
      envoi,
      octets: contenu.octets,
      joints: joints.filter((j) => j !== undefined),
      maison: await lireOrganisme(tx),
    }
  })
  if (!lu || lu.envoi.remisLe !== null || !isMailAddress(lu.envoi.destinataire)) return
  await mailer.send({
    a: lu.envoi.destinataire,
    id: `facture-${id}`,
    suivi: {
      organisme: payload.organisme,
      activite: lu.envoi.activite,
      etape: 'facture',
      session: lu.envoi.session,
    },
    deLaPart: lu.maison.nom,
    ...(lu.maison.courriel ? { repondreA: lu.maison.courriel } : {}),
    objet: lu.envoi.objet,
    texte: lu.envoi.texte,
    pieces: [{ numero: lu.envoi.numero, octets: lu.octets }, ...lu.joints].map((p) => ({
      nom: `${p.numero}.pdf`,
      type: 'application/pdf',
      octets: p.octets,
    })),
  })
  await db.withTenant(acces, (tx) => noterRemise(tx, id, clock.now()))
}
