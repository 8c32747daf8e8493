// Les documents : chacun dans le moteur, de données jamais vues ; puis par la page, deux processus, la base comprise, le
// retard de la boucle d'événements du serveur pendant ce temps. BANC_SECONDES pour régler.
import { exempleCertificat } from '#modules/documents/test/exemple-certificat.ts'
import { exempleFeuille } from '#modules/emargement/test/exemple-feuille.ts'
import { exemplesDocuments } from '#modules/inscriptions/test/exemples-documents.ts'
import { createPdfRenderer } from '#platform/pdf/create-pdf-renderer.ts'
import { reunirPdf } from '#platform/pdf/reunir.ts'
import { monterJeu, motDePasseDuJeu } from './jeu.ts'
import { dire, mediane, noter, noterSerie } from './mesurer.ts'
import { charge, filsDe, guetter, lancerOuvrier, lancerServeur, memoireDe } from './serveur.ts'
import { seConnecter, tirer } from './tirer.ts'

const secondes = Number(process.env.BANC_SECONDES ?? 10)
const emisLe = new Date('2026-11-24T08:00:00Z')
const verification = 'https://coforme.example/verifier'

// — Le moteur seul : un processus, un document à la fois —

const { organisme } = exempleCertificat
/** Les exemples dont le nom n'est pas celui du gabarit. */
const gabaritDe: Readonly<Record<string, string>> = {
  information: 'information-stagiaire.v1',
  extrait: 'extrait-presence.v1',
}
const gabarits: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  ...Object.fromEntries(
    Object.entries(exemplesDocuments(organisme)).map(([nom, donnees]) => [
      gabaritDe[nom] ?? `${nom.replace(/[A-Z]/g, (l) => `-${l.toLowerCase()}`)}.v1`,
      donnees,
    ]),
  ),
  'certificat-realisation.v1': exempleCertificat,
  'feuille-emargement.v1': exempleFeuille(organisme),
}

/** D'autres données à chaque passage : le moteur garde ce qu'il a déjà composé. */
const inedites = (donnees: Readonly<Record<string, unknown>>, n: number): Record<string, unknown> => {
  const changer = (v: unknown): unknown => {
    if (Array.isArray(v)) return v.map(changer)
    if (typeof v !== 'object' || v === null) return v
    return Object.fromEntries(
      Object.entries(v).map(([cle, x]) => [
        cle,
        typeof x === 'string' && ['nom', 'prenom', 'intitule', 'sequence', 'detail'].includes(cle)
          ? `${x} ${n.toString(36)}`
          : changer(x),
      ]),
    )
  }
  return { ...(changer(donnees) as Record<string, unknown>), numero: `X-2026-${String(n).padStart(6, '0')}` }
}

let rang = 0
const moteur = createPdfRenderer({ places: 1 })
const composer = async (
  rendeur: typeof moteur,
  gabarit: string,
  garder?: (pdf: Uint8Array) => void,
): Promise<number> => {
  rang += 1
  const avant = performance.now()
  const rendu = await rendeur.render({
    gabarit,
    donnees: inedites(gabarits[gabarit] ?? {}, rang),
    emisLe,
    verification,
  })
  if (!rendu.ok) throw new Error(`${gabarit} : ${rendu.error.phrase}`)
  garder?.(rendu.value.pdf)
  return performance.now() - avant
}

for (const gabarit of Object.keys(gabarits)) {
  for (let i = 0; i < 3; i += 1) await composer(moteur, gabarit)
  const durees: number[] = []
  for (let i = 0; i < 20; i += 1) durees.push(await composer(moteur, gabarit))
  noterSerie(`${gabarit}.moteur_ms`, durees, 'durees')
  let poids = 0
  await composer(moteur, gabarit, (pdf) => {
    poids = pdf.length / 1000
  })
  noter(`${gabarit}.ko`, poids, 'mesures')
  dire(`${gabarit} : ${mediane(durees).toFixed(1)} ms, médiane de 20 jamais vus ; charge ${charge()}`)
}
const douze: number[] = []
const reunis: number[] = []
let octets = 0
for (let tour = 0; tour < 5; tour += 1) {
  const pieces: Uint8Array[] = []
  const avant = performance.now()
  for (let i = 0; i < 12; i += 1)
    await composer(moteur, 'certificat-realisation.v1', (pdf) => void pieces.push(pdf))
  douze.push(performance.now() - avant)
  const depart = performance.now()
  octets = reunirPdf(pieces, { titre: 'Certificats', noms: pieces.map((_, i) => `CR-${i}`) }).length
  reunis.push(performance.now() - depart)
}
noter('douze-certificats.un_fichier_ms', mediane(reunis), 'durees')
dire(
  `douze certificats figés en un fichier : ${mediane(reunis).toFixed(0)} ms, ${(octets / 1e6).toFixed(1)} Mo, médiane de 5 ; charge ${charge()}`,
)
noter('douze-certificats.un_processus_ms', mediane(douze), 'durees')
dire(`douze certificats de suite, un processus : ${mediane(douze).toFixed(0)} ms`)
await moteur.close()

// — Deux processus, documents mêlés, le moteur seul —

const deux = createPdfRenderer({ places: 2 })
const noms = Object.keys(gabarits)
await Promise.all(noms.map((nom) => composer(deux, nom)))
const ensemble: number[] = []
for (let tour = 0; tour < 5; tour += 1) {
  const pieces: Uint8Array[] = []
  const avant = performance.now()
  await Promise.all(
    Array.from({ length: 12 }, () =>
      composer(deux, 'certificat-realisation.v1', (pdf) => void pieces.push(pdf)),
    ),
  )
  reunirPdf(pieces, { titre: 'Certificats', noms: pieces.map((_, i) => `CR-${i}`) })
  ensemble.push(performance.now() - avant)
}
noter('douze-certificats.composes_et_reunis_ms', mediane(ensemble), 'durees')
dire(
  `douze certificats composés puis réunis, deux processus : ${mediane(ensemble).toFixed(0)} ms ; charge ${charge()}`,
)
const depart = performance.now()
let faits = 0
await Promise.all(
  Array.from({ length: 4 }, async (_, c) => {
    for (let n = c; performance.now() - depart < secondes * 1000; n += 1) {
      await composer(deux, noms[n % noms.length] ?? '')
      faits += 1
    }
  }),
)
const debit = (faits * 1000) / (performance.now() - depart)
noter('deux-processus.documents_par_seconde', debit, 'mesures')
dire(`deux processus, ${noms.length} gabarits mêlés : ${debit.toFixed(1)} documents/s ; charge ${charge()}`)
await deux.close()

// — Par la page : épreuves de certificat et feuilles émises, huit personnes, tout compris —

const jeu = await monterJeu(10_000)
const guet = guetter(jeu.dossier)
const serveur = await lancerServeur(jeu.dossier, guet.argsNode, guet.env)
const ouvrier = await lancerOuvrier(jeu.dossier)
try {
  const gens = Array.from({ length: 8 }, (_, i) => 1 + (i % jeu.organismes))
  const temoins: string[] = []
  for (const n of gens)
    temoins.push(await seConnecter(serveur.origine, `responsable-${n}@mesure.example`, motDePasseDuJeu))
  const sessions: string[][] = []
  for (const n of gens) sessions.push(await jeu.sessionsDe(n, 100))
  const inscriptions: string[][][] = []
  for (const siennes of sessions) {
    const lues: string[][] = []
    for (const id of siennes) lues.push(await jeu.inscriptionsDe(id))
    inscriptions.push(lues)
  }
  const repos = await guet.lire(serveur.pid)
  const cible = {
    port: serveur.port,
    temoins,
    envoi: (_: number, n: number) => n % 4 === 3,
    chemin: (c: number, n: number) => {
      const s = (n * 7 + c * 13) % 100
      const session = sessions[c]?.[s]
      const inscription = inscriptions[c]?.[s]?.[n % 10]
      return n % 4 === 3
        ? `/sessions/${session}/feuille-emargement`
        : `/sessions/${session}/certificats/${inscription}/epreuve.pdf`
    },
  }
  await tirer(cible, 3000)
  await guet.lire(serveur.pid)
  const tir = await tirer(cible, secondes * 1000)
  const retard = await guet.lire(serveur.pid)
  const ateliers = filsDe(serveur.pid)
  const memoire = memoireDe(serveur.pid) + ateliers.reduce((t, pid) => t + memoireDe(pid), 0)
  noter('page.documents_par_seconde', tir.pages / tir.secondes, 'mesures')
  noter('page.p50_ms', tir.p50, 'durees')
  noter('page.p99_ms', tir.p99, 'durees')
  noter('boucle.retard_p99_ms', retard.p99, 'durees')
  noter('boucle.retard_max_ms', retard.max, 'durees')
  noter('memoire_web_et_atelier_mo', memoire, 'mesures')
  dire(
    `par la page : ${(tir.pages / tir.secondes).toFixed(1)} documents/s, p50 ${tir.p50.toFixed(0)} ms, p99 ${tir.p99.toFixed(0)} ms ; retard de la boucle p99 ${retard.p99.toFixed(1)} ms, au pire ${retard.max.toFixed(1)} (au repos ${repos.p99.toFixed(1)}) ; web ${memoireDe(serveur.pid).toFixed(0)} Mo, ${ateliers.length} ateliers, en tout ${memoire.toFixed(0)} Mo ; charge ${charge()}`,
  )
  if (serveur.erreurs.length > 0) throw new Error(serveur.erreurs.join('').slice(0, 2000))
} finally {
  await serveur.arreter()
  await ouvrier.arreter()
  await jeu.fermer()
}
