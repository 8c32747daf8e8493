import { compter, saluer } from '#kernel/texte.ts'
import type { SystemJobHandler } from '#platform/jobs/jobs.ts'
import { isMailAddress } from '#platform/mail/compose.ts'
import { sendLater } from '#platform/mail/outbox.ts'
import { annoncerReponses, expirerAppels, expirerMissions } from '../db/appels-portes.ts'
import { expirerReservations } from '../db/biens-portes.ts'
import { expirer } from '../db/courant-portes.ts'
import { expirerRemises } from '../db/dossier-portes.ts'
import { expirerRetours } from '../db/retours-portes.ts'
import { appelUrl } from '../liens.ts'

const PAR_PASSAGE = 200

/** Un courriel par appel, à qui l’a publié ou y choisit à sa place, une fois par heure au plus : combien de réponses neuves, et où les lire. Ni nom, ni prix. */
const annoncer = async (services: Parameters<SystemJobHandler>[1]): Promise<void> => {
  const { db, clock, config } = services
  for (let prises = PAR_PASSAGE; prises >= PAR_PASSAGE; )
    prises = await db.withoutTenant(async (tx) => {
      const { dues, prises: vues } = await annoncerReponses(tx, PAR_PASSAGE, clock.now())
      for (const d of dues) {
        if (!isMailAddress(d.courriel)) continue
        const href = appelUrl({ appel: d.appel })
        const phrase = `${compter(d.nombre, 'réponse')} à votre appel «\u00a0${d.objet}\u00a0»`
        await sendLater(tx, services, {
          a: d.courriel,
          deLaPart: d.cooperative,
          objet: phrase.slice(0, 150),
          texte: `${saluer(d.prenom)}

${phrase} : lisez qui répond, et choisissez.
${config.origine}${href}

${d.cooperative}
`,
          avis: { organisme: d.organisme, genre: 'appel', phrase, href },
        })
      }
      return vues
    })
}

/**
 * Efface ce dont la durée est passée, annonce les réponses neuves ; libère, aux comptes courants des pôles, ce dont l’échéance est passée, et rend les heures des options tombées. Interrompue, elle reprend à
 * l’heure suivante.
 */
export const expirerLesAttentes: SystemJobHandler = async (_payload, services) => {
  const { db, clock, log, storage } = services
  for (const [nom, passer] of [
    ['attentes-expirees', expirer],
    ['options-tombees', expirerMissions],
    ['options-de-salle-tombees', expirerReservations],
    ['retours-effaces', expirerRetours],
    ['appels-effaces', expirerAppels],
  ] as const) {
    let n = 0
    for (let faites = PAR_PASSAGE; faites === PAR_PASSAGE; n += faites)
      faites = await db.withoutTenant((tx) => passer(tx, PAR_PASSAGE, clock.now()))
    if (n > 0) log.info(nom, { nombre: n })
  }
  // Les fichiers s’ôtent du dépôt une fois la base d’accord.
  for (let faites = PAR_PASSAGE; faites === PAR_PASSAGE; ) {
    const effacees = await db.withoutTenant((tx) => expirerRemises(tx, PAR_PASSAGE, clock.now()))
    for (const { organisme, fichiers } of effacees) await storage.forget(organisme, fichiers)
    faites = effacees.length
    if (faites > 0) log.info('dossiers-remis-echus', { nombre: faites })
  }
  await annoncer(services)
}
