/** Ce que chaque enseigne complète au bilan : les sept manques, chacun à qui peut le compléter, et la page qui s’ouvre. */
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import type { ActiviteId } from '#kernel/id.ts'
import { type MaintenanceTx, newId } from '#platform/db/index.ts'
import { modules } from '../../src/app/modules.ts'
import { pagesComposees } from '../../src/app/pages/module.ts'
import { portsDeReprise } from '../../src/modules/bpf/db/reprise.ecritures.ts'
import { reprendreDossier } from '../../src/modules/bpf/gestes/reprendre-dossier.ts'
import { lu, unCas, uneAction, uneSeance, unProduit } from '../../src/modules/bpf/test/dossiers.ts'
import { uneEnseigne, unOrganisme } from '../../src/modules/organisme/test/organismes.ts'
import { monde, sansInsecables } from '../monde/index.ts'

const navettes: ActiviteId[] = []
const le = new Date('2026-03-01T09:00:00Z')
const m = await monde({
  modules: [...modules, pagesComposees(modules)],
  coops: {
    tisserands: async (tx: MaintenanceTx) => {
      const o = await unOrganisme(tx, 'Les Tisserands', { cae: true })
      navettes.push(await uneEnseigne(tx, o.organisme, 'La Navette'))
      return o
    },
  },
  gens: {
    salome: { roles: ['formateur'], portee: navettes },
    yann: { roles: ['equipe-appui'] },
  },
  maintenant: le.toISOString(),
  texte: sansInsecables,
})
const { base, salome, yann } = m
const { organisme } = m.coops.tisserands
const [navette = newId<'Activite'>()] = navettes

it('chacun des sept manques est à qui peut le compléter : l’entrepreneuse ouvre chaque page des siens, le reste est à d’autres', async () => {
  const cas = unCas({
    actions: [
      uneAction({ seances: [uneSeance(), uneSeance({ id: 's2', date: '2025-03-11' })] }),
      uneAction({ id: 'A2', seances: [uneSeance({ id: 's3', date: '2025-04-10' })] }),
    ],
    produits: [
      unProduit(),
      unProduit({ id: 'P2', rattachement: { action: 'A2' } }),
      unProduit({ id: 'P3', financeur: 'a_affecter' }),
    ],
  })
  await base.enTantQue(organisme, {}, (tx) => reprendreDossier(lu(cas), navette, portsDeReprise(tx, le), le))
  await base.maintenance(async (tx) => {
    const seance = (ref: string) => sql`(select seance_id from bpf.seance_reprise where ref = ${ref})`
    // La première action est celle de Salomé ; personne n’en anime la seconde demi-journée.
    await sql`update sessions.session set formateur_id = ${salome.personne} where id = (select session_id from sessions.seance where id = ${seance('s1')})`.execute(
      tx,
    )
    await sql`delete from bpf.intervention_reprise where seance_id = ${seance('s2')}`.execute(tx)
    // Un stagiaire sans statut, une action sans objectif ni spécialité, une personne sans statut ce jour-là.
    await sql`update inscriptions.inscription set statut_f1 = null where session_id = (select session_id from sessions.seance where id = ${seance('s1')})`.execute(
      tx,
    )
    await sql`update catalogue.offre set objectif_f3 = null, niveau_f3 = null, codes_nsf = '{}' where id = (select s.offre_id from sessions.session s
      join sessions.seance x on x.session_id = s.id where x.id = ${seance('s1')})`.execute(tx)
    await sql`delete from tiers.statut where organisme_id = ${organisme}`.execute(tx)
    // La seconde action, d’une autre personne, n’a plus une heure.
    for (const table of ['bpf.presence_reprise', 'bpf.intervention_reprise', 'bpf.seance_reprise'])
      await sql`delete from ${sql.raw(table)} where seance_id = (select x.id from sessions.seance x where x.jour = '2025-04-10')`.execute(
        tx,
      )
    await sql`delete from sessions.seance where jour = '2025-04-10'`.execute(tx)
  })
  const { debut, fin } = lu(cas).exercice
  const ici = `/bpf/${debut}..${fin}/enseignes/${navette}`
  const csv = async (qui: typeof salome) =>
    (await qui.aller(`${ici}?format=csv`)).texte
      .trim()
      .split(/\r?\n/)
      .slice(1)
      .map((l) => l.split(';'))
  const lignes = await csv(salome)
  const de = (par: string) => [
    ...new Set(lignes.filter((l) => l[2] === par).map((l) => l[0]?.replace('\uFEFF', ''))),
  ]
  expect(de('vous').toSorted()).toEqual([
    'Un stagiaire sans statut',
    'Une action sans objectif (F-3)',
    'Une action sans spécialité (F-4)',
    'Une séance sans intervenant',
  ])
  expect(de('une autre personne').toSorted()).toEqual([
    'Un intervenant sans statut ce jour-là',
    'Un produit d’une action sans heure',
    'Un produit sans origine',
  ])
  const page = (await salome.aller(ici)).texte
  expect(page).toContain('4 lignes restent à compléter')
  const liens = [...page.matchAll(/href="(\/sessions\/[^"]+)"/g)].map((x) => x[1] ?? '')
  expect(liens).toHaveLength(4)
  for (const lien of liens) expect((await salome.aller(lien)).statut, lien).toBe(200)
  // L’équipe d’appui, elle, les complète tous.
  expect((await csv(yann)).map((l) => l[2])).toEqual(lignes.map(() => 'vous'))
})
