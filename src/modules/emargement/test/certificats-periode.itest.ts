import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import { poserIntervenant } from '#modules/sessions/test/poser.ts'
import { createPdfRenderer } from '#platform/pdf/create-pdf-renderer.ts'
import { baseNeuve } from '../../../../test/base/index.ts'
import { pagesDuPdf } from '../../../../test/documents/lire-pdf.ts'
import { devantLaSession, envoyer as envoyerA } from '../../../../test/monde/session.ts'
import { regulariser } from '../gestes/composer.ts'
import { lireCertificats } from '../gestes/emettre-certificats.ts'
import { emargementModule } from '../module.ts'
import { acces, poserSessionDEssai, type ServicesDEssai, servicesDe } from './session-d-essai.ts'

const base = await baseNeuve()
const pdf = createPdfRenderer()
afterAll(() => pdf.close())

/** Une matinée de novembre tenue, une de décembre à tenir : l’action continue. */
const enCours = async (quand = '2026-12-01T09:00:00Z') => {
  const fil = await base.maintenance((tx) => poserSessionDEssai(tx, { stagiaires: 2 }))
  await base.maintenance((tx) =>
    sql`insert into sessions.seance (organisme_id, id, activite_id, session_id, jour, demi_journee, debut_minutes, fin_minutes, debut, fin)
      values (${fil.organisme}, ${crypto.randomUUID()}, ${fil.activite}, ${fil.session}, '2026-12-15', 'matin', 540, 750,
        '2026-12-15T08:00:00Z', '2026-12-15T11:30:00Z')`.execute(tx),
  )
  const services: ServicesDEssai = { ...servicesDe(base, fil, quand), pdf }
  const qui = { acces, id: fil.personne, nom: 'Tom Okafor' }
  const present = (rang: number) =>
    regulariser(services, qui, {
      session: fil.session,
      inscription: fil.inscriptions[rang] as never,
      seance: fil.seances[0] as never,
      motif: 'Téléphone déchargé, vue en salle',
      minutes: { retard: 0, depart: 0 },
    })
  const app = (roles: readonly string[] = ['assistant']) =>
    devantLaSession([emargementModule], fil, services, roles)
  const url = `/sessions/${fil.session}/certificats/periode`
  const envoyer = (du: string, au: string, roles?: readonly string[]) => envoyerA(app(roles), url, { du, au })
  const pieces = () =>
    base.enTantQue(fil.organisme, {}, async (tx) =>
      (
        await sql<{ genre: string; numero: string; donnees: string }>`select genre, numero, donnees
          from documents.piece order by numero`.execute(tx)
      ).rows.map((r) => ({ ...r, donnees: JSON.parse(r.donnees) })),
    )
  return { fil, services, present, app, envoyer, pieces, url }
}

describe('Le certificat d’une période', () => {
  it('dit ce qui fut suivi d’une action qui continue, et laisse le certificat de l’action à venir', async () => {
    const s = await enCours()
    await s.present(0)
    await s.present(1)
    const avant = await (await s.app().request(`/sessions/${s.fil.session}/certificats`)).text()
    expect(avant).toContain(`href="${s.url}"`)
    // La période proposée : du premier jour tenu à la fin du mois passé.
    const page = await (await s.app().request(s.url)).text()
    expect(page).toMatch(/name="du"[^>]*value="24\/11\/2026"/)
    expect(page).toMatch(/name="au"[^>]*value="30\/11\/2026"/)
    expect((await s.envoyer('01/11/2026', '30/11/2026')).status).toBe(303)
    expect((await s.envoyer('01/11/2026', '30/11/2026')).status).toBe(303)
    const pieces = await s.pieces()
    expect(pieces.map((p) => [p.genre, p.numero])).toEqual([
      ['certificat-intermediaire', 'CI-2026-0001'],
      ['certificat-intermediaire', 'CI-2026-0002'],
    ])
    for (const { donnees } of pieces)
      expect(donnees.action).toMatchObject({
        intermediaire: true,
        debut: '2026-11-24',
        fin: '2026-11-30',
        minutesRealisees: 210,
      })
    const { gabarit: _, emisLe: __, ...dites } = pieces[0]?.donnees ?? {}
    const rendu = await pdf.render({
      gabarit: 'certificat-realisation.v1',
      donnees: dites,
      emisLe: new Date('2026-12-01T09:00:00Z'),
    } as never)
    const texte = (rendu.ok ? await pagesDuPdf(rendu.value.pdf) : []).join(' ').replace(/\s+/g, ' ')
    expect(texte).toContain('L’action, qui continue')
    // Personne n’est dit certifié pour autant : l’action n’est pas finie.
    const finals = await lireCertificats(s.services, acces, s.fil.session)
    expect(finals?.lignes.map((l) => [l.piece, l.refus?.code])).toEqual([
      [undefined, 'action-non-finie'],
      [undefined, 'action-non-finie'],
    ])
    expect(await (await s.app().request(s.url)).text()).toContain('CI-2026-0002')
  })

  it('sous une enseigne, nomme qui a animé ce qui en fut suivi, et non qui animera la suite', async () => {
    const s = await enCours()
    await base.maintenance(async (tx) => {
      await sql`update organisme.activite set commune = false, nom = 'Fil à plomb' where organisme_id = ${s.fil.organisme}`.execute(
        tx,
      )
      const { rows } = await sql<{ id: string }>`select id from sessions.seance
        where organisme_id = ${s.fil.organisme} order by debut`.execute(tx)
      const [novembre, decembre] = rows.map((r) => r.id as never)
      await poserIntervenant(tx, s.fil, [novembre as never], { prenom: 'Salomé', nom: 'Diallo' })
      await poserIntervenant(tx, s.fil, [decembre as never], { prenom: 'Ousmane', nom: 'Kanté' })
    })
    await s.present(0)
    expect((await s.envoyer('01/11/2026', '30/11/2026')).status).toBe(303)
    expect((await s.pieces()).map((p) => p.donnees.action.animateurs)).toEqual([['Salomé Diallo']])
  })

  it('n’offre rien tant que rien ne s’est tenu, et dit pourquoi', async () => {
    const s = await enCours('2026-11-20T09:00:00Z')
    const page = await (await s.app().request(s.url)).text()
    expect(page).toContain('Rien ne s’est encore tenu')
    expect(page).not.toMatch(/name="du"|>Émettre/)
  })

  it('dit qu’une action est finie, et qu’une action d’un jour n’a pas de période', async () => {
    const finie = await enCours('2026-12-20T09:00:00Z')
    const page15 = await (await finie.app().request(finie.url)).text()
    expect(page15.replace(/[\u00a0\u202f]/g, ' ')).toContain('L’action a fini le 15 décembre 2026')
    const jour = await enCours('2026-12-20T09:00:00Z')
    await base.maintenance((tx) =>
      sql`delete from sessions.seance where session_id = ${jour.fil.session} and jour = '2026-12-15'`.execute(
        tx,
      ),
    )
    const page = await (await jour.app().request(jour.url)).text()
    expect(page).toContain('Cette action tient en une journée')
    expect(page).not.toMatch(/name="du"|>Émettre/)
  })

  it('nomme la demi-journée qui attend, pour qui la période ne se certifie pas', async () => {
    const s = await enCours()
    const r = await s.envoyer('01/11/2026', '30/11/2026')
    const dit = (await r.text()).replace(/[\u00a0\u202f]/g, ' ')
    expect(r.status).toBe(409)
    expect(dit).toMatch(/ : une demi-journée \(24 nov\. 2026, matin\) n’a ni présence ni absence/)
  })

  it('ne certifie ni deux fois les mêmes jours, ni jusqu’au bout, ni une case sans statut', async () => {
    const s = await enCours()
    await s.present(0)
    const un = await s.envoyer('01/11/2026', '30/11/2026')
    expect(un.status).toBe(303)
    // L’autre personne n’a pas de statut : elle seule n’a rien.
    expect(await s.pieces()).toHaveLength(1)
    await s.present(1)
    const recouvre = await s.envoyer('20/11/2026', '25/11/2026')
    expect(recouvre.status).toBe(303)
    expect((await s.pieces()).map((p) => p.numero)).toEqual(['CI-2026-0001', 'CI-2026-0002'])
    const entiere = await s.envoyer('01/11/2026', '15/12/2026')
    expect([entiere.status, await entiere.text()]).toEqual([
      409,
      expect.stringContaining('émettez le certificat de réalisation, qui compte toute l’action'),
    ])
    expect((await s.envoyer('01/11/2026', '30/11/2026', ['formateur'])).status).toBe(403)
  })
})
