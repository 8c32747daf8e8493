import { spawn, spawnSync } from 'node:child_process'
import {
  closeSync,
  constants,
  existsSync,
  fchownSync,
  openSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import type { Writable } from 'node:stream'
import { setTimeout as attendre } from 'node:timers/promises'
import { environnement, identite, monNom, nomDuCompte, PannePostgres, sousRoot } from './compte.ts'
import { type Lieu, portDeLaPrise, preparerPrise } from './lieu.ts'

/** Une PostgreSQL en marche, la nôtre ou celle d'un autre processus. */
export type Serveur = { readonly pid: number; readonly prise: string; readonly port: number }

/** Le veilleur : il arrête PostgreSQL quand Node meurt, sauf si Node l'a congédié avant. */
export type Veilleur = { congedier(): Promise<void> }

/** Bornes d'attente : une reprise après coupure peut être longue sur un disque lent. */
const delaiDemarrage = 30_000
const pas = 10

const fichierPid = (base: string): string => join(base, 'postmaster.pid')

/**
 * Ce numéro est-il la PostgreSQL de cette base ? Un zombie répond à `kill 0` et un numéro ressert vite dans un
 * conteneur : on lit le nom du programme, puis son dossier courant, qui est celui de la base.
 */
const estLaPostgres = (pid: number, base: string): boolean => {
  if (!existsSync('/proc/self')) {
    const vu = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
    return vu.stdout.includes('postgres') && vu.stdout.includes(base)
  }
  try {
    const [programme = '', ...args] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
    if (!programme.endsWith('postgres')) return false
    // Le dossier courant suit un renommage, mais un conteneur en interdit souvent la lecture, même à root.
    return args.includes(base) || readlinkSync(`/proc/${pid}/cwd`) === base
  } catch {
    return false
  }
}

const lirePid = (base: string): { lignes: string[]; texte: string } | undefined => {
  try {
    const texte = readFileSync(fichierPid(base), 'utf8')
    return { lignes: texte.split('\n').map((ligne) => ligne.trim()), texte }
  } catch {
    return undefined
  }
}

/** La PostgreSQL vivante de cette base, prête ou non ; rien s'il n'y en a pas. */
export const trouverServeur = (base: string): (Serveur & { readonly prete: boolean }) | undefined => {
  const lu = lirePid(base)
  const pid = Number(lu?.lignes[0])
  if (!lu || !Number.isInteger(pid) || pid <= 0) return undefined
  if (!estLaPostgres(pid, base)) return undefined
  return {
    pid,
    port: Number(lu.lignes[3]) || portDeLaPrise,
    prise: lu.lignes[4] ?? '',
    prete: lu.lignes[7] === 'ready',
  }
}

export const estVivante = (serveur: Serveur, base: string): boolean => estLaPostgres(serveur.pid, base)

/**
 * Ôte un `postmaster.pid` dont le numéro est maintenant un autre processus : PostgreSQL seule refuserait de
 * démarrer. Par renommage, pour rendre le fichier si un autre démarrage l'a refait entre-temps.
 */
const oterPidPerime = (base: string): void => {
  const lu = lirePid(base)
  if (!lu || trouverServeur(base)) return
  const mis = `${fichierPid(base)}.perime-${process.pid}`
  try {
    renameSync(fichierPid(base), mis)
    if (readFileSync(mis, 'utf8') === lu.texte) rmSync(mis)
    else renameSync(mis, fichierPid(base))
  } catch {
    // Déjà ôté par PostgreSQL ou par un autre démarrage.
  }
}

const entreGuillemets = (texte: string): string => `"${texte.replaceAll('"', '""')}"`
const valeur = (texte: string): string => `'${texte.replaceAll("'", "''")}'`

/** Comment elle sert : `essai`, sans attendre le disque. */
export type Usage = { readonly essai: boolean }

const reglages = (prise: string, { essai }: Usage): string => {
  const commun = {
    listen_addresses: '',
    port: String(portDeLaPrise),
    unix_socket_directories: entreGuillemets(prise),
    unix_socket_permissions: '0700',
    // Ce qui n’y tient pas reste au tampon du système. Une base plus grande que lui l’emplit : à 32 Mo, trente de moins qu’à 64 (mesuré).
    // À 16, seize de moins encore, à 8, neuf, sans calcul de plus que le bruit (mesuré : docs/exploitation.md dit quoi). Le tampon du journal, lui, ne suit pas :
    // une classe qui signe écrit d’un trait.
    shared_buffers: '8MB',
    wal_buffers: '1MB',
    max_connections: '60',
    io_method: 'sync',
    max_wal_senders: '0',
    max_logical_replication_workers: '0',
    max_wal_size: '512MB',
    min_wal_size: '32MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Une requête porte des données de personnes : le journal n’en garde ni le texte ni les valeurs.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_parameter_max_length_on_error: '0',
  }
  const usage: Record<string, string> = essai
    ? {
        fsync: 'off',
        synchronous_commit: 'off',
        full_page_writes: 'off',
        wal_level: 'minimal',
        autovacuum: 'off',
        // Plusieurs fichiers d’essai s’y servent à la fois, chacun avec ses rôles et ses réserves.
        max_connections: '150',
      }
    : { fsync: 'on', synchronous_commit: 'on' }
  const lignes = Object.entries({ ...commun, ...usage }).map(([cle, texte]) => `${cle} = ${valeur(texte)}`)
  return ['# Réécrit par Coforme à chaque démarrage.', ...lignes, ''].join('\n')
}

/** Écrit dans le dossier du compte sans suivre de lien : PostgreSQL ne doit pas pouvoir guider la main de root. */
const ecrire = (lieu: Lieu, nom: string, texte: string): void => {
  const neuf = join(lieu.base, `${nom}.neuf-${process.pid}`)
  rmSync(neuf, { force: true })
  const fichier = openSync(neuf, 'wx', 0o600)
  try {
    writeFileSync(fichier, texte)
    if (sousRoot()) fchownSync(fichier, lieu.compte.uid, lieu.compte.gid)
  } finally {
    closeSync(fichier)
  }
  renameSync(neuf, join(lieu.base, nom))
}

const regler = (lieu: Lieu, prise: string, usage: Usage): void => {
  ecrire(lieu, 'postgresql.conf', reglages(prise, usage))
  ecrire(lieu, 'postgresql.auto.conf', '')
  ecrire(lieu, 'pg_hba.conf', 'local all all peer map=coforme\n')
  // Sans guillemets, `all` désigne tous les rôles ; entre guillemets, un nom n’est jamais une expression.
  const noms = new Set(['root', monNom(), nomDuCompte(lieu.compte.uid) ?? 'root'])
  ecrire(lieu, 'pg_ident.conf', [...noms].map((nom) => `coforme ${entreGuillemets(nom)} all\n`).join(''))
}

const tailleJournal = 5 * 1024 * 1024
export const journalDe = (base: string): string => join(dirname(base), 'postgresql.log')

const ouvrirJournal = (base: string): { fichier: number; debut: number } => {
  const journal = journalDe(base)
  if (existsSync(journal) && statSync(journal).size > tailleJournal) renameSync(journal, `${journal}.1`)
  const drapeaux = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW
  const fichier = openSync(journal, drapeaux, 0o600)
  return { fichier, debut: statSync(journal).size }
}

/** Morte sans un mot : tuée de l'extérieur, par exemple faute de mémoire. */
const muette = 'sans explication'

/** La dernière faute dite par PostgreSQL depuis ce démarrage. */
const derniereFaute = (base: string, debut: number): string => {
  const texte = readFileSync(journalDe(base)).subarray(debut).toString('utf8')
  const faute = texte.split('\n').findLast((ligne) => /FATAL|PANIC|error/.test(ligne))
  return faute?.replace(/^.*?(?=FATAL|PANIC|error)/, '') ?? muette
}

/**
 * Le veilleur, en sh POSIX. PostgreSQL est dans un groupe à elle : Ctrl-C ne l'atteint pas. Quand Node meurt,
 * le descripteur 3 se ferme et PostgreSQL s'arrête proprement ; une ligne reçue le congédie au contraire.
 */
const veille =
  '"$@" </dev/null 3<&- & pg=$!; { read -r _ || kill -INT $pg; } <&3 & v=$!; exec 3<&-; wait $pg; c=$?; kill $v 2>/dev/null; exit $c'

type Lancement = { serveur: Serveur; veilleur: Veilleur } | { faute: string }

const lancer = async (lieu: Lieu, usage: Usage): Promise<Lancement> => {
  oterPidPerime(lieu.base)
  const prise = preparerPrise(lieu)
  regler(lieu, prise, usage)
  const { fichier, debut } = ouvrirJournal(lieu.base)
  const processus = spawn('/bin/sh', ['-c', veille, 'sh', join(lieu.bin, 'postgres'), '-D', lieu.base], {
    ...identite(lieu.compte),
    cwd: '/',
    env: { ...environnement },
    detached: true,
    stdio: ['ignore', fichier, fichier, 'pipe'],
  })
  closeSync(fichier)
  let mort: { readonly message?: string } | undefined
  processus.on('error', (erreur) => {
    mort = erreur
  })
  processus.on('exit', () => {
    mort ??= {}
  })
  const laisse = processus.stdio[3] as Writable
  laisse.on('error', () => {}) // Le veilleur mort avant nous ferme le tuyau : ce n’est pas une panne de Node.
  processus.unref()
  if ('unref' in laisse && typeof laisse.unref === 'function') laisse.unref()

  for (const fin = Date.now() + delaiDemarrage; Date.now() < fin; ) {
    const serveur = trouverServeur(lieu.base)
    if (mort) return { faute: mort.message ?? derniereFaute(lieu.base, debut) }
    // Le pid doit être celui que nous avons lancé : un autre démarrage a pu gagner la course.
    if (serveur?.prete && serveur.prise === prise) {
      const congedier = () => new Promise<void>((fait) => laisse.end('\n', () => fait()))
      return { serveur, veilleur: { congedier } }
    }
    await attendre(pas)
  }
  laisse.destroy()
  return { faute: `PostgreSQL n’est pas prête après ${delaiDemarrage / 1000} s` }
}

/**
 * Rend la PostgreSQL de la base, en la lançant s'il n'y en a pas. On insiste tant que la précédente finit de
 * mourir : elle tient encore sa mémoire partagée quelques instants.
 */
export const assurerServeur = async (
  lieu: Lieu,
  usage: Usage,
): Promise<{ serveur: Serveur; veilleur?: Veilleur }> => {
  let faute = muette
  let mortsMuettes = 0
  for (const fin = Date.now() + delaiDemarrage; Date.now() < fin; await attendre(pas)) {
    const vivante = trouverServeur(lieu.base)
    if (vivante?.prete) return { serveur: vivante }
    if (vivante) continue // Elle démarre, ou elle s’arrête : la suite le dira.
    const lancement = await lancer(lieu, usage)
    if ('serveur' in lancement) return lancement
    faute = lancement.faute
    if (faute === muette && ++mortsMuettes < 3) continue
    if (!/shared memory|postmaster\.pid|lock file/.test(faute)) break
    await attendre(10 * pas)
  }
  throw new PannePostgres(
    `La PostgreSQL embarquée n’a pas démarré (${faute})\u202f; son journal est ${journalDe(lieu.base)}.`,
  )
}

/** Arrête la PostgreSQL et attend sa fin ; SIGINT coupe les connexions et garde tout ce qui est acquitté. */
export const arreterServeur = async (serveur: Serveur, base: string): Promise<void> => {
  const partie = () => !estVivante(serveur, base)
  const signaler = (signal: NodeJS.Signals): void => {
    if (partie()) return
    try {
      process.kill(serveur.pid, signal)
    } catch {
      // Morte entre les deux.
    }
  }
  signaler('SIGINT')
  for (const fin = Date.now() + delaiDemarrage; !partie() && Date.now() < fin; ) await attendre(pas)
  signaler('SIGQUIT')
  try {
    rmdirSync(serveur.prise)
  } catch {
    // La prise d’un autre démarrage est déjà là, ou le dossier n’est plus.
  }
}
