// La mémoire que prend une instance telle que `npm start` la lance (pages et tâches d'un processus, atelier des papiers, PostgreSQL) :
// au départ, après une charge de pages et de papiers, puis au repos, l'atelier parti. PSS : une page partagée se compte une fois.
import { setTimeout as attendre } from 'node:timers/promises'
import { monterJeu, motDePasseDuJeu } from './jeu.ts'
import { dire, noter } from './mesurer.ts'
import { charge, filsDe, lancerServeur, memoireDe } from './serveur.ts'
import { seConnecter, tirer } from './tirer.ts'

const secondes = Number(process.env.BANC_SECONDES ?? 10)
/** Le temps après lequel l'atelier part, et une marge. */
const repos = Number(process.env.BANC_REPOS ?? 135) * 1000

const jeu = await monterJeu(10_000)
const serveur = await lancerServeur(jeu.dossier, [], { COFORME_TRAVAILLEUR: 'oui' })
try {
  const arbre = (pid: number): number[] => [pid, ...filsDe(pid).flatMap(arbre)]
  const peser = (pid: number) =>
    arbre(pid).reduce((t, p) => {
      try {
        return t + memoireDe(p)
      } catch {
        return t // Fini entre-temps.
      }
    }, 0)
  const relever = (nom: string) => {
    const web = memoireDe(serveur.pid)
    const atelier = peser(serveur.pid) - web
    const base = peser(jeu.postmaster())
    noter(`${nom}_mio`, web + atelier + base, 'mesures')
    for (const [quoi, mio] of Object.entries({ web, atelier, base }))
      noter(`${nom}.${quoi}_mio`, mio, 'mesures')
    dire(
      `${nom.replaceAll('_', ' ')} : ${(web + atelier + base).toFixed(0)} Mio (pages et tâches ${web.toFixed(0)}, atelier ${atelier.toFixed(0)}, base ${base.toFixed(0)}) ; charge ${charge()}`,
    )
  }
  const gens = Array.from({ length: 8 }, (_, i) => 1 + (i % jeu.organismes))
  const sessions: string[][] = []
  for (const n of gens) sessions.push(await jeu.sessionsDe(n, 100))
  await jeu.lacher()
  relever('au_depart')
  const temoins: string[] = []
  for (const n of gens)
    temoins.push(await seConnecter(serveur.origine, `responsable-${n}@mesure.example`, motDePasseDuJeu))
  const session = (c: number, n: number) => sessions[c]?.[n % 100]
  const cible = { port: serveur.port, temoins }
  await tirer(
    { ...cible, chemin: (c, n) => (n % 2 ? '/sessions' : `/sessions/${session(c, n)}`) },
    secondes * 1000,
  )
  await tirer(
    { ...cible, envoi: () => true, chemin: (c, n) => `/sessions/${session(c, n)}/feuille-emargement` },
    secondes * 500,
  )
  relever('apres_charge')
  await attendre(repos)
  relever('au_repos')
  if (serveur.erreurs.length > 0) throw new Error(serveur.erreurs.join('').slice(0, 2000))
} finally {
  await serveur.arreter()
  await jeu.fermer()
}
