// Trois serveurs et un ouvrier sur une même base extérieure : un seul service, vu de qui s'en sert. Là où PgBouncer est installé, deux
// des serveurs et l'ouvrier passent par lui, en mode transaction ; le troisième reste en direct.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { motDePasseDemo, organismesDemo } from '#app/demo/comptes.ts'
import { avecClient } from '#platform/db/roles.ts'
import { demarrerPostgres, type Grappe } from '#platform/postgres/index.ts'
import { arreter, demarrer, donneesNeuves, type Lance, lancer, type Serveur, visiter } from './outils.ts'
import { repartir } from './repartiteur.ts'

const base = donneesNeuves()
const commun = donneesNeuves()
let grappe: Grappe
let serveurs: readonly Serveur[] = []
let ouvrier: Lance
let repartiteur: Awaited<ReturnType<typeof repartir>>
const de = (i: number): string => serveurs[i]?.origine ?? ''

beforeAll(async () => {
  grappe = await demarrerPostgres({ dossier: base.dossier, essai: true })
  await avecClient(grappe.connexion('postgres', 'postgres'), (c) => c.query('create database partagee'))
  const env = {
    DATABASE_URL: `postgres://postgres@localhost/partagee?host=${grappe.connexion('postgres').host}`,
    COFORME_DONNEES: commun.dossier,
    COFORME_TRAVAILLEUR: 'non',
    COFORME_POOL: '3',
  }
  repartiteur = await repartir(grappe, 'partagee')
  if (!repartiteur) console.log('PgBouncer n’est pas installé : tous les serveurs sont en direct.')
  const parLui = repartiteur ? { ...env, DATABASE_URL: repartiteur.adresse } : env
  // Ensemble, sur une base vide : une seule démonstration, les mêmes rôles, les mêmes clés, un ouvrier déjà au travail.
  const [un, deux, trois, fond] = await Promise.all([
    demarrer(env),
    demarrer(parLui),
    demarrer(parLui),
    lancer('main.worker', parLui),
  ])
  serveurs = [un, deux, trois]
  ouvrier = fond
  await ouvrier.dit(/L’ouvrier de Coforme est prêt/)
})
afterAll(async () => {
  await arreter(ouvrier, ...serveurs)
  await repartiteur?.arreter()
  await grappe.arreter()
  await base.defaire()
  await commun.defaire()
})

describe('Trois serveurs et un ouvrier sur une base', () => {
  test('on se connecte par l’un, on travaille par l’autre, on sort par le troisième', async () => {
    const navigateur = visiter()
    // Le formulaire part de l'origine de chaque serveur : les trois sont le même site pour la personne.
    const entree = await navigateur.envoyer(de(0), '/connexion', {
      courriel: 'nadia@langue-et-lien.example',
      motDePasse: motDePasseDemo,
    })
    expect(entree.status).toBe(303)
    expect(await (await navigateur.lire(de(1), '/aujourdhui')).text()).toContain('Nadia Berrada')
    const neuve = await navigateur.envoyer(de(1), '/personnes/nouvelle', { prenom: 'Rosa', nom: 'Partage' })
    expect(neuve.status).toBe(303)
    expect(await (await navigateur.lire(de(2), '/personnes?q=partage')).text()).toContain('Rosa')
    const temoinAvant = visiter()
    await temoinAvant.envoyer(de(2), '/connexion', {
      courriel: 'nadia@langue-et-lien.example',
      motDePasse: motDePasseDemo,
    })
    expect((await navigateur.envoyer(de(2), '/deconnexion', {})).status).toBe(303)
    expect((await navigateur.lire(de(0), '/aujourdhui')).headers.get('location')).toContain('/connexion')
    expect((await temoinAvant.lire(de(0), '/aujourdhui')).status).toBe(200)
  })

  test('l’ouvrier envoie le courrier demandé à un serveur, un autre le montre', async () => {
    await visiter().envoyer(de(0), '/mot-de-passe-oublie', { courriel: 'tom@langue-et-lien.example' })
    await vi.waitFor(
      async () => {
        const html = await (await fetch(`${de(1)}/courriels`)).text()
        expect(html).toContain('Choisir un nouveau mot de passe')
        expect(html).toContain('tom@langue-et-lien.example')
      },
      { timeout: 120_000, interval: 200 },
    )
  })

  test('les échecs se comptent ensemble : changer de serveur ne donne pas d’essais de plus', async () => {
    const statuts: number[] = []
    for (let i = 0; i < 12; i++) {
      const reponse = await visiter().envoyer(de(i % 3), '/connexion', {
        courriel: 'lucie@langue-et-lien.example',
        motDePasse: `faux-mot-de-passe-${i}`,
      })
      statuts.push(reponse.status)
      if (/Trop d’essais/.test(await reponse.text())) return
    }
    expect.unreachable(`Douze essais sans attendre : ${statuts.join(' ')}`)
  })

  test('un seul a chargé la démonstration, entière', async () => {
    expect(serveurs.map((s) => s.vu.erreur)).toEqual(['', '', ''])
    const noms = await avecClient(grappe.connexion('postgres', 'partagee'), async (c) => {
      const { rows } = await c.query<{ code: string }>('select code from organisme.organisme order by code')
      return rows.map((r) => r.code)
    })
    expect(noms).toEqual(organismesDemo.map((o) => o.code).toSorted())
  })
})
