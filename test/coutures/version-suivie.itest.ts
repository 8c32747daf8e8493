/** Une session suit une version plus récente de son offre : ce qu’elle en prend, ce qu’elle garde, et ce qui l’en empêche. */
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { gestesDuCatalogue } from '#modules/catalogue/gestes/composer.ts'
import type { OffreId } from '#modules/catalogue/index.ts'
import { contenuComplet } from '#modules/catalogue/test/contenus.ts'
import { publierUneOffre } from '#modules/catalogue/test/publier.ts'
import { offreMuette } from '#modules/inscriptions/domain/a-distance.ts'
import { issuesDePiece } from '#modules/inscriptions/pages/issues.ts'
import { retientVersion, suivreVersion } from '#modules/sessions/index.ts'
import { gestesDeSession, le } from '#modules/sessions/test/changer.ts'
import type { Coop } from '#modules/sessions/test/cooperatives.ts'
import { monter, type Personnage } from '../../src/app/pages/test/monter.ts'
import { baseNeuve } from '../base/index.ts'

const base = await baseNeuve()
const { dans, une, planifiee, lue, emarger } = gestesDeSession(base)
const surPlace = {
  ...contenuComplet,
  modalite: 'presentiel' as const,
  foadActivites: '',
  foadDuree: '',
  foadAssistance: '',
}
const nouvelle = { ...contenuComplet, intitule: 'Anglais, à distance aussi' }

/** Une offre sur place, une session mixte, puis une version qui dit la part à distance. */
const adopter = (c: Coop, offre: OffreId, contenu: typeof contenuComplet) =>
  dans(c, async (tx) => {
    const gestes = gestesDuCatalogue(tx, le)
    await gestes.reprendreOffre(offre)
    expect((await gestes.corrigerOffre(offre, contenu)).ok).toBe(true)
    const faite = await gestes.adopterOffre(offre, { nature: 'formation', duree: 420, motif: undefined })
    expect(faite.ok).toBe(true)
  })
const mixte = async (nom: string) => {
  const c = await une(nom)
  const offre = await publierUneOffre(base.enTantQue, c, surPlace)
  const s = await planifiee(c, { offre, modalite: 'mixte', prixCentimes: 99_000 })
  return { c, offre, s }
}
const suivre = (c: Coop, s: { readonly id: never | string }, version: string | undefined, jour = le) =>
  dans(c, (tx) => suivreVersion(tx, { id: s.id as never, version: version ?? '' }, jour))

describe('suivre la version en vigueur', () => {
  it('prend la version et son intitulé, garde le prix, la modalité et les dates, et le journal le dit', async () => {
    const { c, offre, s } = await mixte('Suit')
    expect(s).toMatchObject({ versionSuivie: { numero: 1 }, versionDepuis: null })
    await adopter(c, offre, nouvelle)
    const avant = await lue(c, s.id)
    expect(avant).toMatchObject({
      versionSuivie: { numero: 1 },
      versionEnVigueur: {
        numero: 2,
        distance: {
          foadActivites: nouvelle.foadActivites,
          foadDuree: nouvelle.foadDuree,
          foadAssistance: nouvelle.foadAssistance,
          evaluation: nouvelle.evaluation,
        },
      },
    })
    expect(await suivre(c, s, avant.versionEnVigueur?.id)).toEqual({
      ok: true,
      value: { numero: 2, change: true },
    })
    const apres = await lue(c, s.id)
    expect(apres).toMatchObject({
      versionSuivie: { numero: 2 },
      versionDepuis: le,
      intitule: nouvelle.intitule,
      modalite: 'mixte',
      prixCentimes: 99_000,
      seances: avant.seances,
      revision: avant.revision + 1,
    })
    // Deux clics n’en font qu’un.
    expect(await suivre(c, s, avant.versionEnVigueur?.id)).toMatchObject({ value: { change: false } })
    const journal = await base.maintenance(
      async (tx) =>
        (
          await sql`select details from journal.geste where geste = 'changer-version-session' and objet_id = ${s.id}`.execute(
            tx,
          )
        ).rows,
    )
    expect(journal).toEqual([
      {
        details: {
          version: { de: 1, vers: 2 },
          intitule: { de: contenuComplet.intitule, vers: nouvelle.intitule },
        },
      },
    ])
  })

  it('se refuse une fois la session commencée, annulée, émargée, et d’une page périmée', async () => {
    const { c, offre, s } = await mixte('Refus')
    expect(await suivre(c, s, s.versionSuivie?.id)).toMatchObject({ ok: true, value: { change: false } })
    expect(await suivre(c, s, 'autre')).toMatchObject({ error: { code: 'version-a-jour' } })
    await adopter(c, offre, nouvelle)
    const deux = (await lue(c, s.id)).versionEnVigueur?.id
    await adopter(c, offre, { ...nouvelle, objectif: 'Un troisième objectif.' })
    expect(await suivre(c, s, deux)).toMatchObject({ error: { code: 'perime' } })
    const trois = (await lue(c, s.id)).versionEnVigueur?.id
    const pendant = new Date(s.seances[0]?.debut ?? le)
    expect(await suivre(c, s, trois, pendant)).toMatchObject({ error: { code: 'session-commencee' } })
    const ecrire = (etat: string) =>
      base.maintenance((tx) =>
        sql`update sessions.session set etat = ${etat}, motif = 'x' where id = ${s.id}`.execute(tx),
      )
    await ecrire('annulee')
    expect(await suivre(c, s, trois)).toMatchObject({ error: { code: 'session-commencee' } })
    await ecrire('reportee')
    expect(await suivre(c, s, trois)).toMatchObject({ ok: true, value: { numero: 3 } })
    const session = await lue(c, s.id)
    expect(await dans(c, (tx) => retientVersion(tx, session, le))).toMatchObject({ code: 'version-a-jour' })
    await adopter(c, offre, { ...nouvelle, objectif: 'Un quatrième objectif.' })
    await emarger(c, session, 0)
    const quatre = (await lue(c, s.id)).versionEnVigueur?.id
    expect(await suivre(c, s, quatre)).toMatchObject({ error: { code: 'session-commencee' } })
  })

  it('une version d’une autre nature demande une autre session', async () => {
    const { c, offre, s } = await mixte('Nature')
    await adopter(c, offre, nouvelle)
    await base.maintenance((tx) =>
      sql`update catalogue.version set nature = 'bilan' where offre_id = ${offre} and numero = 2`.execute(tx),
    )
    const { versionEnVigueur } = await lue(c, s.id)
    expect(await suivre(c, s, versionEnVigueur?.id)).toMatchObject({ error: { code: 'autre-nature' } })
  })
})

it('le refus d’une pièce mène à l’offre, puis à la version qui dit ce qu’elle taisait', async () => {
  const { c, offre, s } = await mixte('Mène')
  const refus = { code: 'mention-absente', phrase: 'activités à distance' }
  const issue = async () => issuesDePiece(refus, await lue(c, s.id), '/ici', le).issues
  expect(await issue()).toMatchObject([{ libelle: 'Relire l’offre' }])
  await adopter(c, offre, nouvelle)
  expect(await issue()).toEqual([
    { libelle: 'Suivre la version 2 de l’offre', href: `/sessions/${s.id}/version?suite=%2Fici` },
  ])
})

it('le refus mène à la version quand elle n’est plus muette de la part à distance, et alors seulement', async () => {
  const { c, offre, s } = await mixte('Muette')
  const ecrits: readonly Partial<typeof contenuComplet>[] = [
    { foadDuree: '0 h' },
    { foadDuree: '0 h 30' },
    { foadDuree: '90\u00a0min' },
    { foadDuree: '6\u202fh' },
    { foadDuree: 'Une demi-journée' },
    { evaluation: '' },
    { foadAssistance: '' },
    { foadActivites: '' },
  ]
  const juges: unknown[] = []
  for (const traits of ecrits) {
    await adopter(c, offre, { ...nouvelle, ...traits })
    const refus = { code: 'mention-absente', phrase: 'activités à distance' }
    const [issue] = issuesDePiece(refus, await lue(c, s.id), '/ici', le).issues ?? []
    juges.push([traits, /^Suivre la version/.test(issue?.libelle ?? '')])
  }
  expect(juges).toEqual(
    ecrits.map((traits) => [traits, offreMuette('mixte', { ...nouvelle, ...traits }) === undefined]),
  )
})

it('la page de la session dit sa version et ce que l’offre tait, et mène au geste ; la page du geste ramène d’où l’on vient', async () => {
  const { c, offre, s } = await mixte('Page')
  let roles = ['responsable']
  const qui = (): Personnage => ({ organisme: c.organisme, personne: c.responsable, roles })
  const app = monter(
    { withTenant: async (_acces, work) => base.enTantQue(c.organisme, { personne: c.responsable }, work) },
    qui,
    {
      services: { clock: { now: () => le } as never },
    },
  )
  const origine = 'http://localhost:3000'
  const page = async (chemin = '') =>
    (await (await app.request(`${origine}/sessions/${s.id}${chemin}`)).text()).replace(/[\u00a0\u202f]/g, ' ')
  expect(await page()).toContain('Part à distance à décrire')
  expect(await page()).toContain('Relire l’offre')
  expect(await page()).not.toContain('/version"')
  await adopter(c, offre, nouvelle)
  const avant = await page()
  expect(avant).toContain('>Désigner</a>')
  expect(avant).toContain('suivre la version 2')
  expect(avant).toContain('Suivre la version 2 de l’offre')
  roles = ['comptable']
  expect((await page()).toLowerCase()).not.toContain('suivre la version 2')
  expect(await page()).toContain('Part à distance à décrire')
  expect(await page()).not.toContain('>Désigner</a>')
  expect((await app.request(`${origine}/sessions/${s.id}/version`)).status).toBe(403)
  roles = ['responsable']
  const geste = await page('/version')
  expect(geste).toContain('Activités à distance')
  const version = /name="version" value="([^"]+)"/.exec(geste)?.[1] ?? ''
  const envoi = await app.request(`${origine}/sessions/${s.id}/version?suite=%2Fici`, {
    method: 'POST',
    headers: { origin: origine, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ version }).toString(),
  })
  expect([envoi.status, envoi.headers.get('location')]).toEqual([303, '/ici'])
  const apres = await page()
  expect(apres).toContain('version 2</a>')
  expect(apres).not.toContain('Part à distance à décrire')
  expect(await page('/version')).toContain('suit déjà la version en vigueur')
})
