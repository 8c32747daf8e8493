// Le papier que l'on attend : du clic au fichier, par la page, la base comprise. Douze certificats émis d'un geste puis lus en un fichier ;
// une épreuve jamais vue. Chaque session ne sert qu'une fois. Le calcul des processus est noté à côté : il dépend peu des voisins.
import pg from 'pg'
import { reunirPdf } from '#platform/pdf/reunir.ts'
import { type Jeu, monterJeu, motDePasseDuJeu } from './jeu.ts'
import { dire, mediane, noter, noterSerie } from './mesurer.ts'
import { calculDesDescendants, charge, lancerServeur } from './serveur.ts'
import { seConnecter } from './tirer.ts'

/** Une de plus que de passages comptés : la première fait naître l'atelier. */
const tours = Number(process.env.BANC_TOURS ?? 8)
const profil = process.env.BANC_PROFIL

/** Des sessions de douze personnes, toutes signées, sans certificat : deux stagiaires passent d'une session voisine dans chacune. */
const sessionsDeDouze = async (jeu: Jeu, client: pg.Client): Promise<string[]> => {
  await client.query('set session_replication_role = replica')
  const { rows } = await client.query<{ id: string }>(
    `select s.id from sessions.session s join organisme.organisme o using (organisme_id)
      where o.code = 'mesure-1' and not exists (select from emargement.certificat c join inscriptions.inscription i
        on i.organisme_id = c.organisme_id and i.id = c.inscription_id where i.session_id = s.id)
      order by s.id limit $1`,
    [tours * 2],
  )
  const ids = rows.map((r) => r.id)
  if (ids.length < tours * 2)
    throw new Error(`Le jeu de ${jeu.signatures} signatures a trop peu de sessions.`)
  const cibles = ids.slice(0, tours)
  for (const [i, cible] of cibles.entries()) {
    const voisine = ids[tours + i]
    await client.query(
      `with partants as (select i.id from inscriptions.inscription i where i.session_id = $2
          and not exists (select from inscriptions.inscription x where x.session_id = $1 and x.personne_id = i.personne_id)
          order by i.id limit 2),
        rangs as (select id, session_id, row_number() over (partition by session_id order by debut) as r
          from sessions.seance where session_id in ($1, $2)),
        partis as (update inscriptions.inscription i set session_id = $1 from partants p where i.id = p.id returning i.id)
      update emargement.signature g set seance_id = la.id from partants p, rangs ici, rangs la
        where g.inscription_id = p.id and g.seance_id = ici.id and la.session_id = $1 and la.r = ici.r`,
      [cible, voisine],
    )
  }
  await client.query('analyze')
  return cibles
}

const jeu = await monterJeu(10_000)
const client = new pg.Client(jeu.grappe.connexion(jeu.grappe.administrateur, 'coforme'))
client.on('error', () => {})
await client.connect()
const serveur = await lancerServeur(
  jeu.dossier,
  profil ? ['--cpu-prof', `--cpu-prof-dir=${profil}`, '--cpu-prof-interval=200'] : [],
)
try {
  const sessions = await sessionsDeDouze(jeu, client)
  const temoin = await seConnecter(serveur.origine, 'responsable-1@mesure.example', motDePasseDuJeu)
  const entetes = { cookie: temoin, origin: serveur.origine }
  const lire = async (chemin: string): Promise<Uint8Array> => {
    const r = await fetch(`${serveur.origine}${chemin}`, { headers: entetes })
    const octets = new Uint8Array(await r.arrayBuffer())
    if (r.status !== 200) throw new Error(`${chemin} a répondu ${r.status}.`)
    return octets
  }
  const postmaster = jeu.postmaster()
  const calcul = () => ({
    web: calculDesDescendants(serveur.pid),
    base: calculDesDescendants(postmaster),
  })
  const suites = {
    epreuve: [] as number[],
    emettre: [] as number[],
    page: [] as number[],
    fichier: [] as number[],
    clic: [] as number[],
    web: [] as number[],
    base: [] as number[],
  }
  let octets = 0
  const poidsDesPieces: number[] = []
  for (const [tour, session] of sessions.entries()) {
    const ici = `/sessions/${session}/certificats`
    const [inscription] = await jeu.inscriptionsDe(session)
    await lire(ici)
    const depart = performance.now()
    await lire(`${ici}/${inscription}/epreuve.pdf`)
    const apresEpreuve = performance.now()
    const avant = calcul()
    const debut = performance.now()
    const rendu = await fetch(`${serveur.origine}${ici}`, {
      method: 'POST',
      headers: entetes,
      body: new URLSearchParams(),
      redirect: 'manual',
    })
    await rendu.arrayBuffer()
    const emis = performance.now()
    if (rendu.status !== 303) throw new Error(`Émettre a répondu ${rendu.status}.`)
    const fichier = await lire(`${ici}/tous.pdf`)
    const lu = performance.now()
    const apres = calcul()
    const page = Buffer.from(await lire(ici)).toString('utf8')
    const vue = performance.now()
    if (!page.includes('12 sur 12')) throw new Error('La page ne dit pas « 12 sur 12 ».')
    octets = fichier.length
    // La première session fait naître l'atelier et chauffe le code : elle ne compte pas.
    if (tour === 0) continue
    suites.epreuve.push(apresEpreuve - depart)
    suites.emettre.push(emis - debut)
    suites.fichier.push(lu - emis)
    suites.clic.push(lu - debut)
    suites.page.push(vue - lu)
    suites.web.push(apres.web - avant.web)
    suites.base.push(apres.base - avant.base)
  }
  const { rows } = await client.query<{ taille: number }>(
    `select taille from plateforme.fichier f join documents.piece p on p.organisme_id = f.organisme_id and p.fichier = encode(f.empreinte, 'hex')
      where p.genre = 'certificat-realisation'`,
  )
  poidsDesPieces.push(...rows.map((r) => r.taille / 1000))
  noterSerie('douze_certificats.clic_au_fichier_ms', suites.clic, 'durees')
  noterSerie('douze_certificats.emettre_ms', suites.emettre, 'durees')
  noterSerie('douze_certificats.fichier_ms', suites.fichier, 'durees')
  noterSerie('douze_certificats.page_ms', suites.page, 'durees')
  noterSerie('epreuve.jamais_vue_ms', suites.epreuve, 'durees')
  noterSerie('douze_certificats.calcul_web_et_atelier_ms', suites.web, 'durees')
  noterSerie('douze_certificats.calcul_base_ms', suites.base, 'durees')
  noter('douze_certificats.un_fichier_ko', octets / 1000, 'mesures')
  noterSerie('certificat.ko', poidsDesPieces, 'mesures')
  dire(
    `douze certificats, du clic au fichier : ${mediane(suites.clic).toFixed(0)} ms (émettre ${mediane(suites.emettre).toFixed(0)}, fichier ${mediane(suites.fichier).toFixed(0)}), calcul ${mediane(suites.web).toFixed(0)} ms (web et atelier) + ${mediane(suites.base).toFixed(0)} ms (base) ; médianes de ${suites.clic.length}, charge ${charge()}`,
  )
  dire(
    `la page ensuite : ${mediane(suites.page).toFixed(0)} ms ; une épreuve jamais vue : ${mediane(suites.epreuve).toFixed(0)} ms`,
  )
  dire(
    `un certificat : ${mediane(poidsDesPieces).toFixed(1)} ko ; douze en un fichier : ${(octets / 1000).toFixed(0)} ko`,
  )
  // Réunir seul, ce que le fil des pages porte.
  const { rows: pieces } = await client.query<{ octets: Buffer }>(
    `select f.octets from plateforme.fichier f join documents.piece p on p.organisme_id = f.organisme_id and p.fichier = encode(f.empreinte, 'hex')
      where p.genre = 'certificat-realisation' limit 12`,
  )
  const reunis: number[] = []
  for (let i = 0; i < 12; i += 1) {
    const avant = process.cpuUsage()
    reunirPdf(
      pieces.map((p) => p.octets),
      { titre: 'Certificats', noms: pieces.map((_, n) => `CR-${n}`) },
    )
    const { user, system } = process.cpuUsage(avant)
    if (i > 1) reunis.push((user + system) / 1000)
  }
  noterSerie('douze_certificats.reunir_calcul_ms', reunis, 'durees')
  dire(`réunir douze : ${mediane(reunis).toFixed(0)} ms de calcul`)
  if (serveur.erreurs.length > 0) throw new Error(serveur.erreurs.join('').slice(0, 2000))
} finally {
  await serveur.arreter()
  await client.end()
  await jeu.fermer()
}
