/** Une amélioration à deux niveaux : elle monte de l’enseigne, descend de la coopérative, se clôt à chaque niveau ou partout, et se compte une fois. */
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { ActiviteId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { unVisiteur } from '#web/test/services.ts'
import { codeSql } from '../../../../test/base/index.ts'
import { type Connectee, monde, sansInsecables } from '../../../../test/monde/index.ts'
import { contributionsQualite } from '../contributions/qualite.tsx'
import { lierAmelioration, repondreAmelioration } from '../db/ameliorations.ecritures.ts'
import { ameliorationsLieesA, lireAmelioration } from '../db/ameliorations.ts'
import { mesurer } from '../db/mesures.queries.ts'
import { faireDescendre, prendreAmelioration } from '../gestes/lier-amelioration.ts'
import { lireRegard } from '../lecture/lire-score.ts'
import { qualite } from '../module.ts'
import { cadreComplet } from './complet.ts'
import { poserDeuxEnseignes } from './poser-veille.ts'

const siennes = { navette: [] as ActiviteId[], ourlet: [] as ActiviteId[] }
const m = await monde({
  modules: [qualite],
  coops: { tisserands: poserDeuxEnseignes(siennes), scop: 'Terre d’Appui' },
  gens: {
    claire: { roles: ['responsable'] },
    salome: { roles: ['formateur'], portee: siennes.navette },
    tristan: { roles: ['formateur'], portee: siennes.ourlet },
    dehors: { roles: ['responsable'], chez: 'scop' },
    tom: { roles: ['formateur'] },
  },
  maintenant: '2026-11-24T10:40:00Z',
  texte: sansInsecables,
})
const { base, claire, salome, tristan, dehors, tom } = m
const { organisme } = m.coops.tisserands
const portees = new Map<string, readonly ActiviteId[]>([
  [salome.personne, siennes.navette],
  [tristan.personne, siennes.ourlet],
])
const dans = <T>(qui: Connectee, f: (tx: TenantTx) => Promise<T>) =>
  base.enTantQue(organisme, { personne: qui.personne, portee: portees.get(qui.personne) ?? '*' }, f)
const journee = async (qui: Connectee, role: string) =>
  (
    (await dans(qui, async (tx) =>
      contributionsQualite.aFaire?.(tx, {
        visiteur: unVisiteur({ personneId: qui.personne, cae: true, roles: [role] }),
        maintenant: new Date('2026-11-24T10:40:00Z'),
      }),
    )) ?? []
  ).filter((f) => f.href.startsWith('/ameliorations/'))
const compte32 = () =>
  dans(claire, async (tx) => {
    const [x] = await mesurer(tx, { jour: '2026-11-24', cadre: cadreComplet }, ['32a'])
    return `${x?.tenus}/${x?.total}`
  })
const ecrire = async (qui: Connectee, titre: string) => {
  const { statut, vers } = await qui.aller('/ameliorations/nouvelle', {
    titre,
    origine: 'appreciation',
    cause: 'Trois stagiaires sur cinq disent que la salle est trop froide.',
    correction: 'Le chauffage se lance à sept heures, la veille d’une session.',
  })
  expect(statut).toBe(303)
  return vers.split('?')[0] ?? ''
}
const close = { indicateur: '17', effet: 'Plus personne n’en parle aux trois sessions qui ont suivi.' }

let sienne = ''
let commune = ''
describe('une amélioration', () => {
  it('s’écrit à l’enseigne, monte, et la coopérative la prend : chacune se lit de l’autre', async () => {
    sienne = await ecrire(salome, 'Chauffer la salle avant les stagiaires')
    expect((await salome.aller(sienne)).texte).toContain('Elle n’est que celle de l’enseigne.')
    expect((await salome.aller(`${sienne}/monter`, {})).statut).toBe(303)
    expect((await salome.aller(`${sienne}/monter`, {})).statut).toBe(409)
    expect(
      (await journee(claire, 'responsable')).map((f) => sansInsecables(`${f.verbe} ${f.chose}`)),
    ).toEqual(['Répondre à La Navette, qui fait monter une amélioration'])
    expect(await journee(salome, 'formateur')).toEqual([])
    expect((await salome.aller(`${sienne}/prendre`, {})).statut).toBe(403)
    const prise = await claire.aller(`${sienne}/prendre`, {})
    expect(prise.statut).toBe(303)
    commune = prise.vers.split('?')[0] ?? ''
    expect(commune).not.toBe(sienne)
    expect((await claire.aller(`${sienne}/prendre`, {})).statut).toBe(409)
    expect((await claire.aller(commune)).texte).toContain('La Navette')
    const vue = (await salome.aller(sienne)).texte
    expect(vue).toContain('La coopérative l’a prise')
    expect(vue).toContain('en cours')
    expect(
      (await claire.aller(`/qualite/registres/action/lignes/${commune.split('/').at(-1)}`)).texte,
    ).toContain('1 enseigne a la sienne')
  })

  it('celle de la coopérative descend à chaque enseigne, qui la trouve dans sa journée', async () => {
    expect((await claire.aller(`${commune}/descendre`, { enseignes: [...siennes.navette] })).statut).toBe(409)
    expect((await claire.aller(`${commune}/descendre`, { enseignes: [...siennes.ourlet] })).statut).toBe(303)
    const [attendue] = await journee(tristan, 'formateur')
    expect(sansInsecables(`${attendue?.verbe} ${attendue?.chose}`)).toBe(
      'Mener l’amélioration « Chauffer la salle avant les stagiaires »',
    )
    expect((await tristan.aller(attendue?.href ?? '')).texte).toContain('La coopérative la demande')
    // Ni l’enseigne d’à côté, ni celle de la coopérative : le mur les garde.
    for (const [qui, ou] of [
      [tristan, sienne],
      [tristan, commune],
      [salome, attendue?.href ?? ''],
      [dehors, sienne],
    ] as const)
      expect((await qui.aller(ou)).statut).toBe(404)
    expect((await tristan.aller('/ameliorations')).texte).not.toContain('La Navette')
  })

  it('se clôt à un niveau sans l’autre, ou partout ; le moteur la compte une fois', async () => {
    expect(await compte32()).toBe('0/1')
    expect((await salome.aller(`${sienne}/clore`, { ...close, indicateur: 'x' })).statut).toBe(422)
    expect((await salome.aller(`${sienne}/clore`, close)).statut).toBe(303)
    expect((await claire.aller(commune)).texte).toContain('Clore partout')
    expect((await salome.aller(sienne)).texte).toContain('en cours')
    expect(await compte32()).toBe('1/1')
    expect((await claire.aller(`${commune}/ensemble`, close)).vers).toContain(commune)
    expect((await tristan.aller('/ameliorations')).texte.match(/close le/g)).toHaveLength(2)
    expect((await claire.aller(`${commune}/ensemble`, close)).statut).toBe(409)
    expect(await compte32()).toBe('1/1')
  })

  it('la coopérative la laisse à l’enseigne, qui lit pourquoi', async () => {
    const autre = await ecrire(salome, 'Prêter des casques aux stagiaires')
    await salome.aller(`${autre}/monter`, {})
    expect((await claire.aller(`${autre}/laisser`, { motif: '' })).statut).toBe(422)
    expect(
      (await claire.aller(`${autre}/laisser`, { motif: 'Elle ne vaut que pour le studio.' })).statut,
    ).toBe(303)
    expect((await salome.aller(autre)).texte).toContain('Elle ne vaut que pour le studio.')
  })

  it('en SQL, une enseigne ne lie pas la sienne à celle de la coopérative, ni ne répond pour elle', async () => {
    const libre = (await ecrire(salome, 'Une troisième, sans lien')).split('/').at(-1) ?? ''
    const idCommune = commune.split('/').at(-1) ?? ''
    const [navette] = siennes.navette
    if (!navette) throw new Error('sans enseigne')
    const le = new Date()
    const a = { id: libre, activite: navette }
    expect(await codeSql(() => dans(salome, (tx) => lierAmelioration(tx, a, idCommune, le)))).toBe('42501')
    expect(await codeSql(() => dans(tristan, (tx) => lierAmelioration(tx, a, null, le)))).toBe('42501')
    expect(await dans(salome, (tx) => lierAmelioration(tx, a, null, le))).toBe(true)
    expect(
      await dans(salome, (tx) => repondreAmelioration(tx, libre, { commune: null, motif: 'moi' }, le)),
    ).toBe(false)
  })

  it('prise deux fois au même instant, il n’en reste qu’une à la coopérative ; demandée deux fois, une à chaque enseigne', async () => {
    const adresse = await ecrire(salome, 'Relire chaque convention à deux')
    await salome.aller(`${adresse}/monter`, {})
    const lue = (id: string) =>
      dans(claire, async (tx) => {
        const a = await lireAmelioration(tx, id)
        if (!a) throw new Error('sans amélioration')
        return a
      })
    // Les deux l’ont lue avant que l’une réponde.
    const montee = await lue(adresse.split('/').at(-1) ?? '')
    const le = new Date('2026-11-24T10:40:00Z')
    const prendre = () =>
      dans(claire, async (tx) =>
        prendreAmelioration(tx, montee, claire.personne, { le, regarde: await lireRegard(tx, le) }),
      )
    const [une, autre] = [await prendre(), await prendre()]
    expect([une.ok, autre.ok]).toEqual([true, false])
    const { rows } = await base.maintenance((tx) =>
      sql<{
        n: number
      }>`select count(distinct r.id)::int4 as n from qualite.registre r join organisme.activite a on a.id = r.activite_id
        where a.commune and r.titre = 'Relire chaque convention à deux'`.execute(tx),
    )
    expect(rows[0]?.n).toBe(1)
    const prise = await lue(une.ok ? une.value : '')
    const demander = () =>
      dans(claire, async (tx) =>
        faireDescendre(tx, prise, siennes.ourlet, { le, regarde: await lireRegard(tx, le) }),
      )
    expect((await Promise.all([demander(), demander()])).map((r) => r.ok).toSorted()).toEqual([false, true])
    const descendues = (await dans(claire, (tx) => ameliorationsLieesA(tx, prise.id))).map((x) => x.enseigne)
    expect(descendues).toEqual(['La Navette', 'Ourlet numérique'])
  })

  it('d’un accès entier, qui n’a que les siennes n’en lit, n’en clôt et n’en écrit aucune', async () => {
    const libre = await ecrire(salome, 'Une qui n’est pas à Tom')
    for (const ou of [libre, commune]) {
      expect((await tom.aller(ou)).statut).toBe(404)
      expect((await tom.aller(`${ou}/clore`, close)).statut).toBe(404)
    }
    expect((await tom.aller('/ameliorations')).statut).toBe(403)
    const ecrite = await tom.aller('/ameliorations/nouvelle', {
      titre: 'Au nom de la coopérative',
      origine: 'appreciation',
      cause: 'Rien ne le demande.',
      correction: 'Rien.',
    })
    expect(ecrite.statut).toBe(409)
  })
})
