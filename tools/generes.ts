import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dessinerCouches } from './dessin.ts'
import { lireFichier } from './fichiers.ts'
import { executer } from './processus.ts'
import { reglesEnBase } from './regles-en-base.ts'

/** Un fichier, ou une part de fichier, que l’on ne tient pas à la main. */
export type Genere = {
  readonly nom: string
  /** La faute en une phrase, ou rien quand le fichier est à jour. */
  verifier(racine: string): Promise<string | undefined>
  generer(racine: string): Promise<void>
}

const ouverture = '<!-- couches (tools/generes.ts) -->'
const fermeture = '<!-- /couches -->'

/** Remplace ce qui est entre les deux marques ; rien quand elles n’y sont pas. */
export const remplacerEntreMarques = (contenu: string, neuf: string): string | undefined => {
  const debut = contenu.indexOf(ouverture)
  const fin = contenu.indexOf(fermeture, debut)
  if (debut < 0 || fin < 0) return undefined
  return `${contenu.slice(0, debut + ouverture.length)}\n\n${neuf}\n\n${contenu.slice(fin)}`
}

const dessin: Genere = {
  nom: 'docs/architecture.md',
  async verifier(racine) {
    if (!existsSync(join(racine, this.nom))) return 'docs/architecture.md manque.'
    const contenu = lireFichier(racine, this.nom)
    const attendu = remplacerEntreMarques(contenu, dessinerCouches())
    if (attendu === undefined) return `${this.nom} : il y faut « ${ouverture} » puis « ${fermeture} ».`
    return attendu === contenu ? undefined : `${this.nom} : le dessin ne suit plus tools/modules.ts.`
  },
  async generer(racine) {
    const neuf = remplacerEntreMarques(lireFichier(racine, this.nom), dessinerCouches())
    if (neuf === undefined) throw new Error(`${this.nom} : il y faut « ${ouverture} » puis « ${fermeture} ».`)
    writeFileSync(join(racine, this.nom), neuf)
  },
}

/** Un générateur qui est un programme : sans option il écrit, avec `--verifier` il répond par son code. */
const parProgramme = (nom: string, programme: string): Genere => ({
  nom,
  async verifier(racine) {
    if (!existsSync(join(racine, programme))) return `${nom} : ${programme} manque.`
    const { code, sortie } = await executer(process.execPath, [programme, '--verifier'], { cwd: racine })
    return code === 0 ? undefined : `${nom} : ${sortie.trim() || `${programme} rend ${code}.`}`
  },
  async generer(racine) {
    const { code } = await executer(process.execPath, [programme], { cwd: racine, heriter: true })
    if (code !== 0) throw new Error(`${programme} rend ${code}.`)
  },
})

export const generes: readonly Genere[] = [dessin, reglesEnBase, parProgramme('polices', 'tools/polices.ts')]

if (import.meta.main) {
  const racine = join(import.meta.dirname, '..')
  for (const genere of generes) {
    if ((await genere.verifier(racine)) === undefined) continue
    await genere.generer(racine)
    console.log(`${genere.nom} : écrit.`)
  }
}
