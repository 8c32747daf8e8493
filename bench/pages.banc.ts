// Les deux pages les plus regardées, sous la charge d'une journée : huit personnes de plusieurs coopératives, connectées,
// le serveur dans son processus, l'ouvrier dans le sien, la base comprise. BANC_TAILLES, BANC_SECONDES pour régler.
import { monterJeu, motDePasseDuJeu, tailles } from './jeu.ts'
import { dire, mediane, noter } from './mesurer.ts'
import {
  calculDe,
  calculDesDescendants,
  charge,
  filsDe,
  lancerOuvrier,
  lancerServeur,
  memoireDe,
} from './serveur.ts'
import { seConnecter, tirer } from './tirer.ts'

const connexions = 8
const secondes = Number(process.env.BANC_SECONDES ?? 10)
const chauffe = Number(process.env.BANC_CHAUFFE ?? 4)
const tours = Number(process.env.BANC_TOURS ?? 2)
const voulues = process.env.BANC_TAILLES?.split(',').map(Number) ?? [...tailles]
const profil = process.env.BANC_PROFIL

const pages = ['liste', 'session'] as const
type Page = (typeof pages)[number]
type Releve = { pagesParSeconde: number; p50: number; p99: number; web: number; base: number }

const mesurerTaille = async (signatures: number): Promise<Record<Page, Releve>> => {
  const debut = performance.now()
  const jeu = await monterJeu(signatures)
  dire(
    `jeu de ${signatures.toLocaleString('fr-FR')} signatures, monté en ${Math.round((performance.now() - debut) / 1000)} s`,
  )
  const serveur = await lancerServeur(
    jeu.dossier,
    profil ? ['--cpu-prof', `--cpu-prof-dir=${profil}`, '--cpu-prof-interval=200'] : [],
  )
  const ouvrier = await lancerOuvrier(jeu.dossier)
  try {
    const gens = Array.from({ length: connexions }, (_, i) => 1 + (i % jeu.organismes))
    const temoins: string[] = []
    for (const n of gens)
      temoins.push(await seConnecter(serveur.origine, `responsable-${n}@mesure.example`, motDePasseDuJeu))
    const sessions: string[][] = []
    for (const n of gens) sessions.push(await jeu.sessionsDe(n, 200))
    // Une page mesurée est une page regardée : elle doit être entière et dire ce qu'on attend.
    for (const [chemin, mots] of [
      ['/sessions', ['la plus proche d’abord', 'S-20', '</html>']],
      [`/sessions/${sessions[0]?.[0]}`, ['Stagiaires inscrits', 'Présences, par stagiaire', '</html>']],
    ] as const) {
      const texte = await (
        await fetch(`${serveur.origine}${chemin}`, { headers: { cookie: temoins[0] ?? '' } })
      ).text()
      for (const mot of mots) if (!texte.includes(mot)) throw new Error(`${chemin} ne dit pas « ${mot} ».`)
      dire(
        `${chemin.length > 12 ? 'page d’une session' : 'liste des sessions'} : ${(texte.length / 1024).toFixed(0)} Ko`,
      )
    }
    const cibles: Record<Page, (c: number, n: number) => string> = {
      liste: () => '/sessions',
      session: (c, n) => `/sessions/${sessions[c]?.[n % (sessions[c]?.length ?? 1)]}`,
    }
    const postmaster = jeu.postmaster()
    const releves: Record<Page, Releve[]> = { liste: [], session: [] }
    for (let tour = 0; tour < tours; tour += 1)
      for (const page of pages) {
        const cible = { port: serveur.port, temoins, chemin: cibles[page] }
        await tirer(cible, (tour === 0 ? chauffe : 1) * 1000)
        const [web, base] = [calculDe(serveur.pid), calculDesDescendants(postmaster)]
        const tir = await tirer(cible, secondes * 1000)
        const releve = {
          pagesParSeconde: tir.pages / tir.secondes,
          p50: tir.p50,
          p99: tir.p99,
          web: (calculDe(serveur.pid) - web) / tir.pages,
          base: (calculDesDescendants(postmaster) - base) / tir.pages,
        }
        releves[page].push(releve)
        dire(
          `${page}, ${signatures} signatures : ${releve.pagesParSeconde.toFixed(0)} pages/s, p50 ${tir.p50.toFixed(1)} ms, p99 ${tir.p99.toFixed(1)} ms ; calcul par page ${releve.web.toFixed(2)} ms (web) + ${releve.base.toFixed(2)} ms (base) ; charge ${charge()}`,
        )
      }
    noter(`${signatures}.memoire_web_mo`, memoireDe(serveur.pid), 'mesures')
    // Puis des feuilles émises par les mêmes huit personnes : l'atelier est né, et le tout se compte ensemble.
    await tirer(
      {
        port: serveur.port,
        temoins,
        envoi: () => true,
        chemin: (c, n) => `/sessions/${sessions[c]?.[n % (sessions[c]?.length ?? 1)]}/feuille-emargement`,
      },
      3000,
    )
    const ensemble = [serveur.pid, ...filsDe(serveur.pid)].reduce((t, pid) => t + memoireDe(pid), 0)
    noter(`${signatures}.memoire_web_et_atelier_mo`, ensemble, 'mesures')
    dire(`mémoire : web ${memoireDe(serveur.pid).toFixed(0)} Mo, web et atelier ${ensemble.toFixed(0)} Mo`)
    noter(`${signatures}.memoire_ouvrier_mo`, memoireDe(ouvrier.pid), 'mesures')
    if (serveur.erreurs.length > 0) throw new Error(serveur.erreurs.join('').slice(0, 2000))
    const resume = (page: Page): Releve => {
      const de = (f: keyof Releve) => mediane(releves[page].map((r) => r[f]))
      return {
        pagesParSeconde: de('pagesParSeconde'),
        p50: de('p50'),
        p99: de('p99'),
        web: de('web'),
        base: de('base'),
      }
    }
    return { liste: resume('liste'), session: resume('session') }
  } finally {
    await serveur.arreter()
    await ouvrier.arreter()
    await jeu.fermer()
  }
}

const parTaille = new Map<number, Record<Page, Releve>>()
for (const taille of voulues) parTaille.set(taille, await mesurerTaille(taille))

for (const page of pages) {
  const [petite, grande] = [
    parTaille.get(voulues[0] ?? 0)?.[page],
    parTaille.get(voulues.at(-1) ?? 0)?.[page],
  ]
  if (petite && grande && voulues.length > 1) {
    noter(`${page}.croissance_du_calcul`, (grande.web + grande.base) / (petite.web + petite.base), 'rapports')
    noter(`${page}.croissance_de_la_duree`, grande.p50 / petite.p50, 'rapports')
  }
  for (const [taille, r] of parTaille) {
    const lu = r[page]
    noter(`${page}.${taille}.pages_par_seconde`, lu.pagesParSeconde, 'mesures')
    // Deux cœurs à ne faire que cela : ce que la machine permettrait si le client et les voisins ne coûtaient rien.
    noter(`${page}.${taille}.pages_par_seconde_sur_deux_coeurs`, 2000 / (lu.web + lu.base), 'mesures')
    noter(`${page}.${taille}.calcul_ms`, lu.web + lu.base, 'durees')
    noter(`${page}.${taille}.calcul_web_ms`, lu.web, 'durees')
    noter(`${page}.${taille}.calcul_base_ms`, lu.base, 'durees')
    noter(`${page}.${taille}.p50_ms`, lu.p50, 'durees')
    noter(`${page}.${taille}.p99_ms`, lu.p99, 'durees')
  }
}
