import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { newId } from '#platform/db/index.ts'
import { baseNeuve } from '../../../../test/base/index.ts'
import { poserOrganisme } from '../../comptes/test/organismes.ts'
import { entreprisesNommees } from '../db/chercher.queries.ts'
import { chercherTiers, lireTiers, listerTiers } from '../db/tiers.queries.ts'
import type { Saisie } from '../domain/saisie.ts'
import { creerTiers, modifierTiers } from '../gestes/garder-personne.ts'

const base = await baseNeuve()
const le = new Date('2026-11-24T10:40:00Z')
const a = await base.maintenance((tx) => poserOrganisme(tx, 'Langue & Lien'))
const b = await base.maintenance((tx) => poserOrganisme(tx, 'Terre d’Appui'))
const creer = (saisie: Saisie, id = newId<'Tiers'>()) =>
  base.enTantQue(a.organisme, {}, async (tx) => {
    await creerTiers(tx, id, a.activite, saisie, le)
    return id
  })
const noms = (q: string, chez = a.organisme) =>
  base.enTantQue(chez, {}, async (tx) =>
    (await listerTiers(tx, { q }, { sens: 'apres', cle: undefined }, 20)).map((t) => `${t.prenom} ${t.nom}`),
  )

describe('les personnes', () => {
  it('se trouvent par le début du nom, sans accent ni casse ni apostrophe', async () => {
    await creer({ prenom: 'Éloïse', nom: 'Chabrier' })
    await creer({ prenom: 'Léa', nom: 'D’Œuvre' })
    await creer({ prenom: 'Zoé', nom: 'Œttinger' })
    expect(await noms('CHABR')).toEqual(['Éloïse Chabrier'])
    expect(await noms('chabrier elo')).toEqual(['Éloïse Chabrier'])
    expect(await noms('d’oe')).toEqual(['Léa D’Œuvre'])
    expect(await noms('oett')).toEqual(['Zoé Œttinger'])
    expect(await noms('elo chab')).toEqual(['Éloïse Chabrier'])
    expect(await noms('éloïse')).toEqual(['Éloïse Chabrier'])
    expect(await noms('chabrier zoe')).toEqual([])
    expect([await noms('e c'), await noms('c z'), await noms('ch el e')]).toEqual([
      ['Éloïse Chabrier'],
      [],
      ['Éloïse Chabrier'],
    ])
    expect(await noms('habrier')).toEqual([])
    expect(await noms('%')).toEqual([])
    expect(await noms('chabr', b.organisme)).toEqual([])
  })
  it('se trouvent par chaque mot d’un nom composé, par leur courriel, et suivent une correction', async () => {
    const id = await creer({ prenom: 'Jean-Paul', nom: 'Le Goff', courriel: 'jp.le-goff@exemple.example' })
    for (const q of ['goff', 'goff paul', 'paul le', 'jp.le-goff', 'JP.LE-GOFF@exemple.example'])
      expect(await noms(q), q).toEqual(['Jean-Paul Le Goff'])
    await base.enTantQue(a.organisme, {}, async (tx) => {
      const lu = await lireTiers(tx, id)
      if (lu) await modifierTiers(tx, lu, { prenom: 'Jean-Paul', nom: 'Kermarrec' }, le)
    })
    expect([await noms('goff'), await noms('kermar jean')]).toEqual([[], ['Jean-Paul Kermarrec']])
    expect(await noms('kermarrec', b.organisme)).toEqual([])
  })
  it('se trouvent par leur téléphone, écrit de toutes les façons, et à une faute près quand rien ne répond', async () => {
    const id = await creer({ prenom: 'Tom', nom: 'Okafor', telephone: '+33 (0)6 12 34 56 78' })
    await creer({ prenom: 'Samira', nom: 'Belkacem' })
    const chercher = (q: string, chez = a.organisme) =>
      base.enTantQue(chez, {}, async (tx) => (await chercherTiers(tx, q, 10)).map((t) => t.nom))
    for (const q of ['0612345678', '06 12 34 56 78', '06.12.34', '+33 6 12 34 56 78'])
      expect(await chercher(q), q).toEqual(['Okafor'])
    for (const q of ['okafro', 'okafr', 'okkafor', 'pkafor']) expect(await chercher(q), q).toEqual(['Okafor'])
    expect(await chercher('samria belkacm')).toEqual(['Belkacem'])
    expect([
      await chercher('okafro belkacem'),
      await chercher('tomate'),
      await chercher('okafro', b.organisme),
    ]).toEqual([[], [], []])
    // Un numéro corrigé ne mène plus à sa fiche.
    await base.enTantQue(a.organisme, {}, async (tx) => {
      const lu = await lireTiers(tx, id)
      if (lu) await modifierTiers(tx, lu, { prenom: 'Tom', nom: 'Okafor', telephone: '07 00 00 00 01' }, le)
    })
    expect([await chercher('0612345678'), await chercher('07 00 00')]).toEqual([[], ['Okafor']])
  })
  it('une entreprise se trouve par son SIRET, son SIREN, son téléphone, et à une faute près', async () => {
    await base.enTantQue(a.organisme, {}, (tx) =>
      sql`insert into tiers.entreprise (id, activite_id, nom, siret, telephone, pli, cree_le)
        values (${newId()}, ${a.activite}, 'Menuiserie Kervern', '55208131766522', '02.99.11.22.33', 'menuiserie kervern', now())`.execute(
        tx,
      ),
    )
    const chercher = (q: string) =>
      base.enTantQue(a.organisme, {}, async (tx) => (await entreprisesNommees(tx, q)).map((e) => e.libelle))
    for (const q of ['552 081 317 66522', '552081317', '02 99 11 22 33', 'kervern', 'kervren', 'menusierie'])
      expect(await chercher(q), q).toEqual(['Menuiserie Kervern'])
  })
  it('se feuillettent dans les deux sens, cherchées ou non, sans perdre ni répéter personne', async () => {
    for (let i = 0; i < 12; i += 1) await creer({ prenom: `Zélie${i % 3}`, nom: `Feuille${i}` })
    const lire = (depuis?: { pli: string; id: string }, sens: 'apres' | 'avant' = 'apres', q = 'feui') =>
      base.enTantQue(a.organisme, {}, (tx) =>
        listerTiers(tx, { q }, { sens, cle: depuis && [depuis.pli, depuis.id] }, 5),
      )
    for (const q of ['feui', 'zelie feuille', 'z']) {
      const vus: string[] = []
      let page = await lire(undefined, 'apres', q)
      for (let n = 0; n < 10 && page.length > 0; n += 1) {
        vus.push(...page.slice(0, 5).map((t) => t.id))
        page = page.length > 5 ? await lire(page[4], 'apres', q) : []
      }
      expect(new Set(vus).size, q).toBe(vus.length)
      expect(vus.length, q).toBeGreaterThanOrEqual(12)
    }
    const [, , troisieme] = await lire()
    if (troisieme)
      expect((await lire(troisieme, 'avant')).map((t) => t.nom)).toEqual(['Feuille1', 'Feuille0'])
  })
  it('un second envoi du même formulaire n’écrit ni personne ni journal', async () => {
    const id = newId<'Tiers'>()
    await creer({ prenom: 'Nuno', nom: 'Unique' }, id)
    await creer({ prenom: 'Nuno', nom: 'Unique' }, id)
    expect(await noms('unique')).toEqual(['Nuno Unique'])
    const { rows } = await base.maintenance((tx) =>
      sql`select 1 from journal.geste where objet_id = ${id}`.execute(tx),
    )
    expect(rows).toHaveLength(1)
  })
  it('l’employeur se retrouve par son SIRET ou son nom ; deux SIRET font deux entreprises', async () => {
    const chez = async (nom: string, employeur: Saisie['employeur']) => {
      const id = await creer({ prenom: 'P', nom, employeur })
      return (await base.enTantQue(a.organisme, {}, (tx) => lireTiers(tx, id)))?.entreprise
    }
    const premiere = await chez('Un', { nom: 'Hôtel Aubrac' })
    expect(await chez('Deux', { nom: 'hotel aubrac', siret: '73282932000074' })).toBe(premiere)
    expect(await chez('Trois', { nom: 'Autre enseigne', siret: '73282932000074' })).toBe(premiere)
    expect(await chez('Quatre', { nom: 'Hôtel Aubrac', siret: '44306184100047' })).not.toBe(premiere)
  })
  it('une fiche se corrige, dans sa maison seulement', async () => {
    const id = await creer({ prenom: 'Yann', nom: 'Kerbratt', courriel: 'y@exemple.example' })
    expect(await base.enTantQue(b.organisme, {}, (tx) => lireTiers(tx, id))).toBeUndefined()
    await base.enTantQue(a.organisme, {}, async (tx) => {
      const lu = await lireTiers(tx, id)
      if (lu) await modifierTiers(tx, lu, { prenom: 'Yann', nom: 'Kerbrat' }, le)
    })
    expect(await base.enTantQue(a.organisme, {}, (tx) => lireTiers(tx, id))).toMatchObject({
      nom: 'Kerbrat',
      courriel: null,
      pli: 'kerbrat yann',
    })
  })
})
