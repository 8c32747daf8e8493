/** La feuille dit de chaque lien ce qui lui est arrivé : envoyé, préparé à la main, refusé par le serveur, revenu. */
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { passerCourrier } from '#modules/etapes/index.ts'
import type { Message } from '#platform/mail/mail.ts'
import type { Services } from '#platform/services.ts'
import { lireDemi } from '../../src/modules/emargement/db/lectures.ts'
import { preparerInvitation } from '../../src/modules/emargement/db/registre.ecritures.ts'
import { envoyerLien } from '../../src/modules/emargement/jobs/envoyer-lien.job.ts'
import { emargementModule } from '../../src/modules/emargement/module.ts'
import { acces, poserSessionDEssai, servicesDe } from '../../src/modules/emargement/test/session-d-essai.ts'
import { baseNeuve } from '../base/index.ts'
import { pagesDevant } from '../monde/index.ts'

const base = await baseNeuve()

const monde = async () => {
  const fil = await base.maintenance((tx) => poserSessionDEssai(tx, { stagiaires: 3 }))
  const nus = servicesDe(base, fil, '2026-11-24T08:05:00Z')
  const refuses = new Set<string>()
  const send = async (m: Message) => {
    if (refuses.has(m.a)) throw Object.assign(new Error('550'), { responseCode: 550, command: 'RCPT TO' })
  }
  const services: Services = { ...nus, mailer: passerCourrier({ send, close: async () => {} }, nus) }
  const [seance] = fil.seances
  if (!seance) throw new Error('fil vide')
  /** La tâche, telle que le travailleur la joue. */
  const faireNaitre = async (rang: number, aLaMain = false) => {
    const inscription = fil.inscriptions[rang]
    const v = await services.db.withTenant(acces, async (tx) => {
      const demi = await lireDemi(tx, fil.session, seance)
      return demi && inscription && preparerInvitation(tx, demi, inscription, services.clock.now())
    })
    if (!v) throw new Error('invitation')
    await envoyerLien(
      { organisme: fil.organisme, invitation: v.id, envoi: v.envoi, aLaMain },
      services,
    ).catch((e: Error) => expect(e.name).toBe('EnvoiRetenu'))
  }
  const { app } = pagesDevant(services, [emargementModule], () => {
    const organisme = { id: fil.organisme, code: 'fil', nom: 'Langue & Lien' }
    return { roles: ['formateur'], personneId: fil.personne, organisme }
  })
  /** Ce que la feuille dit de chacun, sans ses balises. */
  const lire = async () =>
    (await (await app.request(`/sessions/${fil.session}/seances/${seance}`)).text())
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ')
  return { fil, refuses, faireNaitre, lire }
}

describe('la feuille et le journal du courrier', () => {
  it('distinguent le lien envoyé, le lien préparé et le courriel refusé', async () => {
    const m = await monde()
    m.refuses.add('s2@exemple.example')
    await m.faireNaitre(0)
    await m.faireNaitre(1, true)
    await m.faireNaitre(2)
    const page = await m.lire()
    expect(page).toMatch(/Agathe Pons lien envoyé le 24 nov\. 2026 à 9 h 05/)
    expect(page).toMatch(/Léonie Fabre lien préparé le 24 nov\. 2026 à 9 h 05, à transmettre/)
    expect(page).toMatch(/Ousmane Sarr courriel non parti : refusé par le serveur de courrier \(550\)/)
    // Le sien préparé à la main, l’ancien refus ne compte plus.
    await m.faireNaitre(2, true)
    expect(await m.lire()).toMatch(/Ousmane Sarr lien préparé le/)
  })

  it('dit le courriel revenu', async () => {
    const m = await monde()
    await m.faireNaitre(0)
    await base.maintenance((tx) =>
      sql`update etapes.envoi set etat = 'refuse', raison = 'serveur', refus = '5_1_1', le = '2026-11-24T08:20:00Z'
        where organisme_id = ${m.fil.organisme}`.execute(tx),
    )
    expect(await m.lire()).toMatch(
      /Agathe Pons courriel revenu : refusé par le serveur de courrier \(5\.1\.1\)/,
    )
  })
})
