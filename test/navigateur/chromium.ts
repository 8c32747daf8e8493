import { execFile } from 'node:child_process'
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { chmod } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { createBrotliDecompress } from 'node:zlib'
import { extract } from 'tar-fs'

export type Chromium = {
  readonly executable: string
  /** Ce qu’il lui faut dans son environnement : bibliothèques et polices quand la machine n’en a pas. */
  readonly env: Readonly<Record<string, string>>
}

/** Les navigateurs d’une machine qui en a un, dans l’ordre où on les essaie. */
const duSysteme = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** `COFORME_CHROMIUM`, celui du système, puis celui du paquet npm (Linux x64 seulement). */
export const trouverChromium = async (
  env: NodeJS.ProcessEnv = process.env,
  systeme: readonly string[] = duSysteme,
): Promise<Chromium> => {
  const choisi = env.COFORME_CHROMIUM
  if (choisi !== undefined && choisi !== '') {
    if (!existsSync(choisi)) throw new Error(`COFORME_CHROMIUM nomme « ${choisi} », qui n’existe pas.`)
    return { executable: choisi, env: {} }
  }
  const present = systeme.find((chemin) => existsSync(chemin))
  if (present !== undefined) return { executable: present, env: {} }
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('Aucun navigateur : installer Chromium, ou donner son chemin par COFORME_CHROMIUM.')
  }
  return chromiumDuPaquet(env)
}

const deballer = (source: string, cible: NodeJS.WritableStream) =>
  pipeline(createReadStream(source), createBrotliDecompress(), cible)

/**
 * Déballe nous-mêmes le paquet, puis renomme : le sien écrit dans un dossier commun de /tmp, en mode 0700,
 * et croit ce qu’il y trouve (le fichier d’un autre compte, d’une autre version, ou à moitié écrit).
 */
export const chromiumDuPaquet = async (
  env: NodeJS.ProcessEnv = process.env,
  cache = join(import.meta.dirname, '../../node_modules/.cache'),
): Promise<Chromium> => {
  const entree = createRequire(import.meta.url).resolve('@sparticuz/chromium')
  const paquet = join(dirname(entree), '..')
  const { version } = JSON.parse(readFileSync(join(paquet, 'package.json'), 'utf8')) as { version: string }
  const dossier = join(cache, `chromium-${version}`)
  if (!existsSync(dossier)) {
    mkdirSync(cache, { recursive: true })
    const neuf = mkdtempSync(`${dossier}.neuf-`)
    try {
      const archives = join(paquet, 'bin')
      await deballer(join(archives, 'chromium.br'), createWriteStream(join(neuf, 'chromium')))
      for (const archive of ['fonts', 'swiftshader', 'al2023']) {
        // swiftshader se place à côté du programme, qui l’y cherche.
        const vers = archive === 'swiftshader' ? neuf : join(neuf, archive)
        await deballer(join(archives, `${archive}.tar.br`), extract(vers))
      }
      await chmod(join(neuf, 'chromium'), 0o755)
      await chmod(neuf, 0o755)
      renameSync(neuf, dossier)
    } catch (erreur) {
      rmSync(neuf, { recursive: true, force: true })
      // Un autre processus a fini le premier : son dossier, entier, vaut le nôtre.
      if (!existsSync(dossier)) throw erreur
    }
  }
  const executable = join(dossier, 'chromium')
  return {
    executable,
    env: { ...(await bibliotheques(executable, dossier, env)), ...polices(dossier) },
  }
}

const bibliotheques = async (
  executable: string,
  dossier: string,
  env: NodeJS.ProcessEnv,
): Promise<Record<string, string>> => {
  const { stdout } = await promisify(execFile)('ldd', [executable]).catch(() => ({ stdout: 'not found' }))
  if (!stdout.includes('not found')) return {}
  const ajout = join(dossier, 'al2023/lib')
  return { LD_LIBRARY_PATH: [ajout, env.LD_LIBRARY_PATH ?? ''].filter((d) => d !== '').join(delimiter) }
}

/** Sans police le texte a une largeur nulle. On ne les impose que sur une machine qui n’en a pas. */
const polices = (dossier: string): Record<string, string> => {
  if (existsSync('/etc/fonts/fonts.conf')) return {}
  const conf = join(dossier, 'fonts.conf')
  if (!existsSync(conf)) {
    const propre = `${conf}.${process.pid}`
    writeFileSync(
      propre,
      `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(dossier, 'fonts')}</dir>
  <cachedir>${join(dossier, 'cache-polices')}</cachedir>
</fontconfig>
`,
    )
    renameSync(propre, conf)
  }
  return { FONTCONFIG_FILE: conf }
}
