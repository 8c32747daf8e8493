import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { newId } from '#platform/db/index.ts'
import { baseNeuve } from '../../../../test/base/index.ts'
import { eprouver } from '../../../../test/fuzz/formulaires.ts'
import { sansInsecables } from '../../../../test/monde/naviguer.ts'
import { devantLaSession, envoyer } from '../../../../test/monde/session.ts'
import { emargementModule } from '../module.ts'
import { poserSessionDEssai, type SessionDEssai, servicesDe, type Voulu } from '../test/session-d-essai.ts'

const base = await baseNeuve()

const preparer = async (voulu: Voulu = {}) => {
  const fil = await base.maintenance((tx) => poserSessionDEssai(tx, { stagiaires: 2, ...voulu }))
  const services = servicesDe(base, fil, '2026-11-24T08:05:00Z')
  const [seance] = fil.seances
  const [inscription] = fil.inscriptions
  if (!seance || !inscription) throw new Error('fil vide')
  const app = (roles?: readonly string[] | null, personneId = fil.personne) =>
    devantLaSession([emargementModule], fil, services, roles, { personneId })
  return { fil, app, inscription, ouvrir: `/sessions/${fil.session}/emargement/${seance}/tablette` }
}
const ouverte = async (voulu?: Voulu) => {
  const p = await preparer(voulu)
  const r = await envoyer(p.app(), p.ouvrir)
  const tablette = r.headers.get('location') ?? ''
  expect(r.status).toBe(303)
  return { ...p, r, tablette, sans: p.app(null), nom: `${tablette}/${p.inscription}` }
}
const bonne = { initiales: 'AP', attestation: 'on', _jeton: '018f4a00-0000-7000-8000-000000000077' }

describe('Ouvrir la tablette', () => {
  it('déconnecte l’appareil : le témoin de qui forme est ôté', async () => {
    const { r, tablette } = await ouverte()
    expect(tablette).toMatch(/^\/emargement\/tablette\/[\w-]{43}$/)
    expect(r.headers.get('set-cookie')).toMatch(/Max-Age=0/)
  })
  it.each([
    ['un autre formateur', ['formateur'], true, 403],
    ['une assistante, quand le formateur a un compte', ['assistant'], true, 403],
    ['un comptable', ['comptable'], true, 403],
    ['le formateur de la session', ['formateur'], false, 200],
  ] as const)('%s', async (_, roles, autre, attendu) => {
    const p = await preparer()
    const a = p.app(roles, autre ? newId<'Personne'>() : p.fil.personne)
    expect((await a.request(p.ouvrir)).status).toBe(attendu)
    expect((await envoyer(a, p.ouvrir)).status).toBe(attendu === 200 ? 303 : attendu)
  })
  it('sans compte de formateur, l’assistante l’ouvre ; sans compte du tout, la connexion', async () => {
    const p = await preparer({ formateur: null })
    expect((await envoyer(p.app(['assistant']), p.ouvrir)).status).toBe(303)
    const r = await p.app(null).request(p.ouvrir)
    expect(r.status).toBe(303)
    expect(r.headers.get('location')).toContain('/connexion')
  })
})

describe('La tablette', () => {
  it('ne montre ni menu ni compte, ne se garde ni ne s’indexe', async () => {
    const { sans, tablette } = await ouverte()
    const r = await sans.request(tablette)
    const page = await r.text()
    expect(r.status).toBe(200)
    expect(r.headers.get('cache-control')).toBe('no-store')
    expect(r.headers.get('x-robots-tag')).toBe('noindex')
    expect(page).toContain('Agathe Pons')
    expect(page).not.toMatch(/<nav|href="\/sessions|s0@exemple/)
  })
  it('422 sans initiales ni case, 409 aux initiales d’une autre, 200 avec le reçu', async () => {
    const { sans, nom, tablette } = await ouverte()
    expect((await envoyer(sans, nom)).status).toBe(422)
    const autre = await envoyer(sans, nom, { ...bonne, initiales: 'LF' })
    expect(autre.status).toBe(409)
    expect(await autre.text()).toContain('value="LF"')
    const fait = await envoyer(sans, nom, bonne)
    expect(fait.status).toBe(200)
    const recu = await fait.text()
    expect(recu).toContain('Passer à la personne suivante')
    // L’appareil est à tous : l’adresse où vérifier s’y lit, sans en sortir.
    expect(recu).toMatch(/se vérifient à tout moment[\s\S]*http\S+\/verifier/)
    expect(recu).not.toMatch(/href="\/verifier/)
    // Le nom signé ne se touche plus : la liste le dit.
    expect((await sans.request(nom)).headers.get('location')).toBe(tablette)
  })
  it('un double clic rend le même reçu ; un autre envoi est dit « déjà signée », et gardé', async () => {
    const { sans, nom } = await ouverte()
    const empreinte = async (r: Response) => /[0-9a-f]{8}( [0-9a-f]{8}){7}/.exec(await r.text())?.[0]
    const un = await empreinte(await envoyer(sans, nom, bonne))
    expect(await empreinte(await envoyer(sans, nom, bonne))).toBe(un)
    const page = await (
      await envoyer(sans, nom, { ...bonne, _jeton: '018f4a00-0000-7000-8000-000000000078' })
    ).text()
    expect(page).toContain('Déjà signée')
    expect(page).not.toContain(un)
  })
  it('deux personnes de la même tablette y laissent la même marque de navigateur ; après la dernière, plus de personne suivante', async () => {
    const { sans, tablette, fil } = await ouverte()
    let temoin = ''
    for (const [n, initiales] of ['AP', 'LF'].entries()) {
      const r = await sans.request(`${tablette}/${fil.inscriptions[n]}`, {
        method: 'POST',
        headers: { origin: 'http://localhost:3000', 'sec-fetch-site': 'same-origin', cookie: temoin },
        body: new URLSearchParams({ initiales, attestation: 'on', _jeton: newId() }),
      })
      expect(r.status).toBe(200)
      // Après la dernière, il n’y a plus de personne suivante.
      const suite =
        n === 0 ? 'Passer à la personne suivante' : 'Tout le monde a répondu : revenir à la feuille'
      expect(sansInsecables(await r.text())).toContain(suite)
      temoin ||= /coforme-marque=[^;]+/.exec(r.headers.get('set-cookie') ?? '')?.[0] ?? ''
    }
    const { rows } = await base.maintenance((tx) =>
      sql<{ marque: string }>`select contenu::jsonb ->> 'marque' as marque from emargement.prive
        where organisme_id = ${fil.organisme} and part = 'connexion'`.execute(tx),
    )
    expect(rows).toHaveLength(2)
    expect(rows[0]?.marque).toMatch(/^[0-9a-f]{32}$/)
    expect(rows[1]).toEqual(rows[0])
  })
  it.each(['x', 'A'.repeat(43), '..%2f..', '%00'])('« %s » : une tablette fermée', async (jeton) => {
    const { sans, inscription } = await ouverte()
    for (const url of [
      `/emargement/tablette/${jeton}`,
      `/emargement/tablette/${jeton}/rendre`,
      `/emargement/tablette/${jeton}/${inscription}`,
    ])
      expect((await sans.request(url)).status).toBe(404)
    expect((await envoyer(sans, `/emargement/tablette/${jeton}/${inscription}`, bonne)).status).toBe(404)
  })
  it('l’inscription d’une autre classe n’y est pas', async () => {
    const [a, b] = [await ouverte(), await ouverte()]
    expect((await a.sans.request(`${a.tablette}/${b.inscription}`)).status).toBe(404)
    expect((await envoyer(a.sans, `${a.tablette}/${b.inscription}`, bonne)).status).toBe(404)
  })
  it('des corps hostiles ne la font pas tomber', async () => {
    const { sans, nom } = await ouverte()
    const r = await eprouver(sans, [{ url: nom, champs: ['initiales', 'attestation', 'trace', '_jeton'] }], {
      corps: 200,
    })
    expect(r.fautes).toEqual([])
  })
})

it('la feuille d’un autre formateur est la même 404 que celle qui n’existe pas', async () => {
  const p = await preparer()
  const autre: SessionDEssai['personne'] = newId<'Personne'>()
  const a = p.app(['formateur'], autre)
  const [une, nulle] = [p.fil.seances[0] ?? '', newId()]
  const pages = await Promise.all(
    [une, nulle].map(async (s) => (await a.request(`/sessions/${p.fil.session}/seances/${s}`)).text()),
  )
  expect(pages[0]).toBe(pages[1])
  expect((await envoyer(a, `/sessions/${p.fil.session}/seances/${une}`, { geste: 'clore' })).status).toBe(404)
})
