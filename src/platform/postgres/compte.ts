import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { userInfo } from 'node:os'

/** Une panne dont une phrase suffit à qui lance Coforme : on montre le message, jamais la pile. */
export class PannePostgres extends Error {
  override readonly name = 'PannePostgres'
}

/** Le compte du système sous lequel tourne PostgreSQL. */
export type Compte = { readonly uid: number; readonly gid: number }

/**
 * PostgreSQL refuse de tourner sous root, et créer un compte écrirait dans /etc/passwd. Un numéro sans compte
 * suffit ; `nobody` non : tout autre service lancé sous lui lirait les preuves.
 */
const premierNumero = 61_900
/** `initdb` exige un numéro qui porte un nom ; le dossier créé est ensuite rendu au vrai compte. */
const nobody: Compte = { uid: 65_534, gid: 65_534 }

const lignesDe = (fichier: string): string[][] => {
  try {
    return readFileSync(fichier, 'utf8')
      .split('\n')
      .map((ligne) => ligne.split(':'))
  } catch {
    return [] // Pas de /etc/passwd lisible : aucun numéro n’est pris.
  }
}

const numeroLibre = (): number => {
  const pris = new Set(
    [...lignesDe('/etc/passwd'), ...lignesDe('/etc/group')].map((champs) => Number(champs[2])),
  )
  let numero = premierNumero
  while (pris.has(numero)) numero++
  return numero
}

/** Nom d'un numéro, s'il en a un : l'authentification par les pairs ne connaît que des noms. */
export const nomDuCompte = (uid: number): string | undefined =>
  lignesDe('/etc/passwd').find((champs) => Number(champs[2]) === uid)?.[0]

export const sousRoot = (): boolean => process.getuid?.() === 0

/** Nom de qui lance Coforme, tel que PostgreSQL le verra au bout du fil. */
export const monNom = (): string => {
  try {
    return userInfo().username
  } catch {
    throw new PannePostgres(
      `Le compte numéro ${process.getuid?.()} n’a pas de nom sur ce système, or PostgreSQL en exige un\u00a0: lancez Coforme sous un compte nommé, ou donnez une base par DATABASE_URL.`,
    )
  }
}

/**
 * Le compte qui fera tourner la base. Une base qui existe décide : son propriétaire est le compte, que ce soit
 * root ou lui qui démarre.
 */
export const choisirCompte = (base: string, proprietaire: Compte | undefined): Compte => {
  const moi = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }
  if (!sousRoot()) {
    monNom()
    if (proprietaire && proprietaire.uid !== moi.uid) {
      const nom = nomDuCompte(proprietaire.uid) ?? `numéro ${proprietaire.uid}`
      throw new PannePostgres(
        `La base de ${base} appartient au compte ${nom}\u00a0: lancez Coforme sous le compte qui l’a créée, sous root, ou choisissez un autre dossier par COFORME_DONNEES.`,
      )
    }
    return moi
  }
  if (proprietaire) {
    if (proprietaire.uid === 0) {
      throw new PannePostgres(
        `La base de ${base} appartient à root, ce que PostgreSQL refuse\u00a0: rendez-la au compte qui l’a créée (chown -R).`,
      )
    }
    return proprietaire
  }
  const numero = numeroLibre()
  return { uid: numero, gid: numero }
}

/** Qui crée les fichiers d'une base neuve : le compte s'il a un nom, sinon `nobody`. */
export const compteDeCreation = (compte: Compte): Compte =>
  !sousRoot() || nomDuCompte(compte.uid) ? compte : nobody

/** Ce que PostgreSQL reçoit d'environnement : rien qui vienne de qui lance. */
export const environnement = { LC_ALL: 'C', PATH: '/usr/bin:/bin' } as const

/** Identité à donner à `spawn` : rien si l'on est déjà ce compte, car un compte ordinaire ne peut en changer. */
export const identite = (compte: Compte): { uid?: number; gid?: number } =>
  sousRoot() ? { uid: compte.uid, gid: compte.gid } : {}

export type Essai = { readonly ok: boolean; readonly sortie: string }

/** Lance un programme sous le compte et attend sa fin. Aucun groupe, aucune capacité ne reste de root. */
export const lancerSous = (compte: Compte, programme: string, args: readonly string[]): Essai => {
  const fin = spawnSync(programme, args, {
    ...identite(compte),
    cwd: '/',
    env: { ...environnement },
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
  })
  if (fin.error && 'code' in fin.error && (fin.error.code === 'EPERM' || fin.error.code === 'EINVAL')) {
    throw new PannePostgres(
      `Ce système ne laisse pas root prendre le compte numéro ${compte.uid} (conteneur à un seul compte\u202f?)\u00a0: lancez Coforme sous un compte ordinaire, ou donnez une base par DATABASE_URL.`,
    )
  }
  const sortie = `${fin.stdout ?? ''}${fin.stderr ?? ''}${fin.error ? fin.error.message : ''}`
  return { ok: fin.status === 0, sortie: sortie.trim() }
}

/** Le compte peut-il entrer ici ? On essaie, on ne devine pas : modes, ACL et umask sont vus d'un coup. */
export const peutEntrer = (compte: Compte, dossier: string): boolean =>
  lancerSous(compte, '/bin/sh', ['-c', 'cd -- "$1"', 'sh', dossier]).ok
