import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { ActiviteId, OrganismeId } from '#kernel/id.ts'
import { newId } from '#platform/db/index.ts'
import { baseNeuve, codeSql } from '../../../../test/base/index.ts'
import { lireOffre, listerOffres, listerOffresAdoptees } from '../db/offres.queries.ts'
import type { Adoption } from '../domain/adopter.ts'
import type { OffreId } from '../domain/offre.ts'
import { gestesDuCatalogue } from '../gestes/composer.ts'
import { type FormationVoulue, unCatalogue } from './fichiers.ts'
import { poserOffre } from './offres.ts'

const base = await baseNeuve()
const le = new Date('2026-11-24T10:00:00Z')
const tout = { sens: 'apres', cle: undefined } as const
const personne = newId<'Personne'>()

let rang = 0
const unOrganisme = async (): Promise<{ id: OrganismeId; x: ActiviteId; y: ActiviteId; code: string }> => {
  const [id, x, y] = [newId<'Organisme'>(), newId<'Activite'>(), newId<'Activite'>()]
  const code = `catalogue-${++rang}`
  await base.maintenance(async (tx) => {
    await sql`insert into organisme.organisme (organisme_id, code, nom, forme, siret, nda)
      values (${id}, ${code}, 'Langue & Lien', 'association', '99912047000011', '84389914238')`.execute(tx)
    await sql`insert into organisme.activite (organisme_id, id, nom, commune, ouverte_le)
      values (${id}, ${x}, 'Commune', true, '2026-01-01'), (${id}, ${y}, 'Enseigne', false, '2026-01-01')`.execute(
      tx,
    )
  })
  return { id, x, y, code }
}
type Coop = Awaited<ReturnType<typeof unOrganisme>>
const importer = (coop: Coop, octets: Uint8Array, traits: { activite?: ActiviteId; id?: string } = {}) =>
  base.enTantQue(coop.id, { personne }, (tx) =>
    gestesDuCatalogue(tx, le).importerLheo({
      id: (traits.id ?? newId()) as ReturnType<typeof newId<'Import'>>,
      activite: traits.activite ?? coop.x,
      octets,
      nomFichier: 'catalogue.xml',
      attendu: { siret: '99912047000011', nda: '84389914238' },
    }),
  )
const lire = async (coop: Coop, ...formations: readonly FormationVoulue[]) => {
  const lu = await importer(coop, unCatalogue(...formations))
  if (!lu.ok) throw new Error(lu.error.code)
  return lu.value.rapport
}
const offres = (coop: Coop) => base.enTantQue(coop.id, {}, (tx) => listerOffres(tx, {}, tout, 50))
const adoption = { nature: 'formation', duree: 1_260, motif: undefined } as const
const adopter = (coop: Coop, id: OffreId, a: Omit<Adoption, 'jour'> = adoption) =>
  base.enTantQue(coop.id, { personne }, (tx) => gestesDuCatalogue(tx, le).adopterOffre(id, a))
const premiere = async (coop: Coop): Promise<OffreId> => {
  const o = (await offres(coop))[0]
  if (!o) throw new Error('aucune offre')
  return o.id
}
type Ecrit = { geste: string; par: string | null; details: unknown; phrase: string }
const journal = (coop: Coop) =>
  base.enTantQue(
    coop.id,
    {},
    async (tx) =>
      (await sql<Ecrit>`select geste, par, details, phrase from journal.geste order by id`.execute(tx)).rows,
  )

describe('importer un catalogue', () => {
  it('fait un brouillon par formation, avec son origine, et le consigne', async () => {
    const coop = await unOrganisme()
    const rapport = await lire(coop, {}, { numero: 'F2', intitule: 'Écrire en anglais' })
    expect(rapport).toMatchObject({
      comptes: { creees: 2, misesAJour: 0, inchangees: 0, nonLues: 0 },
      lignes: [{ code: 'rubriques-a-ecrire' }, { code: 'rubriques-a-ecrire' }],
    })
    expect(rapport.lignes[0]?.phrase).toContain('rubriques à écrire pour le publier')
    expect(await offres(coop)).toMatchObject([
      {
        intitule: 'Conduire une réunion en anglais',
        etat: 'brouillon',
        nature: null,
        objectif: 'Animer une réunion',
        duree: 1_260,
        prix: 140_000,
        numeroSource: 'F1',
        origine: { siret: '99912047000011', nda: '84389914238', nom: 'Langue & Lien', etrangere: false },
        creePar: personne,
      },
      { intitule: 'Écrire en anglais' },
    ])
    expect(await journal(coop)).toMatchObject([
      { geste: 'importer-lheo', par: personne, details: { creees: 2 } },
    ])
  })

  it('relire le même fichier ne crée ni ne change rien, même après une correction à la main', async () => {
    const coop = await unOrganisme()
    await lire(coop, {}, { numero: null, intitule: 'Sans numéro' }, { numero: null, intitule: 'Sans numéro' })
    for (const o of await offres(coop))
      await base.enTantQue(coop.id, {}, (tx) =>
        gestesDuCatalogue(tx, le).corrigerOffre(o.id, { ...o, objectif: 'À la main' }),
      )
    const avant = await offres(coop)
    expect(avant.map((o) => o.objectif)).toEqual(['À la main', 'À la main', 'À la main'])
    expect(
      (
        await lire(
          coop,
          {},
          { numero: null, intitule: 'Sans numéro' },
          { numero: null, intitule: 'Sans numéro' },
        )
      ).comptes,
    ).toEqual({
      creees: 0,
      misesAJour: 0,
      inchangees: 3,
      adoptees: 0,
      nonLues: 0,
    })
    expect(await offres(coop)).toEqual(avant)
  })

  it('deux imports du même fichier au même instant n’en font qu’un jeu d’offres', async () => {
    const coop = await unOrganisme()
    const deux = await Promise.all([importer(coop, unCatalogue({})), importer(coop, unCatalogue({}))])
    expect(deux.map((d) => d.ok && d.value.rapport.comptes.creees).toSorted()).toEqual([0, 1])
    expect(await offres(coop)).toHaveLength(1)
  })

  it('le même envoi reçu deux fois rend le même import', async () => {
    const coop = await unOrganisme()
    const id = newId()
    const un = await importer(coop, unCatalogue({}), { id })
    const deux = await importer(coop, unCatalogue({ numero: 'F9' }), { id })
    expect(deux).toEqual(un)
    expect(await offres(coop)).toHaveLength(1)
  })

  it('une formation changée met à jour son brouillon, et le dit ; son titre se range comme au formulaire', async () => {
    const coop = await unOrganisme()
    await lire(coop, {})
    const id = await premiere(coop)
    const rapport = await lire(coop, { intitule: 'Réunions : en anglais' })
    expect(rapport).toMatchObject({
      comptes: { creees: 0, misesAJour: 1 },
      lignes: [
        { niveau: 'information', code: 'brouillon-mis-a-jour', offre: id },
        { code: 'rubriques-a-ecrire', offre: id },
      ],
    })
    expect(await offres(coop)).toMatchObject([
      { id, intitule: 'Réunions\u00a0: en anglais', pli: expect.stringContaining('en anglais') },
    ])
    expect((await lire(coop, { intitule: 'Réunions : en anglais' })).comptes).toMatchObject({ inchangees: 1 })
  })

  it('une offre adoptée ne bouge pas : le changement est dit', async () => {
    const coop = await unOrganisme()
    await lire(coop, {})
    const id = await premiere(coop)
    expect(await adopter(coop, id)).toMatchObject({ ok: true })
    expect((await lire(coop, {})).lignes).toEqual([])
    const rapport = await lire(coop, { intitule: 'Réunions en anglais' })
    expect(rapport).toMatchObject({
      comptes: { creees: 0, misesAJour: 0, adoptees: 1 },
      lignes: [{ niveau: 'avertissement', code: 'offre-adoptee', offre: id }],
    })
    expect(await offres(coop)).toMatchObject([
      { etat: 'adoptee', intitule: 'Conduire une réunion en anglais' },
    ])
  })

  it('deux formations de même numéro : la seconde est une erreur à sa ligne ; d’un autre organisme, elle se lit', async () => {
    const coop = await unOrganisme()
    const rapport = await lire(
      coop,
      {},
      { intitule: 'Autre' },
      { intitule: 'Ailleurs', siret: '12345678200002' },
    )
    expect(rapport.comptes).toMatchObject({ creees: 2, nonLues: 1 })
    expect(rapport.lignes.map((l) => l.code)).toEqual(
      expect.arrayContaining(['numero-en-double', 'identite-etrangere']),
    )
  })

  it('un autre établissement de la même coopérative n’est pas un autre organisme', async () => {
    const coop = await unOrganisme()
    expect((await lire(coop, { siret: '99912047000029' })).formations).toMatchObject([{ etrangere: false }])
  })

  it.each([
    ['DOCTYPE', '<!DOCTYPE lheo SYSTEM "file:///etc/passwd"><lheo/>', 'xml-doctype'],
    [
      'milliard de rires',
      `<!DOCTYPE l [<!ENTITY a "ha">${Array.from({ length: 9 }, (_, i) => `<!ENTITY a${i} "&a;&a;">`).join('')}]><l>&a8;</l>`,
      'xml-doctype',
    ],
    ['emboîtement', '<a>'.repeat(100_000), 'xml-trop-profond'],
    ['autre chose', '<html xmlns="http://www.w3.org/1999/xhtml"/>', 'pas-lheo'],
    ['pas du XML', '%PDF-1.7', 'xml-mal-forme'],
    ['vide', '', 'xml-mal-forme'],
  ])('%s : refusé entier, rien n’est écrit', async (_, texte, code) => {
    const coop = await unOrganisme()
    expect(await importer(coop, new TextEncoder().encode(texte))).toMatchObject({
      ok: false,
      error: { code },
    })
    expect(await offres(coop)).toEqual([])
    expect(await journal(coop)).toEqual([])
  })
  it('cent mégaoctets ou un encodage menteur : refusés avec une phrase', async () => {
    const coop = await unOrganisme()
    expect(await importer(coop, new Uint8Array(100_000_000))).toMatchObject({
      error: { code: 'xml-trop-gros' },
    })
    const latin = Buffer.from('<?xml version="1.0" encoding="UTF-8"?><lheo>\xe9</lheo>', 'latin1')
    expect(await importer(coop, latin)).toMatchObject({ error: { code: 'xml-encodage' } })
  })
  it('des longueurs, des signes coupés et des blancs hostiles n’arrêtent pas la lecture', async () => {
    const coop = await unOrganisme()
    const rapport = await lire(
      coop,
      { intitule: 'é'.repeat(400), numero: `${'n'.repeat(99)}😀` },
      { intitule: '\u2060\u2007', numero: 'vide' },
      {
        intitule: 'Coupée',
        numero: 'F2',
        heures: `<nombre-heures-total>${'a'.repeat(19)}😀</nombre-heures-total>`,
      },
    )
    expect(rapport.comptes).toMatchObject({ creees: 2, nonLues: 1 })
    expect(rapport.lignes.map((l) => l.code)).toEqual(
      expect.arrayContaining(['nombre-illisible', 'intitule-absent', 'trop-long']),
    )
    expect((await offres(coop)).map((o) => [...o.intitule].length)).toEqual(expect.arrayContaining([255, 6]))
    expect(
      (await lire(coop, { intitule: 'é'.repeat(400), numero: `${'n'.repeat(99)}😀` })).comptes.inchangees,
    ).toBe(1)
  })
  it('des noms et des textes hostiles restent des textes', async () => {
    const coop = await unOrganisme()
    await lire(coop, {
      numero: "'; drop table catalogue.offre; --",
      intitule: '{{7*7}} <script>alert(1)</script> =cmd()',
      objectif: '<img src=x onerror=alert(1)>Lire',
      contenu: '\u202eécrire',
    })
    expect(await offres(coop)).toMatchObject([{ objectif: 'Lire', contenu: 'écrire' }])
  })

  const reel = path.resolve(import.meta.dirname, '../../../../../shared/donnees/lheo-exemple-onisep.xml')
  // Le fichier public n’est pas à nous, il reste dehors : sans lui, il n’y a rien à essayer.
  const siPresent = existsSync(reel) ? it : () => {}
  siPresent('une offre réelle de l’Onisep devient un brouillon lisible, d’un autre organisme', async () => {
    const coop = await unOrganisme()
    const lu = await importer(coop, readFileSync(reel))
    expect(lu).toMatchObject({
      ok: true,
      value: {
        version: '2.2',
        rapport: { comptes: { creees: 1, nonLues: 0 }, formations: [{ etrangere: true }] },
      },
    })
    const [o] = await offres(coop)
    expect(o).toMatchObject({
      intitule: 'BTS négociation et relation client',
      certification: 'RNCP474',
      certifiante: true,
      duree: null,
      dureeTexte: expect.stringMatching(/^2\sans$/),
      origine: { siret: '19290076900014', nda: null, nom: 'Lycée Kerneuzec', etrangere: true },
    })
    expect(o?.contenu).not.toMatch(/<\/?p>|&lt;/)
    expect(o?.contenu).toContain('- Gestion de clientèles')
    const codes = lu.ok ? lu.value.rapport.lignes.map((l) => l.code) : []
    expect(codes).toEqual(expect.arrayContaining(['nda-inconnu', 'identite-etrangere', 'code-obsolete']))
  })
})

describe('adopter, retirer, reprendre', () => {
  it('adopter garde la nature, la durée, qui et quand, et se consigne', async () => {
    const coop = await unOrganisme()
    await lire(coop, { siret: '12345678200002', nda: '11753262975', organisme: 'Un autre' })
    const id = await premiere(coop)
    expect(await adopter(coop, id)).toMatchObject({ error: { code: 'motif-absent' } })
    const motif = 'Convention de partenariat du 3 mars'
    expect(await adopter(coop, id, { nature: 'vae', duree: 600, motif })).toMatchObject({ ok: true })
    const adoptees = await base.enTantQue(coop.id, {}, (tx) => listerOffresAdoptees(tx))
    expect(adoptees).toMatchObject([
      {
        id,
        nature: 'vae',
        duree: 600,
        repriseMotif: motif,
        adopteePar: personne,
        adopteeLe: le,
        origine: { nom: 'Un autre', siret: '12345678200002' },
      },
    ])
    expect((await journal(coop)).find((g) => g.geste === 'adopter-offre')).toMatchObject({
      geste: 'adopter-offre',
      par: personne,
      details: { motif, nature: 'vae' },
    })
    expect(await adopter(coop, id)).toMatchObject({ error: { code: 'deja-adoptee' } })
  })
  it('la base elle-même refuse une offre étrangère adoptée sans motif', async () => {
    const coop = await unOrganisme()
    await lire(coop, { siret: '12345678200002' })
    const code = await codeSql(() =>
      base.enTantQue(coop.id, {}, (tx) =>
        sql`update catalogue.offre set etat = 'adoptee', nature = 'formation', adoptee_le = now()`.execute(
          tx,
        ),
      ),
    )
    expect(code).toBe('23514')
  })
  it('une offre retirée se reprend, sauf si le fichier a été relu depuis', async () => {
    const coop = await unOrganisme()
    await lire(coop, {})
    const id = await premiere(coop)
    const geste = (nom: 'retirerOffre' | 'reprendreOffre') =>
      base.enTantQue(coop.id, {}, (tx) => gestesDuCatalogue(tx, le)[nom](id))
    expect(await geste('retirerOffre')).toMatchObject({ ok: true })
    expect(await offres(coop)).toEqual([])
    expect(await geste('reprendreOffre')).toMatchObject({ ok: true })
    expect(await offres(coop)).toMatchObject([{ id, etat: 'brouillon' }])
    await geste('retirerOffre')
    expect((await lire(coop, {})).comptes.creees).toBe(1)
    expect(await geste('reprendreOffre')).toMatchObject({ error: { code: 'deja-relue' } })
  })
})

describe('les murs du catalogue', () => {
  it('une enseigne ne lit ni n’adopte l’offre d’une autre ; un organisme, rien du voisin', async () => {
    const [coop, voisine] = [await unOrganisme(), await unOrganisme()]
    await importer(coop, unCatalogue({}))
    await importer(coop, unCatalogue({}), { activite: coop.y })
    const deX = await base.enTantQue(coop.id, { portee: [coop.x] }, (tx) => listerOffres(tx, {}, tout, 50))
    expect(deX).toMatchObject([{ activite: coop.x }])
    const id = deX[0]?.id as OffreId
    for (const [organisme, qui] of [
      [coop.id, { portee: [coop.y] }],
      [voisine.id, {}],
    ] as const) {
      expect(await base.enTantQue(organisme, qui, (tx) => lireOffre(tx, id))).toBeUndefined()
      expect(
        await base.enTantQue(organisme, qui, (tx) => gestesDuCatalogue(tx, le).adopterOffre(id, adoption)),
      ).toMatchObject({
        error: { code: 'introuvable' },
      })
    }
    const ecrireChezX = () =>
      base.enTantQue(coop.id, { portee: [coop.y] }, (tx) =>
        gestesDuCatalogue(tx, le).importerLheo({
          id: newId<'Import'>(),
          activite: coop.x,
          octets: unCatalogue({ numero: 'F7' }),
          nomFichier: 'f.xml',
          attendu: {},
        }),
      )
    expect(await codeSql(ecrireChezX)).toBe('42501')
  })
  it('un import ne se corrige ni ne s’efface', async () => {
    const coop = await unOrganisme()
    await lire(coop, {})
    for (const q of ["update catalogue.import set nom_fichier = 'autre'", 'delete from catalogue.import'])
      expect(await codeSql(() => base.enTantQue(coop.id, {}, (tx) => sql.raw(q).execute(tx)))).toBe('42501')
  })
})

it('la recherche va par préfixe, sans accent ni casse, et se feuillette par clé dans les deux sens', async () => {
  const coop = await unOrganisme()
  const intitules = ['Écrire', 'Échanger', 'écouter', 'Zoom']
  for (const intitule of intitules)
    await base.maintenance((tx) =>
      poserOffre(tx, { organisme: coop.id, activite: coop.x, intitule, etat: 'brouillon' }),
    )
  const noms = (q: string, sens: 'apres' | 'avant' = 'apres', cle?: readonly string[], taille = 10) =>
    base.enTantQue(coop.id, {}, async (tx) =>
      (await listerOffres(tx, { q }, { sens, cle }, taille)).map((o) => o.intitule),
    )
  expect(await noms('EC')).toEqual(['Échanger', 'écouter', 'Écrire'])
  expect(await noms('%')).toEqual([])
  const max = 'ffffffff-ffff-ffff-ffff-ffffffffffff'
  expect(await noms('', 'apres', ['ecouter', max])).toEqual(['Écrire', 'Zoom'])
  expect(await noms('', 'avant', ['ecrire', '00000000-0000-0000-0000-000000000000'])).toEqual([
    'écouter',
    'Échanger',
  ])
})
