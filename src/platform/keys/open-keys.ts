import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  randomBytes,
  sign,
} from 'node:crypto'
import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname, isAbsolute, join } from 'node:path'
import type { Keys } from '#platform/keys/keys.ts'

/** Une phrase pour la personne qui installe : les clés manquent, sont abîmées ou illisibles. */
export class KeysError extends Error {
  override name = 'KeysError'
}

export type KeysLocation = {
  /** Dossier de données de l'instance ; les clés y vivent dans `cles/` si `cles` est absent. */
  readonly donnees: string
  /** `COFORME_CLES` : un dossier, ou le secret lui-même (32 octets en base64, plusieurs séparés par des virgules). */
  readonly cles?: string
}

const nomFichier = 'maitre.cle'
const longueurSecret = 32

// Une ligne par version : « coforme-cle/1 <version> <base64> <contrôle> ». Le contrôle dit une copie abîmée.
const controle = (version: number, secret: Buffer) =>
  createHash('sha256').update(`coforme-cle/1 ${version} `).update(secret).digest('hex').slice(0, 16)
const ligne = (version: number, secret: Buffer) =>
  `coforme-cle/1 ${version} ${secret.toString('base64')} ${controle(version, secret)}\n`

type Secrets = ReadonlyMap<number, Buffer>

const lireTexte = (texte: string, lieu: string): Secrets => {
  const secrets = new Map<number, Buffer>()
  for (const brute of texte.split('\n')) {
    if (brute.trim() === '') continue
    const [forme, numero, base64, temoin, ...reste] = brute.trim().split(' ')
    const version = Number(numero)
    const secret = Buffer.from(base64 ?? '', 'base64')
    const saine =
      forme === 'coforme-cle/1' &&
      reste.length === 0 &&
      Number.isInteger(version) &&
      version >= 1 &&
      version <= 255 &&
      secret.length === longueurSecret &&
      temoin === controle(version, secret)
    if (!saine || secrets.has(version))
      throw new KeysError(
        `Les clés de l’instance sont abîmées dans ${lieu}. Restaurez ce fichier depuis une sauvegarde : sans lui, les liens et les contenus chiffrés ne se lisent plus.`,
      )
    secrets.set(version, secret)
  }
  if (!secrets.has(1))
    throw new KeysError(
      `Les clés de l’instance sont abîmées dans ${lieu} : la première clé n’y est pas. Restaurez ce fichier depuis une sauvegarde.`,
    )
  return secrets
}

const forme = /^[A-Za-z0-9+/_-]{43}=?(,[A-Za-z0-9+/_-]{43}=?)*$/
const estDossier = (chemin: string) => statSync(chemin, { throwIfNoEntry: false })?.isDirectory() === true

const code = (erreur: unknown): string | undefined =>
  erreur instanceof Error && 'code' in erreur && typeof erreur.code === 'string' ? erreur.code : undefined

/** Le chemin du fichier de clés ; rien quand `COFORME_CLES` porte le secret lui-même. */
export const keysFile = (lieu: KeysLocation): string | undefined => {
  if (lieu.cles === undefined) return join(lieu.donnees, 'cles', nomFichier)
  if (!estDossier(lieu.cles) && forme.test(lieu.cles)) return undefined
  return join(lieu.cles, nomFichier)
}

/**
 * Écrit `contenu` en un seul geste si rien n'est là ; deux processus qui démarrent ensemble gardent le même.
 * Le lien dur est l'arbitre : il échoue si le nom existe, et le nom n'apparaît qu'une fois le contenu complet.
 */
const creer = (chemin: string, contenu: string): void => {
  mkdirSync(dirname(chemin), { recursive: true, mode: 0o700 })
  const brouillon = `${chemin}.${process.pid}-${randomBytes(6).toString('hex')}`
  const fd = openSync(brouillon, 'wx', 0o600)
  try {
    writeSync(fd, contenu)
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
  try {
    chmodSync(brouillon, 0o600)
    linkSync(brouillon, chemin)
    const dossier = openSync(dirname(chemin), 'r')
    fsyncSync(dossier)
    closeSync(dossier)
  } catch (erreur) {
    if (code(erreur) !== 'EEXIST') throw erreur
  } finally {
    rmSync(brouillon, { force: true })
  }
}

const lireFichier = (chemin: string): string | undefined => {
  try {
    return readFileSync(chemin, 'utf8')
  } catch (erreur) {
    if (code(erreur) === 'ENOENT') return undefined
    throw new KeysError(
      `Les clés de l’instance sont illisibles dans ${chemin} (${code(erreur) ?? 'erreur'}).`,
    )
  }
}

/** Un nom mal écrit ne fait pas naître d'autres clés ailleurs. Un secret mal recopié ne se montre pas : la phrase finit dans un journal. */
const exigerLieu = ({ cles }: KeysLocation): void => {
  if (cles === undefined || forme.test(cles) || estDossier(cles)) return
  const montre = cles.length < 20 || (isAbsolute(cles) && estDossier(dirname(cles))) ? cles : '…'
  throw new KeysError(
    `COFORME_CLES=${montre} est refusé\u00a0: il faut un dossier qui existe, lisible du seul service, ou un secret de 32 octets écrit en base64.`,
  )
}

const secretsDe = (lieu: KeysLocation, creerSiAbsentes = true): Secrets => {
  exigerLieu(lieu)
  const chemin = keysFile(lieu)
  if (chemin === undefined) {
    const secrets = (lieu.cles ?? '').split(',').map((s) => Buffer.from(s, 'base64'))
    if (secrets.length > 255 || secrets.some((s) => s.length !== longueurSecret))
      throw new KeysError('COFORME_CLES doit être un dossier, ou un secret de 32 octets écrit en base64.')
    return new Map(secrets.map((s, i) => [i + 1, s]))
  }
  const texte = lireFichier(chemin)
  if (texte !== undefined) return lireTexte(texte, chemin)
  if (!creerSiAbsentes)
    throw new KeysError(
      `Les clés de cette base ne sont pas dans ${chemin}\u00a0: remettez-les (COFORME_CLES, ou le dossier «\u00a0cles\u00a0» de COFORME_DONNEES), ou restaurez la sauvegarde entière. Aucune clé n’a été créée.`,
    )
  try {
    creer(chemin, ligne(1, randomBytes(longueurSecret)))
  } catch (erreur) {
    throw new KeysError(
      `Les clés de l’instance ne peuvent pas être créées dans ${chemin} (${code(erreur) ?? 'erreur'}). Vérifiez COFORME_CLES ou COFORME_DONNEES.`,
    )
  }
  return lireTexte(lireFichier(chemin) ?? '', chemin)
}

/** Le texte des clés, tel qu'une sauvegarde chiffrée l'emporte ; `KeysError` s'il ne se lit pas. */
export const exportKeys = (lieu: KeysLocation): string =>
  [...secretsDe(lieu)].map(([version, secret]) => ligne(version, secret)).join('')

/**
 * Pose les clés d'une sauvegarde. Vrai si elles sont maintenant celles de l'instance ; faux si d'autres
 * y étaient déjà : on n'écrase jamais une clé.
 */
export const importKeys = (lieu: KeysLocation, texte: string): boolean => {
  const voulues = [...lireTexte(texte, 'la sauvegarde')].map(([v, s]) => ligne(v, s)).join('')
  const chemin = keysFile(lieu)
  if (chemin !== undefined) creer(chemin, voulues)
  return exportKeys(lieu) === voulues
}

/**
 * Remplace les clés d'une instance vide par celles d'une sauvegarde ; les anciennes restent à côté, datées par
 * leur nom. Faux si `COFORME_CLES` porte un autre secret : on ne change pas l'environnement.
 */
export const replaceKeys = (lieu: KeysLocation, texte: string): boolean => {
  if (importKeys(lieu, texte)) return true
  const chemin = keysFile(lieu)
  if (chemin === undefined) return false
  renameSync(chemin, `${chemin}.avant-restauration-${randomBytes(4).toString('hex')}`)
  return importKeys(lieu, texte)
}

/** Vrai si `replaceKeys` réussirait : à savoir avant de rien écrire. */
export const canReplaceKeys = (lieu: KeysLocation, texte: string): boolean =>
  keysFile(lieu) !== undefined || importKeys(lieu, texte)

const nonce = 12
const sceau = 16
// En-tête PKCS #8 d'une clé privée Ed25519 (RFC 8410) : la graine de 32 octets suit.
const enteteEd25519 = Buffer.from('302e020100300506032b657004220420', 'hex')

const fabriquer = (secrets: Secrets): Keys => {
  const derivees = new Map<string, Buffer>()
  const deriver = (version: number, emploi: string): Buffer => {
    const nom = `${version} ${emploi}`
    const connue = derivees.get(nom)
    if (connue) return connue
    const secret = secrets.get(version)
    if (!secret) throw new KeysError(`La clé de version ${version} manque.`)
    const cle = Buffer.from(hkdfSync('sha256', secret, 'coforme/1', emploi, 32))
    derivees.set(nom, cle)
    return cle
  }
  const derniere = Math.max(...secrets.keys())
  // La version est authentifiée avec le contexte : on ne fait pas passer un octet pour un autre.
  const aad = (version: number, contexte: string) =>
    Buffer.concat([Buffer.of(version), Buffer.from(contexte)])

  const paire = (emploi: string) => {
    const privee = createPrivateKey({
      key: Buffer.concat([enteteEd25519, deriver(1, emploi)]),
      format: 'der',
      type: 'pkcs8',
    })
    return {
      sign: (octets: Uint8Array) => new Uint8Array(sign(null, octets, privee)),
      publicKey: new Uint8Array(
        createPublicKey(privee).export({ format: 'der', type: 'spki' }).subarray(-32),
      ),
    }
  }
  const instance = paire('signature:ed25519')

  return {
    // Une empreinte se cherche en base : elle tient toujours à la première clé, jamais à la dernière.
    digest: (usage, texte) =>
      createHmac('sha256', deriver(1, `empreinte:${usage}`))
        .update(texte)
        .digest(),
    encrypt(usage, contexte, clair) {
      const iv = randomBytes(nonce)
      const c = createCipheriv('aes-256-gcm', deriver(derniere, `chiffre:${usage}`), iv)
      c.setAAD(aad(derniere, contexte))
      return new Uint8Array(
        Buffer.concat([Buffer.of(derniere), iv, c.update(clair), c.final(), c.getAuthTag()]),
      )
    },
    decrypt(usage, contexte, chiffre) {
      const version = chiffre[0]
      if (version === undefined || !secrets.has(version) || chiffre.length < 1 + nonce + sceau)
        return undefined
      const d = createDecipheriv(
        'aes-256-gcm',
        deriver(version, `chiffre:${usage}`),
        chiffre.subarray(1, 1 + nonce),
        { authTagLength: sceau },
      )
      d.setAAD(aad(version, contexte))
      d.setAuthTag(chiffre.subarray(-sceau))
      try {
        return new Uint8Array(Buffer.concat([d.update(chiffre.subarray(1 + nonce, -sceau)), d.final()]))
      } catch {
        return undefined
      }
    },
    ...instance,
    signataire: (emploi) => paire(`signature:ed25519:${emploi}`),
  }
}

/**
 * Ouvre les clés de l'instance, et les crée au premier démarrage (sauf `creer: false` : la base a déjà vu les siennes). Lève `KeysError`, dont le message est une
 * phrase à montrer telle quelle, quand elles sont abîmées ou hors d'atteinte.
 */
export const openKeys = (lieu: KeysLocation, options: { readonly creer?: boolean } = {}): Keys =>
  fabriquer(secretsDe(lieu, options.creer))

/** Vrai si `openKeys` en ferait de neuves. */
export const keysMissing = (lieu: KeysLocation): boolean => {
  const chemin = keysFile(lieu)
  return chemin !== undefined && statSync(chemin, { throwIfNoEntry: false }) === undefined
}

/** Des clés pour un test, sans disque : la même graine donne les mêmes clés. */
export const keysFromSeed = (graine: string): Keys =>
  fabriquer(new Map([[1, createHash('sha256').update(graine).digest()]]))

/** Ce que la base garde pour reconnaître ses clés sans les connaître. */
export const keysWitness = (keys: Keys): Buffer => keys.digest('temoin', 'coforme')
