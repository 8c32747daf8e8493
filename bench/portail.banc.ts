// Le site public d'une Union pleine, sans compte : 5 000 actualités, 2 000 coopératives, 50 000 offres. Le serveur de `npm start`
// dans son processus, huit connexions sans témoin. Cibles : 1 000 pages/s sur deux cœurs, p99 50 ms ; chercher en 50 ms.
import { readFileSync, realpathSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { contenuComplet } from '#modules/catalogue/test/contenus.ts'
import { ouvrirGrappe, ouvrirInstance } from '../src/app/instance.ts'
import { lireConfig } from '../src/app/lire-config.ts'
import { dire, mediane, noter } from './mesurer.ts'
import { mesurerPremieresVues } from './premiere-vue.ts'
import { calculDe, calculDesDescendants, charge, lancerServeur, memoireDe } from './serveur.ts'
import { tirer } from './tirer.ts'

const secondes = Number(process.env.BANC_SECONDES ?? 10)
const chauffe = Number(process.env.BANC_CHAUFFE ?? 4)
const profil = process.env.BANC_PROFIL
/** Ce mot seul, parmi les tirs : de quoi profiler une sorte de page. Vide : tout. */
const seul = process.env.BANC_SEUL ?? ''
const sansTemoin = Array.from({ length: 8 }, () => '')

const dossier = await mkdtemp(join(tmpdir(), 'coforme-banc-portail-'))
await chmod(dossier, 0o711)
const lue = lireConfig()
if (!lue.ok) throw new Error(lue.error.phrase)
const { databaseUrl: _, ...reste } = lue.value
const config = { ...reste, donnees: dossier, demo: false, pool: 2 }
const grappe = await ouvrirGrappe(config)
try {
  await (await ouvrirInstance(config, grappe, { niveau: 'silent' })).fermer()
  const client = new pg.Client(grappe.connexion(grappe.administrateur, 'coforme'))
  await client.connect()
  const jeu = readFileSync(join(import.meta.dirname, 'jeu-portail.sql'), 'utf8')
  await client.query(jeu.replaceAll(':contenu::', `${pg.escapeLiteral(JSON.stringify(contenuComplet))}::`))
  await client.query('vacuum analyze')
  const { rows: offres } = await client.query<{ id: string }>(
    'select offre_id as id from catalogue.fiche order by sha256(offre_id::text::bytea)',
  )
  await client.end()

  const serveur = await lancerServeur(
    dossier,
    profil ? ['--cpu-prof', `--cpu-prof-dir=${profil}`, '--cpu-prof-interval=200'] : [],
  )
  const postmaster = Number(readFileSync(join(dossier, 'base', 'postmaster.pid'), 'utf8').split('\n')[0])
  try {
    let offre = 0
    let nouvelle = 0
    const mots = [
      'anglais',
      'bois',
      'réunion',
      'comptabilité',
      'dos',
      'rapport',
      'atelier',
      'entreprise',
      'public',
      'gestion',
    ]
    let recherche = 0
    // Une page chaude est celle que tout le monde ouvre ; une page froide ne l'a jamais été : rien ne l'a mise en mémoire.
    const coops = Array.from({ length: 2000 }, (_, i) => `/cooperatives/coop-${i + 1}`)
    let coop = 0
    const cibles: Record<string, () => string> = {
      'pages chaudes': () =>
        ['/union', '/actualites', '/cooperatives', '/formations', '/agenda'][recherche++ % 5] ?? '/union',
      'offres froides': () => `/formations/${offres[offre++ % offres.length]?.id}`,
      'coopératives, chacune à son tour': () => coops[coop++ % coops.length] ?? '/cooperatives',
      'actualités, chacune à son tour': () => `/actualites/nouvelle-${1 + (nouvelle++ % 5000)}`,
    }
    for (const [nom, chemin] of Object.entries(cibles).filter(([nom]) => nom.includes(seul))) {
      const premiere = chemin()
      const page = await (await fetch(`${serveur.origine}${premiere}`)).text()
      if (!page.includes('</html>')) throw new Error(`${premiere} n’est pas une page.`)
      const cible = { port: serveur.port, temoins: sansTemoin, chemin }
      await tirer(cible, chauffe * 1000)
      const [web, base] = [calculDe(serveur.pid), calculDesDescendants(postmaster)]
      const tir = await tirer(cible, secondes * 1000)
      const [w, b] = [
        (calculDe(serveur.pid) - web) / tir.pages,
        (calculDesDescendants(postmaster) - base) / tir.pages,
      ]
      noter(`${nom}, pages/s`, tir.pages / tir.secondes, 'mesures')
      noter(`${nom}, p99`, tir.p99, 'durees')
      noter(`${nom}, calcul du web par page (ms)`, w, 'mesures')
      noter(`${nom}, calcul de la base par page (ms)`, b, 'mesures')
      noter(`${nom}, pages/s sur deux cœurs, au plus`, 2000 / (w + b), 'mesures')
      dire(
        `${nom} : ${(tir.pages / tir.secondes).toFixed(0)} pages/s, p50 ${tir.p50.toFixed(1)} ms, p99 ${tir.p99.toFixed(1)} ms ; calcul par page ${w.toFixed(2)} ms (web) + ${b.toFixed(2)} ms (base), deux cœurs : ${(2000 / (w + b)).toFixed(0)} pages/s au plus ; charge ${charge()}`,
      )
    }
    // Chercher : une demande à la fois, jamais la même, donc jamais en mémoire.
    for (const [nom, adresse] of [
      ['chercher partout', (m: string, n: number) => `/chercher?q=${encodeURIComponent(`${m} ${n}`)}`],
      ['chercher une formation', (m: string, n: number) => `/formations?q=${encodeURIComponent(m)}&x=${n}`],
      [
        'chercher une coopérative',
        (m: string, n: number) => `/cooperatives?q=${encodeURIComponent(m)}&x=${n}`,
      ],
    ].filter(() => seul === '') as [string, (m: string, n: number) => string][]) {
      const temps: number[] = []
      const [web, base] = [calculDe(serveur.pid), calculDesDescendants(postmaster)]
      const fois = 100
      for (let n = 0; n < fois; n += 1) {
        const debut = performance.now()
        const reponse = await fetch(`${serveur.origine}${adresse(mots[n % mots.length] ?? '', n)}`)
        await reponse.text()
        if (reponse.status !== 200) throw new Error(`${nom} a répondu ${reponse.status}.`)
        temps.push(performance.now() - debut)
      }
      const [w, b] = [(calculDe(serveur.pid) - web) / fois, (calculDesDescendants(postmaster) - base) / fois]
      noter(nom, mediane(temps), 'durees')
      dire(
        `${nom} : médiane ${mediane(temps).toFixed(1)} ms, pire ${Math.max(...temps).toFixed(0)} ms ; calcul ${w.toFixed(1)} ms (web) + ${b.toFixed(1)} ms (base)`,
      )
    }
    if (seul === '' || seul === 'vues')
      await mesurerPremieresVues(serveur.origine, [
        '/union',
        '/actualites',
        '/actualites/nouvelle-12',
        '/cooperatives',
        '/formations',
      ])
    noter('memoire_web_mo', memoireDe(serveur.pid), 'mesures')
    dire(`mémoire du web : ${memoireDe(serveur.pid).toFixed(0)} Mo`)
    if (serveur.erreurs.length > 0) throw new Error(serveur.erreurs.join('').slice(0, 2000))
  } finally {
    await serveur.arreter()
  }
} finally {
  const base = realpathSync(join(dossier, 'base'))
  await grappe.arreter()
  if (base.startsWith('/var/lib/coforme/')) await rm(dirname(base), { recursive: true, force: true })
  await rm(dossier, { recursive: true, force: true })
}
