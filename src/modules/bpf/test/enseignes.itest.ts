/** Ce que chaque enseigne complète au bilan : ses lignes, leur compte, et rien d’une autre. */
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import type { ActiviteId } from '#kernel/id.ts'
import { type MaintenanceTx, newId } from '#platform/db/index.ts'
import { unVisiteur } from '#web/test/services.ts'
import { monde, sansInsecables } from '../../../../test/monde/index.ts'
import { uneEnseigne, unOrganisme } from '../../organisme/test/organismes.ts'
import { contributionsDuBilan } from '../contributions/aujourdhui.ts'
import { portsDeReprise } from '../db/reprise.ecritures.ts'
import { reprendreDossier } from '../gestes/reprendre-dossier.ts'
import { manquesAuBilan, manquesParEnseigne } from '../lecture/lire-manques.ts'
import { bpf } from '../module.ts'
import { lu, unCas, unProduit } from './dossiers.ts'
import { lireLesDeux as lireBilan } from './lire-les-deux.ts'

const siennes = { navette: [] as ActiviteId[], ourlet: [] as ActiviteId[] }
const le = new Date('2026-03-01T09:00:00Z')
const m = await monde({
  modules: [bpf],
  coops: {
    tisserands: async (tx: MaintenanceTx) => {
      const o = await unOrganisme(tx, 'Les Tisserands', { cae: true })
      await sql`update organisme.organisme set nda = '11753456775' where organisme_id = ${o.organisme}`.execute(
        tx,
      )
      siennes.navette.push(await uneEnseigne(tx, o.organisme, 'La Navette'))
      siennes.ourlet.push(await uneEnseigne(tx, o.organisme, 'Ourlet numérique'))
      return o
    },
  },
  gens: {
    salome: { roles: ['formateur'], portee: siennes.navette },
    tristan: { roles: ['formateur'], portee: siennes.ourlet },
    clientele: { roles: ['commercial'], portee: siennes.navette },
    yann: { roles: ['equipe-appui'] },
    tom: { roles: ['formateur'] },
  },
  maintenant: le.toISOString(),
  texte: sansInsecables,
})
const { base, salome, tristan, clientele, yann, tom } = m
const { organisme } = m.coops.tisserands
const [navette = newId<'Activite'>()] = siennes.navette
const [ourlet = newId<'Activite'>()] = siennes.ourlet
const sansOrigine = (id: string) => unProduit({ id, financeur: 'a_affecter' })
const { debut, fin } = lu(unCas()).exercice
const exercice = `${debut}..${fin}`

it('chaque enseigne a son compte et sa liste ; l’équipe d’appui lit toutes les deux', async () => {
  for (const [activite, produits] of [
    [navette, [sansOrigine('P-navette-1'), sansOrigine('P-navette-2')]],
    [ourlet, [sansOrigine('P-ourlet')]],
  ] as const)
    await base.enTantQue(organisme, {}, (tx) =>
      reprendreDossier(
        lu(unCas({ id: activite, produits: [...produits] })),
        activite,
        portsDeReprise(tx, le),
        le,
      ),
    )
  const sienne = `/bpf/${exercice}/enseignes/${navette}`
  const page = await salome.aller(sienne)
  expect(page.statut).toBe(200)
  // L’origine d’un produit repris, c’est la coopérative qui la dit.
  expect(page.texte).toContain('Vous n’avez rien à compléter ici')
  expect(page.texte).toContain('À compléter par d’autres')
  // Une collègue de la même enseigne peut en compléter : rien n’est dit de la seule coopérative.
  expect(page.texte).not.toContain('a coopérative le complète')
  // Sans ligne, la page ne dit que ce qui se lit d’ici : le statut d’une fiche d’ailleurs n’en est pas.
  const vide = (await salome.aller(`/bpf/2019-01-01..2019-12-31/enseignes/${navette}`)).texte
  expect(vide).toContain('Rien de ce qui se lit d’ici ne manque.')
  expect(vide).not.toContain('a son statut')
  expect(page.texte.match(/Un produit sans origine/g)).toHaveLength(2)
  expect(page.texte).not.toContain('Ourlet')
  // D’un accès entier, l’enseigne d’une autre n’en devient pas sienne.
  for (const [qui, statut] of [
    [tristan, 404],
    [tom, 404],
    [clientele, 403],
  ] as const)
    for (const a of [sienne, `${sienne}?format=csv`]) expect((await qui.aller(a)).statut, a).toBe(statut)
  expect((await salome.aller(`/bpf/${exercice}/enseignes/${newId()}`)).statut).toBe(404)
  expect((await salome.aller(`/bpf/${exercice}`)).statut).toBe(403)
  expect((await yann.aller(sienne)).texte).toContain('2 lignes restent')
  expect((await yann.aller(`${sienne}?format=csv`)).texte.trim().split('\n')).toHaveLength(3)
  // Le bilan de la coopérative dit le compte de chacune, et y mène.
  const bilan = (await yann.aller(`/bpf/${exercice}`)).texte
  expect(bilan).toContain(`href="${sienne}"`)
  expect(bilan).toContain(`href="/bpf/${exercice}/enseignes/${ourlet}"`)
})

it('au temps du bilan, la journée de l’entrepreneuse dit combien de lignes, de son enseigne seule', async () => {
  const journee = (
    qui: { personne: typeof salome.personne },
    portee: '*' | readonly (typeof navette)[],
    roles: string[],
  ) =>
    base.enTantQue(organisme, { personne: qui.personne, portee }, async (tx) =>
      contributionsDuBilan.aFaire?.(tx, {
        visiteur: unVisiteur({ personneId: qui.personne, cae: true, roles }),
        maintenant: le,
      }),
    )
  // Rien de ce qui manque n’est à elle de le dire.
  expect(await journee(salome, [navette], ['formateur'])).toEqual([])
  await base.maintenance((tx) =>
    sql`update sessions.session set formateur_id = ${salome.personne} where organisme_id = ${organisme} and activite_id = ${navette}`.execute(
      tx,
    ),
  )
  await base.maintenance((tx) =>
    sql`update inscriptions.inscription set statut_f1 = null where organisme_id = ${organisme} and activite_id = ${navette}`.execute(
      tx,
    ),
  )
  const siens = await journee(salome, [navette], ['formateur'])
  expect(siens?.map((f) => sansInsecables(`${f.verbe} ${f.chose}`))).toEqual([
    expect.stringMatching(/^Compléter le bilan .* de La Navette : 1 ligne$/),
  ])
  expect(siens?.[0]?.href).toBe(`/bpf/${exercice}/enseignes/${navette}`)
  expect(await journee(tristan, [ourlet], ['formateur'])).toEqual([])
  expect(await journee(clientele, [navette], ['commercial'])).toEqual([])
  // Qui établit le bilan lit son échéance, non ces lignes.
  expect((await journee(yann, '*', ['equipe-appui']))?.map((f) => f.href)).toEqual([`/bpf/${exercice}`])
  const compte = await base.enTantQue(organisme, { portee: siennes.navette }, (tx) =>
    manquesAuBilan(tx, unVisiteur({ cae: true, roles: ['responsable'] }), ourlet, lu(unCas()).exercice),
  )
  expect(compte.nombre).toBe(0)
})

it('qui anime dans une autre enseigne que celle de sa fiche ne manque à aucune, de quelque côté qu’on lise', async () => {
  const comptes = async () => {
    const lus = []
    for (const portee of ['*', siennes.navette] as const)
      lus.push(
        await base.enTantQue(organisme, { portee }, async (tx) =>
          manquesParEnseigne(await lireBilan(tx, lu(unCas()).exercice)).get(navette),
        ),
      )
    return lus
  }
  const [avant, vu] = await comptes()
  expect(vu).toBe(avant)
  const anime = (activite: string) => sql`(select distinct i.personne_id from bpf.intervention_reprise i
    where i.organisme_id = ${organisme} and i.activite_id = ${activite})`
  await base.maintenance((tx) =>
    sql`update bpf.intervention_reprise set personne_id = ${anime(ourlet)} where organisme_id = ${organisme} and activite_id = ${navette}`.execute(
      tx,
    ),
  )
  expect(await comptes()).toEqual([avant, avant])
  await base.maintenance((tx) =>
    sql`delete from tiers.statut where organisme_id = ${organisme} and personne_id in ${anime(ourlet)}`.execute(
      tx,
    ),
  )
  expect(await comptes()).toEqual([avant, avant])
  const sienne = (await salome.aller(`/bpf/${exercice}/enseignes/${navette}`)).texte
  expect(sienne).not.toContain('Un intervenant sans statut')
  // La coopérative lit la fiche et la séance : elle le dit.
  expect((await yann.aller(`/bpf/${exercice}/a-affecter`)).texte).toContain(
    'Un intervenant sans statut ce jour-là',
  )
})
