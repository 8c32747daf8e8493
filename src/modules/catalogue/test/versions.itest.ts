import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { ajouterJours, type DateCivile } from '#kernel/dates.ts'
import type { Refus } from '#kernel/refus.ts'
import type { Result } from '#kernel/result.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { baseNeuve, codeSql } from '../../../../test/base/index.ts'
import { poserOrganisme } from '../../comptes/test/organismes.ts'
import { chercherFiches, lireFichePublique, listerPlan, specialitesEnLigne } from '../db/fiches.ts'
import { lireOffre, listerOffresAdoptees } from '../db/offres.queries.ts'
import { lireVersion, listerVersions } from '../db/versions.ts'
import type { OffreId } from '../domain/offre.ts'
import { gestesDuCatalogue } from '../gestes/composer.ts'
import { contenuComplet, contenuSimple } from './contenus.ts'
import { unCatalogue } from './fichiers.ts'
import { poserOffre } from './offres.ts'
import { publierUneOffre } from './publier.ts'

const derniereLue = async (tx: TenantTx): Promise<string | undefined> =>
  (
    await sql<{
      id: string
    }>`select id from catalogue.offre where import_id is not null order by cree_le desc limit 1`.execute(tx)
  ).rows[0]?.id

const base = await baseNeuve()
const coop = await base.maintenance((tx) => poserOrganisme(tx, 'Langue & Lien'))
const voisine = await base.maintenance((tx) => poserOrganisme(tx, 'Terre d’Appui'))
const le = new Date('2026-12-01T10:00:00Z')
const ceJour = jourLocal(le, ZONE_PAR_DEFAUT)
type Nom = 'publierOffre' | 'depublierOffre' | 'reprendreOffre' | 'retirerOffre'
const geste = (nom: Nom, id: OffreId, organisme = coop.organisme) =>
  base.enTantQue(organisme, {}, (tx): Promise<Result<unknown, Refus>> => gestesDuCatalogue(tx, le)[nom](id))
const versions = (id: OffreId) => base.enTantQue(coop.organisme, {}, (tx) => listerVersions(tx, id))
const enLigne = (id: OffreId) => base.db.withoutTenant((tx) => lireFichePublique(tx, ceJour, id))
const adopter = (id: OffreId) =>
  base.enTantQue(coop.organisme, {}, (tx) =>
    gestesDuCatalogue(tx, le).adopterOffre(id, { nature: 'formation', duree: 840, motif: undefined }),
  )

describe('les versions d’une offre', () => {
  it('adopter fige tout le contenu ; reprendre, corriger, adopter en fige une autre, sans toucher la première', async () => {
    const id = await publierUneOffre(base.enTantQue, coop, contenuComplet, { publie: false })
    const [une] = await versions(id)
    expect(une).toMatchObject({ numero: 1, nature: 'formation', contenu: contenuComplet, parutions: [] })
    await geste('reprendreOffre', id)
    await base.enTantQue(coop.organisme, {}, (tx) =>
      gestesDuCatalogue(tx, le).corrigerOffre(id, { ...contenuComplet, intitule: 'Autrement' }),
    )
    expect(await adopter(id)).toMatchObject({ ok: true })
    const deux = await versions(id)
    expect(deux.map((v) => [v.numero, v.contenu.intitule, v.contenu.duree])).toEqual([
      [2, 'Autrement', 840],
      [1, contenuComplet.intitule, 1_260],
    ])
    expect(deux[1]).toEqual(une)
    const offre = await base.enTantQue(coop.organisme, {}, (tx) => lireOffre(tx, id))
    expect(offre).toMatchObject({ versionId: deux[0]?.id, publieeLe: null, nature: 'formation' })
    const adoptees = await base.enTantQue(coop.organisme, {}, (tx) => listerOffresAdoptees(tx))
    expect(adoptees.find((o) => o.id === id)?.versionId).toBe(deux[0]?.id)
  })
  it('la base refuse de corriger ou d’effacer une version, et de réécrire une fiche parue', async () => {
    const id = await publierUneOffre(base.enTantQue, coop)
    for (const q of [
      `update catalogue.version set intitule = 'x' where offre_id = '${id}'`,
      `update catalogue.version set contenu = '{}' where offre_id = '${id}'`,
      `delete from catalogue.version where offre_id = '${id}'`,
      `update catalogue.fiche set contenu = '{}' where offre_id = '${id}'`,
      `update catalogue.fiche set publiee_le = now() where offre_id = '${id}'`,
      `delete from catalogue.fiche where offre_id = '${id}'`,
    ])
      expect(await codeSql(() => base.enTantQue(coop.organisme, {}, (tx) => sql.raw(q).execute(tx))), q).toBe(
        '42501',
      )
  })
  it('deux adoptions au même instant ne font qu’une version', async () => {
    const id = await base.maintenance((tx) =>
      poserOffre(tx, { ...coop, intitule: 'Disputée', etat: 'brouillon' }),
    )
    const deux = await Promise.all([adopter(id), adopter(id)])
    expect(deux.map((d) => d.ok).toSorted()).toEqual([false, true])
    expect(await versions(id)).toHaveLength(1)
  })
  it('une enseigne, un voisin ne lisent pas une version', async () => {
    const id = await publierUneOffre(base.enTantQue, coop)
    const version = (await versions(id))[0]
    if (!version) throw new Error('sans version')
    expect(await base.enTantQue(voisine.organisme, {}, (tx) => lireVersion(tx, version.id))).toBeUndefined()
    expect(
      await base.enTantQue(coop.organisme, { portee: [] }, (tx) => lireVersion(tx, version.id)),
    ).toBeUndefined()
  })
})

describe('publier', () => {
  it('met la version en ligne, la retire, la remet ; le journal le dit', async () => {
    const id = await publierUneOffre(base.enTantQue, coop)
    expect(await enLigne(id)).toMatchObject({
      contenu: contenuSimple,
      version: 1,
      organismeNom: 'Langue & Lien',
    })
    expect(await geste('publierOffre', id)).toMatchObject({ ok: true, value: { numero: 1 } })
    expect((await versions(id))[0]?.parutions).toHaveLength(1)
    await geste('depublierOffre', id)
    expect(await enLigne(id)).toBeUndefined()
    await geste('publierOffre', id)
    expect(await enLigne(id)).toBeDefined()
    expect((await versions(id))[0]?.parutions).toMatchObject([{ retiree: null }, { retiree: le }])
    await geste('retirerOffre', id)
    expect(await enLigne(id)).toBeUndefined()
    const { rows: faits } = await base.enTantQue(coop.organisme, {}, (tx) =>
      sql<{ geste: string }>`select geste from journal.geste where objet_id = ${id} order by id`.execute(tx),
    )
    // Même instant : l’ordre n’est pas ce que l’on éprouve ici.
    expect(faits.map((f) => f.geste).toSorted()).toEqual([
      'adopter-offre',
      'depublier-offre',
      'ecrire-offre',
      'publier-offre',
      'publier-offre',
      'retirer-offre',
    ])
  })
  it('la version en ligne y reste pendant qu’on prépare la suivante, qui la remplace', async () => {
    const id = await publierUneOffre(base.enTantQue, coop)
    await geste('reprendreOffre', id)
    await base.enTantQue(coop.organisme, {}, (tx) =>
      gestesDuCatalogue(tx, le).corrigerOffre(id, { ...contenuSimple, objectif: 'Secret encore' }),
    )
    expect((await enLigne(id))?.contenu.objectif).toBe(contenuSimple.objectif)
    expect(await geste('publierOffre', id)).toMatchObject({ error: { code: 'pas-adoptee' } })
    await adopter(id)
    expect((await enLigne(id))?.version).toBe(1)
    await geste('publierOffre', id)
    expect(await enLigne(id)).toMatchObject({ version: 2, contenu: { objectif: 'Secret encore' } })
  })
  it('une rubrique manquante refuse, nommée, et rien ne paraît', async () => {
    const id = await publierUneOffre(
      base.enTantQue,
      coop,
      { ...contenuSimple, delaiAcces: '', referentHandicap: '' },
      { publie: false },
    )
    const refus = await geste('publierOffre', id)
    expect(refus).toMatchObject({ error: { code: 'rubriques-manquantes' } })
    expect(!refus.ok && refus.error.phrase).toContain('délai d’accès et référent handicap')
    expect(await enLigne(id)).toBeUndefined()
  })
  it('une certification échue disparaît de la page publique le lendemain, sans geste de personne', async () => {
    const id = await publierUneOffre(base.enTantQue, coop, contenuComplet)
    const au = contenuComplet.certAu as DateCivile
    const lire = (jour: DateCivile) =>
      base.db.withoutTenant(async (tx) => [
        (await lireFichePublique(tx, jour, id)) !== undefined,
        (await listerPlan(tx, jour)).some((f) => f.offre === id),
        (await chercherFiches(tx, jour, { q: 'entretien' }, undefined, 50)).some((f) => f.offre === id),
        (await specialitesEnLigne(tx, jour)).includes('332'),
      ])
    expect(await lire(au)).toEqual([true, true, true, true])
    expect(await lire(ajouterJours(au, 1))).toEqual([false, false, false, false])
  })
  it('deux personnes qui publient ensemble n’en font pas deux fiches', async () => {
    const id = await publierUneOffre(base.enTantQue, coop, contenuSimple, { publie: false })
    const deux = await Promise.all([geste('publierOffre', id), geste('publierOffre', id)])
    expect(deux.every((d) => d.ok)).toBe(true)
    expect((await versions(id))[0]?.parutions).toHaveLength(1)
  })
  it('un voisin ne publie ni ne retire rien de ce qui n’est pas à lui', async () => {
    const id = await publierUneOffre(base.enTantQue, coop)
    for (const nom of ['publierOffre', 'depublierOffre'] as const)
      expect(await geste(nom, id, voisine.organisme)).toMatchObject({ error: { code: 'introuvable' } })
    await base.enTantQue(voisine.organisme, {}, (tx) =>
      sql`update catalogue.fiche set retiree_le = now() where offre_id = ${id}`.execute(tx),
    )
    expect(await enLigne(id)).toBeDefined()
  })
  it('l’identité publique n’est rendue que pour qui publie', async () => {
    const vitrine = async (o: string) =>
      (await base.db.lire((tx) => sql`select nom from porte.vitrine(${o}::uuid)`.execute(tx))).rows
    expect(await vitrine(voisine.organisme)).toEqual([])
    const id = await publierUneOffre(base.enTantQue, coop)
    expect(await vitrine(coop.organisme)).toEqual([{ nom: 'Langue & Lien' }])
    expect((await enLigne(id))?.vitrine.nom).toBe('Langue & Lien')
    expect((await base.db.withoutTenant((tx) => listerPlan(tx, ceJour))).length).toBeGreaterThan(0)
  })
})

it('une version sans nature ni durée ne se pose pas, quoi que fasse le code', async () => {
  const id = await publierUneOffre(base.enTantQue, coop, contenuSimple, { publie: false })
  const poser = (colonnes: string) =>
    codeSql(() =>
      base.enTantQue(coop.organisme, {}, (tx) =>
        sql
          .raw(
            `insert into catalogue.version (id, activite_id, offre_id, numero, contenu, intitule, nature, duree_minutes, figee_le)
             values (gen_random_uuid(), '${coop.activite}', '${id}', ${colonnes}, now())`,
          )
          .execute(tx),
      ),
    )
  expect(await poser(`9, '{}', 'x', 'formation', 0`)).toBe('23514')
  expect(await poser(`9, '{}', 'x', null, 60`)).toBe('23502')
  expect(await poser(`1, '{}', 'x', 'formation', 60`)).toBe('23505')
})

it('un fichier lu avant les versions, relu inchangé, ne défait pas une correction faite à la main', async () => {
  const importer = () =>
    base.enTantQue(voisine.organisme, {}, (tx) =>
      gestesDuCatalogue(tx, le).importerLheo({
        id: newId<'Import'>(),
        activite: voisine.activite,
        octets: unCatalogue({}),
        nomFichier: 'f.xml',
        attendu: {},
      }),
    )
  await importer()
  const offre = await base.enTantQue(voisine.organisme, {}, async (tx) => (await derniereLue(tx)) as OffreId)
  // L’empreinte telle qu’elle se calculait : les rubriques d’alors, dans leur ordre.
  const ancienne = createHash('sha256')
    .update(
      JSON.stringify([
        {
          intitule: 'Conduire une réunion en anglais',
          objectif: 'Animer une réunion',
          resultats: '',
          contenu: 'Trois ateliers',
          publicVise: '',
          prerequis: '',
          methodes: '',
          evaluation: '',
          acces: '',
          accessibilite: '',
          certifiante: false,
          certification: null,
          nsf: [],
          formacodes: ['15234'],
          rome: [],
          modalite: 'presentiel',
          duree: 1_260,
          dureeTexte: '',
          prix: 140_000,
        },
        '99912047000011',
        '84389914238',
        'Langue & Lien',
      ]),
    )
    .digest()
  await base.enTantQue(voisine.organisme, {}, (tx) =>
    sql`update catalogue.offre set empreinte_source = ${ancienne}, objectif = 'À la main' where id = ${offre}`.execute(
      tx,
    ),
  )
  expect(await importer()).toMatchObject({
    value: { rapport: { comptes: { inchangees: 1, misesAJour: 0 } } },
  })
  expect((await base.enTantQue(voisine.organisme, {}, (tx) => lireOffre(tx, offre)))?.objectif).toBe(
    'À la main',
  )
})
