// Ce que le lanceur sait de l'installation. JavaScript simple, pour Node 20 et sans dépendance.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { delimiter, join, sep } from 'node:path'

/** De la plus large à la plus étroite : « tout » satisfait « production ». */
export const portees = ['tout', 'production']

const lire = (chemin) => {
  try {
    return readFileSync(chemin, 'utf8')
  } catch {
    return ''
  }
}
const lireJson = (chemin) => {
  try {
    return JSON.parse(lire(chemin))
  } catch {
    return undefined
  }
}

/**
 * Ce dont l'installation dépend, et rien d'autre : hacher tout package.json réinstallerait (20 s) à chaque
 * changement de numéro de version.
 */
export const empreinteInstallation = (racine, plateforme = `${process.platform}-${process.arch}`) => {
  const paquet = lireJson(join(racine, 'package.json')) ?? {}
  const sections = [
    paquet.dependencies,
    paquet.devDependencies,
    paquet.optionalDependencies,
    paquet.overrides,
  ]
  const { version: _, ...verrou } = lireJson(join(racine, 'package-lock.json')) ?? {}
  if (verrou.packages) verrou.packages = { ...verrou.packages, '': undefined }
  const parts = [JSON.stringify(verrou), lire(join(racine, '.npmrc')), JSON.stringify(sections), plateforme]
  return createHash('sha256').update(parts.join('\0')).digest('hex')
}

const pourIci = (entree) =>
  (!entree.os || entree.os.includes(process.platform)) && (!entree.cpu || entree.cpu.includes(process.arch))

/**
 * Ce qu'un `npm ci` fait à la main a laissé : npm écrit son propre verrou en dernier, un paquet par ligne. Rend
 * la portée installée, ou rien s'il manque un paquet.
 */
const porteeInstallee = (racine) => {
  const voulu = lireJson(join(racine, 'package-lock.json'))?.packages
  const installe = lireJson(join(racine, 'node_modules', '.package-lock.json'))?.packages
  const facultatifs = lireJson(join(racine, 'package.json'))?.optionalDependencies ?? {}
  if (!voulu || !installe) return undefined
  let dev = true
  for (const [chemin, entree] of Object.entries(voulu)) {
    if (chemin === '') continue
    const requis = !entree.optional || (chemin.replace('node_modules/', '') in facultatifs && pourIci(entree))
    if (!requis || entree.devOptional || installe[chemin]?.version === entree.version) continue
    if (!entree.dev) return undefined
    dev = false
  }
  return dev ? 'tout' : 'production'
}

/** « suffit », la portée reconnue d'une installation sans timbre, ou « manque ». */
export const installationSuffit = (racine, portee) => {
  const couvre = (autre) => autre === portee || autre === 'tout'
  const timbre = lireJson(join(racine, 'node_modules', '.coforme-installe'))
  if (timbre?.empreinte === empreinteInstallation(racine) && couvre(timbre.portee)) return 'suffit'
  const trouvee = porteeInstallee(racine)
  return trouvee && couvre(trouvee) ? trouvee : 'manque'
}

/**
 * L'environnement de `npm ci` : ni les dossiers node_modules du chemin (npm effacerait le Node qui le conduit),
 * ni ce que le npm appelant a posé, ni NODE_ENV, qui ferait tomber sans un mot les paquets d'essai.
 */
export const environnementNpm = (env) => {
  const propre = Object.fromEntries(
    Object.entries(env).filter(
      ([nom]) => !/^(npm_(package|lifecycle|node)_.*|npm_command|NODE_ENV|COFORME_RELANCE)$/i.test(nom),
    ),
  )
  propre.PATH = (env.PATH ?? '')
    .split(delimiter)
    .filter((dossier) => !dossier.split(sep).includes('node_modules') && !dossier.includes('node-gyp-bin'))
    .join(delimiter)
  return propre
}
