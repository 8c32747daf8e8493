/** La veille d’un pôle, reprise chez soi : la source se partage, seule la décision motivée compte. */
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import type { OrganismeId } from '#kernel/id.ts'
import { poleModule } from '#modules/pole/index.ts'
import { newId } from '#platform/db/index.ts'
import { keysFromSeed } from '#platform/keys/open-keys.ts'
import { testServices } from '#web/test/services.ts'
import { baseNeuve } from '../../../../test/base/index.ts'
import { pagesDevant } from '../../../../test/monde/index.ts'
import { mesurer } from '../db/mesures.queries.ts'
import { controles } from '../domain/controles/index.ts'
import { qualite } from '../module.ts'
import { type Complet, cadreComplet, jourComplet, poserComplet } from './complet.ts'

const base = await baseNeuve()
const [a, b, dehors] = [
  await base.maintenance((tx) => poserComplet(tx)),
  await base.maintenance((tx) => poserComplet(tx)),
  await base.maintenance((tx) => poserComplet(tx)),
]
const essai = testServices()
let qui: { c: Complet; roles: readonly string[] } = { c: a, roles: ['responsable'] }
const { app } = pagesDevant(
  {
    ...essai,
    keys: keysFromSeed('qualite'),
    clock: { now: () => new Date(`${jourComplet}T10:00:00Z`) },
    db: {
      ...essai.db,
      withTenant: (_, work) => base.enTantQue(qui.c.organisme, { personne: qui.c.comptes.maiwenn }, work),
    },
  },
  [poleModule, qualite],
  () => ({
    personneId: qui.c.comptes.maiwenn,
    nom: 'Maïwenn X',
    organisme: { id: qui.c.organisme, code: 'essai', nom: 'Essai' },
    roles: qui.roles,
  }),
)
const comme = (c: Complet, ...roles: string[]) => {
  qui = { c, roles: roles.length > 0 ? roles : ['responsable'] }
}
const lire = async (url: string) => {
  const r = await app.request(`http://localhost:3000${url}`)
  return { status: r.status, texte: (await r.text()).replace(/\s+/g, ' ') }
}
const envoyer = async (url: string, champs: Readonly<Record<string, string>> = {}) => {
  const r = await app.request(`http://localhost:3000${url}`, {
    method: 'POST',
    body: new URLSearchParams(champs),
    headers: { origin: 'http://localhost:3000' },
  })
  return { status: r.status, vers: r.headers.get('location') ?? '', texte: await r.text() }
}
const pole = newId()
const rejoindre = (organisme: OrganismeId) =>
  base.maintenance((tx) =>
    sql`insert into pole.adhesion (pole_id, organisme_id, etat, demandee_le, du) values (${pole}, ${organisme}, 'active', now(), '2026-01-01')`.execute(
      tx,
    ),
  )
const source = {
  genre: 'legale',
  titre: 'Un décret sur les violences',
  source: 'https://www.legifrance.gouv.fr/jorf/id/exemple',
  parueLe: '20/11/2026',
  resume: 'Il demande une procédure écrite et remise.',
  impact: 'Le règlement intérieur.',
}
/** L’état des contrôles de veille de cette coopérative, ses propres lignes ôtées. */
const etat = async (c: Complet) =>
  Object.fromEntries(
    (
      await base.enTantQue(c.organisme, { personne: c.comptes.maiwenn }, (tx) =>
        mesurer(tx, { jour: jourComplet, cadre: cadreComplet }, ['23a', '23b', '24a', '25a']),
      )
    ).map((m) => [m.code, `${m.tenus}/${m.total}`]),
  )

beforeAll(async () => {
  await base.maintenance(async (tx) => {
    await sql`insert into pole.pole (pole_id, organisme_id, code, genre, nom, etat, cree_le)
      values (${pole}, ${a.organisme}, ${`p-${pole.slice(-8)}`}, 'metier', 'Pôle Formation', 'actif', now())`.execute(
      tx,
    )
    for (const c of [a, b])
      await sql`delete from qualite.registre where organisme_id = ${c.organisme} and genre in ('veille-legale', 'veille-metiers', 'veille-pedagogie')`.execute(
        tx,
      )
  })
  for (const c of [a, b]) await rejoindre(c.organisme)
})

describe('la veille commune', () => {
  it('se partage au pôle, se lit chez chaque membre, et ne prouve rien à elle seule', async () => {
    comme(a)
    expect((await envoyer(`/poles/${pole}/veille`, { ...source, resume: '' })).status).toBe(422)
    expect((await envoyer(`/poles/${pole}/veille`, { ...source, parueLe: '01/01/2030' })).status).toBe(422)
    for (const genre of ['legale', 'metiers', 'pedagogie'])
      expect(
        (await envoyer(`/poles/${pole}/veille`, { ...source, genre, titre: `Une ${genre}` })).status,
      ).toBe(303)
    for (const c of [a, b]) {
      comme(c)
      expect((await lire('/qualite/veille')).texte).toContain('Une legale')
      expect(await etat(c)).toEqual({ '23a': '0/4', '24a': '0/1', '25a': '0/1' })
    }
    comme(dehors)
    expect((await lire('/qualite/veille')).texte).not.toContain('Une legale')
    expect((await lire(`/poles/${pole}/veille`)).status).toBe(404)
  })

  it('reprise chez soi, elle attend une décision et ne compte toujours pas ; décidée et motivée, elle compte, chez elle seule', async () => {
    comme(b)
    const gestes = [
      ...(await lire('/qualite/veille')).texte.matchAll(/action="(\/qualite\/veille\/[0-9a-f-]{36})"/g),
    ].map((m) => m[1] ?? '')
    expect(gestes).toHaveLength(3)
    const lignes: string[] = []
    for (const g of gestes) {
      const { status, vers } = await envoyer(g)
      expect(status).toBe(303)
      lignes.push(vers)
      // Deux fois : la même ligne.
      expect((await envoyer(g)).vers.split('?')[0]).toBe(vers.split('?')[0])
    }
    expect(await etat(b)).toEqual({ '23a': '0/4', '24a': '0/1', '25a': '0/1' })
    expect((await lire('/qualite/veille')).texte).toContain('à décider')
    for (const l of lignes) {
      const titre = /veille-([a-z]+)/.exec(l)?.[1] ?? ''
      const champs = {
        rang: '1',
        titre: `Une ${titre}`,
        le: '24/11/2026',
        source: source.source,
        analyse: 'Notre règlement ne dit rien de la remise.',
        decision: 'sans-effet',
        diffusion: 'Toute l’équipe',
      }
      expect((await envoyer(l, champs)).status, l).toBe(422)
      expect((await envoyer(l, { ...champs, motif: 'Remis depuis mars.' })).status, l).toBe(303)
    }
    expect(await etat(b)).toEqual({ '23a': '1/4', '23b': '1/1', '24a': '1/1', '25a': '1/1' })
    expect((await lire('/qualite/veille')).texte).toContain('sans effet ici')
    expect(await etat(a)).toEqual({ '23a': '0/4', '24a': '0/1', '25a': '0/1' })
  })

  it('se reprend par qui tient les registres, se retire par qui l’a partagée seulement', async () => {
    comme(a)
    const id = /qualite\/veille\/([0-9a-f-]{36})/.exec((await lire('/qualite/veille')).texte)?.[1] ?? ''
    expect(id).not.toBe('')
    comme(a, 'comptable')
    expect((await envoyer(`/qualite/veille/${id}`)).status).toBe(403)
    comme(dehors)
    expect((await envoyer(`/qualite/veille/${id}`)).status).toBe(404)
    comme(b)
    expect((await envoyer(`/poles/${pole}/veille/${id}/retirer`)).status).toBe(404)
    comme(a)
    expect((await envoyer(`/poles/${pole}/veille/${id}/retirer`)).status).toBe(303)
    comme(b)
    expect((await envoyer(`/qualite/veille/__proto__`)).status).toBe(404)
  })

  it('nul contrôle ne lit la table du pôle : une source partagée n’y entre pas', async () => {
    // La règle se tient par construction ; cet essai tombe si une règle se met à la lire.
    const { readFileSync, readdirSync } = await import('node:fs')
    const dossier = new URL('../db/', import.meta.url)
    for (const f of readdirSync(dossier).filter((x) => x.startsWith('regles-') || x === 'population.ts'))
      expect(readFileSync(new URL(f, dossier), 'utf8'), f).not.toMatch(/\bpole\./)
    expect(
      controles.filter((c) => [23, 24, 25].includes(c.indicateur)).every((c) => c.registre !== undefined),
    ).toBe(true)
  })
})
