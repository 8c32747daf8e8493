// Le serveur entier, tué net avec sa base ou sans elle : chaque formulaire répondu est là au départ suivant.
import { afterAll, expect, test } from 'vitest'
import { motDePasseDemo } from '#app/demo/comptes.ts'
import { serveurDe, tuer } from '../pannes/outils.ts'
import { copierMoule } from '../parcours/moule.ts'
import { arreter, demarrer, donneesNeuves, visiter } from './outils.ts'

const donnees = donneesNeuves()
afterAll(() => donnees.defaire())

const victimes = ['serveur', 'base', 'les deux', 'base', 'serveur', 'les deux'] as const
const avantLaMort = 4

test('six morts ne perdent aucun formulaire acquitté', async () => {
  await copierMoule('demonstration', donnees.dossier)
  const acquittes: string[] = []
  const ouvrir = async () => {
    const serveur = await demarrer({ COFORME_DONNEES: donnees.dossier })
    const navigateur = visiter()
    const entree = await navigateur.envoyer(serveur.origine, '/connexion', {
      courriel: 'nadia@langue-et-lien.example',
      motDePasse: motDePasseDemo,
    })
    expect(entree.status).toBe(303)
    return { serveur, navigateur }
  }
  const verifier = async ({ serveur, navigateur }: Awaited<ReturnType<typeof ouvrir>>) => {
    const csv = await (await navigateur.lire(serveur.origine, '/personnes?format=csv')).text()
    for (const nom of acquittes) expect(csv, nom).toContain(nom)
  }
  for (const [tour, victime] of victimes.entries()) {
    const ouvert = await ouvrir()
    await verifier(ouvert)
    const { serveur, navigateur } = ouvert
    let envoyes = 0
    // Des envois en cours au moment de la mort : ceux dont la réponse est venue comptent, les autres non.
    const ecrire = async (file: number): Promise<void> => {
      for (let n = 0; ; n++) {
        const nom = `Acquittee-${tour}-${file}-${n}`
        const reponse = await navigateur
          .envoyer(serveur.origine, '/personnes/nouvelle', { prenom: 'Rosa', nom })
          .catch(() => undefined)
        if (reponse?.status !== 303) return
        acquittes.push(nom)
        envoyes++
        if (envoyes !== avantLaMort) continue
        if (victime !== 'serveur') tuer(serveurDe(donnees.dossier)?.pid)
        if (victime !== 'base') tuer(serveur.pid)
      }
    }
    await Promise.all([ecrire(0), ecrire(1)])
    expect(envoyes).toBeGreaterThanOrEqual(avantLaMort)
    await serveur.fin
  }
  const dernier = await ouvrir()
  await verifier(dernier)
  expect(acquittes.length).toBeGreaterThanOrEqual(victimes.length * avantLaMort)
  await arreter(dernier.serveur)
})
