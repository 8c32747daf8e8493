/** La convention d’une activité commune : un exemplaire par personne, visé, puis signé par lien et par la direction. */
import { sql } from 'kysely'
import { afterAll, expect, it } from 'vitest'
import type { ActiviteId } from '#kernel/id.ts'
import { moduleCae } from '#modules/cae/module.ts'
import { poserOrganisme } from '#modules/comptes/test/organismes.ts'
import { ajouterDemande } from '#modules/documents/db/signatures.ecritures.ts'
import { moduleDocuments, type PieceId } from '#modules/documents/index.ts'
import { liensASigner, poserDirection, signerParLeLien } from '#modules/mutualisation/test/signer.ts'
import { poserEnseigne } from '#modules/sessions/test/cooperatives.ts'
import { poserIntervenant } from '#modules/sessions/test/poser.ts'
import { type MaintenanceTx, newId } from '#platform/db/index.ts'
import { postgresStorage } from '#platform/storage/postgres-storage.ts'
import { prisesDesDocuments } from '../../src/app/prises.ts'
import { codeSql } from '../base/index.ts'
import { monde, sansInsecables } from '../monde/index.ts'
import { lireTexte, moteur, serre } from './texte.ts'

const [navette, plomb, ourlet] = [newId<'Activite'>(), newId<'Activite'>(), newId<'Activite'>()]
const pdf = moteur()
afterAll(() => pdf.close())
const m = await monde({
  modules: [moduleCae, moduleDocuments(prisesDesDocuments)],
  services: { pdf, storage: postgresStorage() },
  coops: {
    tisserands: async (tx: MaintenanceTx) => {
      const o = await poserOrganisme(tx, 'Les Tisserands')
      await sql`update organisme.organisme set cae = true where organisme_id = ${o.organisme}`.execute(tx)
      return o
    },
  },
  gens: {
    salome: { roles: ['formateur'], portee: [navette] },
    morgane: { roles: ['formateur'], portee: [plomb] },
    lila: { roles: ['formateur'], portee: [ourlet] },
    yann: { roles: ['equipe-appui'] },
    claire: { roles: ['responsable'] },
  },
  maintenant: new Date().toISOString(),
  texte: sansInsecables,
})
const { base, salome, morgane, lila, yann, claire } = m
const { organisme } = m.coops.tisserands
const fiches = await base.maintenance(async (tx) => {
  await poserDirection(tx, { organisme, personne: claire.personne }, 'Claire Vasseur')
  const gens: readonly (readonly [ActiviteId, string, string, string, string | null])[] = [
    [navette, 'La Navette', 'Salomé', 'Diallo', salome.personne],
    [plomb, 'Fil à plomb', 'Morgane', 'Tanguy', morgane.personne],
    [ourlet, 'Ourlet numérique', 'Lila', 'Benamar', lila.personne],
    // Venue un jour d’ailleurs, sans compte ni statut de la maison : elle n’est partie à rien.
    [ourlet, 'Ourlet numérique', 'Zoé', 'Vacataire', null],
  ]
  const posees: string[] = []
  for (const [activite, enseigne, prenom, nom, compte] of gens) {
    if (compte) await poserEnseigne(tx, { organisme, neuve: activite }, enseigne)
    const fiche = await poserIntervenant(tx, { organisme, activite }, [], { prenom, nom })
    await sql`update tiers.intervenant set compte_id = ${compte}::uuid where organisme_id = ${organisme} and personne_id = ${fiche}`.execute(
      tx,
    )
    await sql`update tiers.personne set courriel = ${`${prenom.toLowerCase().replace('é', 'e')}@tisserands.example`} where id = ${fiche}`.execute(
      tx,
    )
    if (compte) posees.push(fiche)
  }
  return posees
})
const commune = `/entre-enseignes/commune/${navette}`
const aujourdhui = new Date().toLocaleDateString('fr-FR')
const exemplaires = async () =>
  (
    await base.maintenance((tx) =>
      sql<{
        id: string
        numero: string
        donnees: string
        activite: string
      }>`select p.id, p.numero, p.donnees, p.activite_id as activite
        from documents.piece p where p.genre = 'convention-commune'
          and not exists (select from documents.piece r where r.remplace_id = p.id) order by p.numero`.execute(
        tx,
      ),
    )
  ).rows
const personneDe = (donnees: string): string => JSON.parse(donnees).partie.personne

it('s’établit quand chaque enseigne a répondu, et chaque personne signe le sien après le visa', async () => {
  expect(
    (
      await yann.aller(`${commune}/proposer`, {
        objet: 'Rénover sobrement',
        parts: 'Fil à plomb : 40\nOurlet numérique : 25,5',
        du: aujourdhui,
        au: '',
      })
    ).statut,
  ).toBe(303)
  const cadres = [
    ...(await yann.aller(commune)).texte.matchAll(/href="(\/entre-enseignes\/[0-9a-f-]{36})"/g),
  ].map((x) => x[1] ?? '')
  expect(cadres).toHaveLength(2)
  expect((await yann.aller(`${commune}/etablir`, {})).texte).toContain('n’a pas encore répondu')
  for (const [qui, cadre] of [
    [morgane, cadres[0]],
    [lila, cadres[1]],
  ] as const)
    expect((await qui.aller(`${cadre}/accorder`, { intervenant: '' })).statut).toBe(303)
  // Qui tient la marque ne l’établit pas seule : la convention est de toutes les enseignes.
  expect((await salome.aller(`${commune}/etablir`, {})).statut).toBe(403)
  expect((await yann.aller(`${commune}/etablir`, {})).statut).toBe(303)
  const trois = await exemplaires()
  expect(trois.map((p) => p.activite).toSorted()).toEqual([navette, plomb, ourlet].toSorted())
  expect(trois.map((p) => personneDe(p.donnees)).toSorted()).toEqual([...fiches].toSorted())
  expect(JSON.parse(trois[0]?.donnees ?? '{}')).toMatchObject({
    marque: 'La Navette',
    parts: [
      { enseigne: 'Fil à plomb', personnes: 'Morgane Tanguy', part: '40 %' },
      { enseigne: 'Ourlet numérique', personnes: 'Lila Benamar', part: '25,5 %' },
    ],
    reste: '34,5 %',
    deLaMarque: 'Salomé Diallo',
  })

  // Une enseigne lit son exemplaire, et pas celui d’une autre.
  const deMorgane = trois.find((p) => p.activite === plomb)
  const deLila = trois.find((p) => p.activite === ourlet)
  expect((await morgane.aller(`/documents/${deMorgane?.id}`)).statut).toBe(200)
  expect((await morgane.aller(`/documents/${deLila?.id}`)).statut).toBe(404)
  const lue = (await morgane.aller(commune)).texte
  expect(lue).toContain(deMorgane?.numero)
  expect(lue).not.toContain(deLila?.numero)
  expect((await salome.aller(commune)).texte).not.toContain(deLila?.numero)

  // Sans visa, rien ne part, ni par la page ni par la base.
  expect((await yann.aller(`${commune}/envoyer`, {})).texte).toContain(
    'Aucun exemplaire visé n’attend son lien',
  )
  const force = await codeSql(() =>
    base.enTantQue(organisme, { personne: yann.personne }, (tx) =>
      ajouterDemande(tx, {
        id: newId<'Demande'>(),
        activite: plomb,
        piece: deMorgane?.id as PieceId,
        acte: 'signature',
        role: 'client',
        jointes: [],
        objet: { genre: 'activite-commune', id: navette },
        nom: 'Morgane Tanguy',
        qualite: '',
        courriel: 'm@x.example',
        creeeLe: new Date(),
      }),
    ),
  )
  expect(force).toBe('42501')
  expect((await yann.aller('/visas')).texte).toContain(deMorgane?.numero)
  for (const p of trois) {
    await yann.aller(`/visas/${p.id}`)
    expect((await yann.aller(`/visas/${p.id}`, { geste: 'accorder', motif: '' })).statut).toBe(303)
  }
  expect((await yann.aller(`${commune}/envoyer`, {})).statut).toBe(303)
  const liens = await liensASigner(m)
  expect(liens.map((l) => l.a).toSorted()).toEqual([
    'lila@tisserands.example',
    'morgane@tisserands.example',
    'salome@tisserands.example',
  ])
  for (const { a, lien } of liens) {
    const signe = await signerParLeLien(m, lien, `La personne de ${a}`)
    expect(signe.texte).toContain('C’est signé')
    expect((await yann.aller(commune)).texte).not.toContain('Convention signée de tous')
  }
  for (const p of trois) expect((await claire.aller(`/documents/${p.id}/signature`, {})).statut).toBe(303)
  expect((await yann.aller(commune)).texte).toContain('Convention signée de tous')
  const rendu = await m.base.enTantQue(organisme, { personne: claire.personne }, async (tx) => {
    const { rows } = await sql<{
      fichier: string
    }>`select fichier from documents.piece where id = ${deMorgane?.id}::uuid`.execute(tx)
    return postgresStorage().get(tx, rows[0]?.fichier ?? '')
  })
  const dit = serre(await lireTexte(rendu?.octets as Uint8Array))
  for (const mot of [
    'ConventiondactivitécommuneLaNavette',
    'MorganeTanguy',
    'OurletnumériqueLilaBenamar25,5%',
    'LesTisserands',
  ])
    expect(dit.replace(/[^\p{L}\p{N},%]/gu, '')).toContain(mot.replace(/[^\p{L}\p{N},%]/gu, ''))

  // Lila met fin à sa part : ce que les trois ont signé ne dit plus les parts d’aujourd’hui, et la page ne le dit plus signé de tous.
  expect(
    (await lila.aller(`${cadres[1]}/annuler`, { motif: 'Je travaille désormais ailleurs.' })).statut,
  ).toBe(303)
  const apres = (await yann.aller(commune)).texte
  expect(apres).not.toContain('Convention signée de tous')
  expect(apres).toContain('à établir de nouveau')
  expect((await yann.aller(`${commune}/envoyer`, {})).texte).toContain('établissez la convention de nouveau')
  // Deux « Établir » au même instant : un seul jeu d’exemplaires.
  const ensemble = await Promise.all([0, 1].map(() => yann.aller(`${commune}/etablir`, {})))
  expect(ensemble.map((r) => r.statut).toSorted()).toEqual([303, 409])
  expect(ensemble.find((r) => r.statut === 409)?.texte).toContain('vient d’être établie')
  const neufs = (await exemplaires()).filter((p) => !trois.some((t) => t.id === p.id))
  expect(neufs.map((p) => personneDe(p.donnees)).toSorted()).toEqual(fiches.slice(0, 2).toSorted())
  expect((await yann.aller(commune)).texte).toContain('attend le visa')
  for (const p of neufs) {
    await yann.aller(`/visas/${p.id}`)
    expect((await yann.aller(`/visas/${p.id}`, { geste: 'accorder', motif: '' })).statut).toBe(303)
  }
  expect((await yann.aller(`${commune}/envoyer`, {})).statut).toBe(303)
  const partis = new Map((await liensASigner(m)).map((l) => [l.a, l.lien]))
  const lienDe = (qui: string) => partis.get(`${qui}@tisserands.example`) ?? ''
  expect((await signerParLeLien(m, lienDe('morgane'), 'Morgane Tanguy')).texte).toContain('C’est signé')
  // Lila revient : les exemplaires d’hier ne se signent plus, ni de Salomé, ni de la direction.
  expect(
    (
      await yann.aller(`${commune}/proposer`, {
        objet: 'Rénover sobrement',
        parts: 'Ourlet numérique : 10',
        du: aujourdhui,
        au: '',
      })
    ).statut,
  ).toBe(303)
  const [revenue = ''] = [
    ...(await yann.aller(commune)).texte.matchAll(/href="(\/entre-enseignes\/[0-9a-f-]{36})"/g),
  ].flatMap((x) => (x[1] && !cadres.includes(x[1]) ? [x[1]] : []))
  expect((await lila.aller(`${revenue}/accorder`, { intervenant: '' })).statut).toBe(303)
  const morganeNeuf = neufs.find((p) => p.activite === plomb)?.id
  const direction = await claire.aller(`/documents/${morganeNeuf}/signature`, {})
  expect([direction.statut, direction.texte.includes('ne se signe plus')]).toEqual([409, true])
  expect((await signerParLeLien(m, lienDe('salome'), 'Salomé Diallo')).texte).not.toContain('C’est signé')
  expect((await yann.aller(commune)).texte).toContain('à établir de nouveau')
  expect(m.pannes).toEqual([])
})
