// La ligne de commande construite : ce qu'elle dit, où, et comment elle finit.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { listeDesComptes, motDePasseDemo } from '#app/demo/comptes.ts'
import { serveurDe } from '../pannes/outils.ts'
import { copierMoule } from '../parcours/moule.ts'
import { arreter, commander, demarrer, donneesNeuves, dossierTemporaire, lancer, visiter } from './outils.ts'

const phrase = 'cinq mots tires au sort'

describe('Une commande', () => {
  const donnees = donneesNeuves()
  const env = { COFORME_DONNEES: donnees.dossier }
  beforeAll(() => copierMoule('demonstration', donnees.dossier))
  afterAll(() => donnees.defaire())

  test('inconnue finit par 2, sans rien sur la sortie standard', async () => {
    expect(await commander(env, 'danser')).toEqual({
      code: 2,
      sortie: '',
      erreur: expect.stringMatching(/^Commande inconnue\s: danser/),
    })
  })

  test.each([
    [['demo', 'comptes', '--xml']],
    [['demo', 'charger', '--date', '2026-02-30']],
    [['sauvegarder']],
    [['restaurer']],
    [['organisme', 'creer', '--nom', 'Essai']],
  ])('mal appelée finit par 2 et dit son usage : %j', async (args) => {
    const { code, sortie, erreur } = await commander(env, ...args)
    expect([code, sortie]).toEqual([2, ''])
    expect(erreur).toMatch(/Usage\s: /)
  })

  test('aide montre chaque commande', async () => {
    const { code, sortie } = await commander(env, 'aide')
    expect(code).toBe(0)
    for (const nom of [
      'demo comptes',
      'demo charger',
      'organisme creer',
      'sauvegarder',
      'restaurer',
      'registre verifier-base',
      'registre verifier FICHIER.zip',
      'registre exporter',
    ])
      expect(sortie).toContain(nom)
  })

  test('demo comptes --json n’écrit qu’un document JSON, et n’ouvre pas de base à demeure', async () => {
    const { code, sortie, erreur } = await commander(env, 'demo', 'comptes', '--json')
    expect([code, erreur]).toEqual([0, ''])
    expect(JSON.parse(sortie)).toEqual(
      listeDesComptes().map(({ courriel, organisme, role }) => ({ courriel, organisme, role })),
    )
    expect(serveurDe(donnees.dossier)).toBeUndefined()
  })

  test('un rendu plus grand qu’un tube sort en entier', async () => {
    const dossier = dossierTemporaire()
    try {
      const exemple = JSON.parse(
        readFileSync(join(import.meta.dirname, '../../src/modules/bpf/test/bpf-exemple.json'), 'utf8'),
      )
      const cas = Array.from({ length: 12 }, (_, i) => ({ ...exemple.cas[0], id: `cas-${i}` }))
      const fichier = join(dossier, 'dossier.json')
      writeFileSync(fichier, JSON.stringify({ ...exemple, cas }))
      const { code, sortie } = await commander(env, 'bpf', '--dossier', fichier, '--json', '--detail')
      expect(code).toBe(0)
      expect(sortie.length).toBeGreaterThan(200_000)
      expect(JSON.parse(sortie).cas).toHaveLength(12)
    } finally {
      await rm(dossier, { recursive: true })
    }
  })

  test('demo charger se rejoue sans rien refaire', async () => {
    const { code, erreur } = await commander(env, 'demo', 'charger')
    expect([code, erreur]).toEqual([0, 'La démonstration était déjà chargée.\n'])
  })

  test('organisme creer rend un lien qui ouvre l’invitation, sur le serveur en marche', async () => {
    const serveur = await demarrer(env)
    const { code, sortie, erreur } = await commander(
      { ...env, COFORME_ORIGINE: serveur.origine },
      ...['organisme', 'creer', '--nom', 'Les Passeurs', '--siret', '99900002900010'],
      ...['--courriel', 'rosa@passeurs.example', '--json'],
    )
    expect([code, erreur]).toEqual([0, ''])
    const fonde = JSON.parse(sortie) as { code: string; lien: string }
    expect(fonde.code).toBe('les-passeurs')
    const page = await fetch(fonde.lien)
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('Les Passeurs')
    await arreter(serveur)
  })

  test('une configuration refusée se dit en une phrase et finit par 2', async () => {
    const { code, sortie, erreur } = await commander({ ...env, COFORME_POOL: 'beaucoup' }, 'demo', 'comptes')
    expect([code, sortie]).toEqual([2, ''])
    expect(erreur).toMatch(/^COFORME_POOL=beaucoup est refusé.*\n$/)
  })
})

describe('Une instance vide', () => {
  const donnees = donneesNeuves()
  afterAll(() => donnees.defaire())

  test('n’a pas de compte de démonstration : la réponse est non', async () => {
    const { code, sortie } = await commander(
      { COFORME_DONNEES: donnees.dossier },
      'demo',
      'comptes',
      '--json',
    )
    expect([code, sortie]).toEqual([1, '[]\n'])
  })

  test('mène aux premiers pas', async () => {
    const serveur = await demarrer({ COFORME_DONNEES: donnees.dossier, COFORME_DEMO: 'non' })
    const accueil = await fetch(`${serveur.origine}/`, { redirect: 'manual' })
    expect([accueil.status, accueil.headers.get('location')]).toEqual([303, '/premiers-pas'])
    await arreter(serveur)
  })
})

describe('La sauvegarde par la ligne de commande', () => {
  const aDefaire: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (let geste = aDefaire.pop(); geste; geste = aDefaire.pop()) await geste()
  })

  test('refait la même instance ailleurs, comptes et clés compris', async () => {
    const ici = donneesNeuves()
    const ailleurs = donneesNeuves()
    const appel = dossierTemporaire()
    aDefaire.push(ici.defaire, ailleurs.defaire, () => rm(appel, { recursive: true, force: true }))
    const depuis = { COFORME_DONNEES: ici.dossier, COFORME_PHRASE: phrase, INIT_CWD: appel }
    const vers = { COFORME_DONNEES: ailleurs.dossier, COFORME_PHRASE: phrase, INIT_CWD: appel }

    // Chargée comme dans `demo.itest.ts`, et copiée.
    await copierMoule('demonstration', ici.dossier)
    const faite = await commander(depuis, 'sauvegarder', '--vers', 'tout.age', '--json')
    expect([faite.code, faite.erreur]).toEqual([0, ''])
    expect(existsSync(join(appel, 'tout.age'))).toBe(true)
    await ici.defaire()
    aDefaire.splice(0, 1)

    const fausse = await commander({ ...vers, COFORME_PHRASE: 'une autre phrase' }, 'restaurer', 'tout.age')
    expect([fausse.code, fausse.sortie]).toEqual([2, ''])
    const restauree = await commander(vers, 'restaurer', 'tout.age', '--json')
    expect([restauree.code, restauree.erreur]).toEqual([0, ''])
    expect(JSON.parse(restauree.sortie)).toEqual(JSON.parse(faite.sortie))
    const encore = await commander(vers, 'sauvegarder', '--vers', 'encore.age', '--json')
    expect(JSON.parse(encore.sortie)).toEqual(JSON.parse(faite.sortie))

    const publique = await lancer('main.web', { ...vers, PORT: '0', COFORME_DEMO: 'non' })
    expect(await publique.fin).toBe(1)
    expect(publique.vu.erreur).toMatch(/^COFORME_DEMO=non est refusé.*mot de passe est public.*\n$/)

    const serveur = await demarrer(vers)
    const entree = await visiter().envoyer(serveur.origine, '/connexion', {
      courriel: 'maiwenn@langue-et-lien.example',
      motDePasse: motDePasseDemo,
    })
    expect(entree.status).toBe(303)
    await arreter(serveur)
  })
})
