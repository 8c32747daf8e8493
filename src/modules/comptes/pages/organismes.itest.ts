// Choisir l'enseigne pour laquelle on agit : ce qui s'offre, ce qui se refuse, où l'on revient.
import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import type { ActiviteId } from '#kernel/id.ts'
import { newId } from '#platform/db/index.ts'
import { keysFromSeed } from '#platform/keys/open-keys.ts'
import type { Services } from '#platform/services.ts'
import { Page } from '#web/components.tsx'
import { type Panne, testServices } from '#web/test/services.ts'
import { baseNeuve } from '../../../../test/base/index.ts'
import { naviguer, pagesServies } from '../../../../test/monde/index.ts'
import { comptes } from '../module.ts'
import { poserAdhesion, poserCompte } from '../test/comptes.ts'
import { poserOrganisme } from '../test/organismes.ts'
import { exigerConnexion } from '../web/visiteur.ts'

const base = await baseNeuve()
const keys = keysFromSeed('enseignes')
const admin = await base.client('admin')
const pannes: Panne[] = []
const services: Services = { ...testServices(pannes), db: base.db, keys }
const { origine } = services.config
const { app } = pagesServies(services, [
  comptes,
  {
    nom: 'essai',
    routes: (a) =>
      void a
        .get('/aujourdhui', exigerConnexion(), (c) => c.html(Page({ title: 'Aujourd’hui' })))
        .get('/qui', (c) => c.text(c.get('visiteur')?.enseigne?.nom ?? 'aucune')),
  },
])
const phrase = 'un tilleul devant la mairie'
const a = await base.maintenance((tx) => poserOrganisme(tx, 'Les Tisserands'))
const b = await base.maintenance((tx) => poserOrganisme(tx, 'Terre d’Appui'))
const uneEnseigne = async (organisme: string, nom: string, fermee = false): Promise<ActiviteId> => {
  const id = newId<'Activite'>()
  await base.maintenance((tx) =>
    sql`insert into organisme.activite (organisme_id, id, nom, etat, ouverte_le, fermee_le)
      values (${organisme}, ${id}, ${nom}, ${fermee ? 'fermee' : 'ouverte'}, '2026-01-01', ${fermee ? '2026-06-01' : null})`.execute(
      tx,
    ),
  )
  return id
}
const argile = await uneEnseigne(a.organisme, 'Argile')
const laine = await uneEnseigne(a.organisme, 'Laine')
const close = await uneEnseigne(a.organisme, 'Osier', true)
const ailleurs = await uneEnseigne(b.organisme, 'Ailleurs')

beforeEach(() => admin.query('delete from compte.echec'))

let rang = 0
const entrer = async (
  portee: '*' | readonly ActiviteId[] = '*',
  organismes: readonly { organisme: typeof a.organisme }[] = [a],
) => {
  const courriel = `e${++rang}@exemple.example`
  await base.maintenance(async (tx) => {
    const compte = await poserCompte(tx, keys, { courriel, prenom: 'Rosa', nom: 'Ba', motDePasse: phrase })
    for (const { organisme } of organismes)
      await poserAdhesion(tx, {
        organisme,
        compte,
        roles: ['formateur'],
        portee: organisme === a.organisme ? portee : '*',
      })
  })
  const { aller } = naviguer(app, { origine })
  expect((await aller('/connexion', { courriel, motDePasse: phrase })).statut).toBe(303)
  return aller
}
const offertes = (html: string) => [...html.matchAll(/>Agir pour ([^<]+)</g)].map((m) => m[1])
const choisir = (enseigne: string, suite = '') => ({ organisme: a.organisme, enseigne, suite })

describe('les enseignes', () => {
  it('ouvertes et de sa portée s’offrent, la commune d’abord ; celle en cours et les fermées, non', async () => {
    const directrice = await entrer()
    expect(offertes((await directrice('/compte/organismes')).texte)).toEqual(['Argile', 'Laine'])
    expect((await directrice('/aujourdhui')).texte).toContain('>Choisir une enseigne</a>')
    await directrice('/compte/organismes', choisir(laine))
    expect(offertes((await directrice('/compte/organismes')).texte)).toEqual(['Les Tisserands', 'Argile'])
    const deux = await entrer([argile, laine])
    expect(offertes((await deux('/compte/organismes')).texte)).toEqual(['Laine'])
  })

  it('qui n’en a qu’une n’a rien à choisir : elle se lit en haut, sans lien', async () => {
    const aller = await entrer([argile])
    expect(offertes((await aller('/compte/organismes')).texte)).toEqual([])
    const page = (await aller('/aujourdhui')).texte
    expect(page).toContain('pour Argile')
    expect(page).not.toContain('href="/compte/organismes?suite')
  })

  it('fermée, d’un autre organisme, hors de sa portée ou illisible ne se choisit pas, et rien ne change', async () => {
    const aller = await entrer([argile, laine])
    await aller('/compte/organismes', choisir(laine))
    for (const enseigne of [close, ailleurs, a.activite, newId(), 'x', '%00'])
      expect((await aller('/compte/organismes', choisir(enseigne))).statut, enseigne).toBe(404)
    expect((await aller('/compte/organismes', { organisme: b.organisme, enseigne: ailleurs })).statut).toBe(
      404,
    )
    expect((await aller('/qui')).texte).toBe('Laine')
  })

  it('fermée après coup, elle n’est plus la sienne à la page suivante', async () => {
    const lin = await uneEnseigne(a.organisme, 'Lin')
    const aller = await entrer()
    await aller('/compte/organismes', choisir(lin))
    expect((await aller('/qui')).texte).toBe('Lin')
    await admin.query(
      `update organisme.activite set etat = 'fermee', fermee_le = '2026-11-24' where id = $1`,
      [lin],
    )
    expect((await aller('/qui')).texte).toBe('aucune')
  })

  it('ramène d’où l’on vient, jamais dehors, et jamais à la page d’une autre coopérative', async () => {
    const aller = await entrer('*', [a, b])
    await aller('/compte/organismes', { organisme: a.organisme })
    expect((await aller('/aujourdhui?vue=mois')).texte).toContain(
      'href="/compte/organismes?suite=%2Faujourdhui%3Fvue%3Dmois"',
    )
    expect((await aller('/compte/organismes?suite=/aujourdhui%3Fvue%3Dmois')).texte).toContain(
      'name="suite" value="/aujourdhui?vue=mois"',
    )
    const vers = async (champs: Record<string, string>) => (await aller('/compte/organismes', champs)).vers
    expect(await vers(choisir(argile, '/aujourdhui?vue=mois'))).toBe('/aujourdhui?vue=mois')
    expect((await aller('/aujourdhui')).texte).toContain('Vous agissez pour Argile.')
    for (const suite of ['//ailleurs.example', 'https://ailleurs.example', '/\\ailleurs', ''])
      expect(await vers(choisir(laine, suite)), suite).toBe('/aujourdhui')
    expect(await vers({ organisme: b.organisme, enseigne: ailleurs, suite: '/sessions/x' })).toBe(
      '/aujourdhui',
    )
  })

  it('aucune page n’est tombée en panne', () => expect(pannes).toEqual([]))
})
