import { asId } from '#kernel/id.ts'
import { saluer } from '#kernel/texte.ts'
import { estDe } from '#modules/documents/index.ts'
import { lireOrganisme } from '#modules/organisme/index.ts'
import { newId } from '#platform/db/index.ts'
import type { JobHandler } from '#platform/jobs/jobs.ts'
import { isMailAddress } from '#platform/mail/compose.ts'
import { sendLater } from '#platform/mail/outbox.ts'
import { insererArchive } from '../db/archives.ecritures.ts'
import { archiveDeLaDemande } from '../db/archives.ts'
import { repondreDemande } from '../db/demandes.ecritures.ts'
import { lireDemande } from '../db/demandes.ts'
import { lireFiches } from '../db/personne.queries.ts'
import { composerArchive } from '../gestes/exporter-personne.ts'

/** Jours pendant lesquels la personne peut prendre son archive dans son espace : choix du produit. */
export const joursDArchive = 30

/**
 * Compose l’archive demandée, chiffrée sous les clés de l’instance, et le dit à la personne. Rejouée, elle retrouve l’archive déjà faite.
 * Elle n’a les yeux de personne : ce qui fut confié à la personne référente handicap n’y est pas, ni une pièce sensible.
 */
export const preparerArchive: JobHandler = async ({ organisme, demande }, services) => {
  const { db, clock, keys, config } = services
  const id = typeof demande === 'string' ? asId(demande) : undefined
  if (!id) return
  const le = clock.now()
  await db.withTenant({ genre: 'tache', organisme }, async (tx) => {
    const d = await lireDemande(tx, id)
    if (!d || d.reponse || (await archiveDeLaDemande(tx, id))) return
    const [fiche] = await lireFiches(tx, d.personne)
    const archive = await composerArchive(
      services,
      tx,
      { personne: d.personne, genre: 'remise', handicap: false, lit: (p) => !estDe(p.genre, 'sensible') },
      le,
    )
    if (!fiche || !archive) return
    const archiveId = newId(le)
    await insererArchive(tx, {
      id: archiveId,
      activite: d.activite,
      personne: d.personne,
      demande: d.id,
      octets: keys.encrypt('donnees.archive', archiveId, archive.octets),
      composeeLe: le,
      expireLe: new Date(le.getTime() + joursDArchive * 86_400_000),
    })
    await repondreDemande(
      tx,
      d.id,
      {
        reponse: 'faite',
        suite: `Votre archive est prête\u00a0: elle se prend ici pendant ${joursDArchive} jours.`,
      },
      le,
    )
    const maison = await lireOrganisme(tx)
    if (fiche.courriel && isMailAddress(fiche.courriel))
      await sendLater(tx, services, {
        a: fiche.courriel,
        deLaPart: maison.nom,
        ...(maison.courriel ? { repondreA: maison.courriel } : {}),
        objet: 'Vos données sont prêtes',
        texte: `${saluer(fiche.prenom)}

${maison.nom} a réuni ce qu’elle garde de vous. L’archive se prend pendant ${joursDArchive} jours dans votre espace, dont vous recevez le lien à cette adresse\u00a0:

${config.origine}/moi

${maison.nom}
`,
      })
  })
}
