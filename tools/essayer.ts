import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Comptes } from './compteur.ts'
import { verifierTout } from './verifier.ts'
import { type Projet, passerVitest, projets } from './vitest.ts'

const racine = join(import.meta.dirname, '..')
const estProjet = (mot: string): mot is Projet => projets.some((projet) => projet === mot)

export type EssaisDemandes = {
  readonly projets: readonly Projet[]
  readonly args: readonly string[]
  /** Faux : tout est demandé, vérifications comprises, et rien ne doit manquer. */
  readonly choisi: boolean
}

/** `npm test` : tout. `npm test -- unit` : un projet. `npm test -- src/kernel` : des fichiers. */
export const lireArguments = (mots: readonly string[]): EssaisDemandes => {
  const nommes = mots.filter(estProjet)
  return {
    projets: nommes.length > 0 ? nommes : projets,
    args: mots.filter((mot) => !estProjet(mot)),
    choisi: mots.length > 0,
  }
}

/** Les parcours ouvrent l’application construite : sans construction, ils essaieraient l’ancienne. */
const construire = async (): Promise<Comptes> => {
  const programme = join(racine, 'tools/construire.ts')
  if (!existsSync(programme)) return { passes: 0, echoues: 0, sautes: 0 }
  try {
    const outil = (await import(pathToFileURL(programme).href)) as {
      construire(options: { racine: string }): Promise<string>
    }
    await outil.construire({ racine })
    return { passes: 0, echoues: 0, sautes: 0 }
  } catch (erreur) {
    console.log('La construction a échoué.', erreur)
    return { passes: 0, echoues: 1, sautes: 0 }
  }
}

/** « 7 min 05 s » : ce qu’une part a pris, à l’horloge. */
export const direDuree = (ms: number): string => {
  const secondes = Math.round(ms / 1000)
  return secondes < 60
    ? `${secondes}\u00a0s`
    : `${Math.floor(secondes / 60)}\u00a0min\u00a0${String(secondes % 60).padStart(2, '0')}\u00a0s`
}

/** Rend vrai quand rien n’a échoué ; écrit ce que chaque part a pris, puis la ligne de compte, seule et en dernier. */
export const essayer = async (demande: EssaisDemandes): Promise<boolean> => {
  const durees: string[] = []
  const chronometrer = async <T>(nom: string, faire: () => Promise<T>): Promise<T> => {
    const debut = performance.now()
    const rendu = await faire()
    durees.push(`${nom} ${direDuree(performance.now() - debut)}`)
    return rendu
  }
  let passes = 0
  let echoues = 0
  let sautes = 0
  const ajouter = (comptes: Comptes) => {
    passes += comptes.passes
    echoues += comptes.echoues
    sautes += comptes.sautes
  }
  if (!demande.choisi) {
    const bilan = await chronometrer('vérifications', verifierTout)
    ajouter({ passes: bilan.passees, echoues: bilan.echouees, sautes: 0 })
  }
  if (demande.projets.some((projet) => projet !== 'unit')) ajouter(await construire())
  let tests = 0
  // Les instances que les essais copient valent pour tous les projets (test/parcours/moule.ts).
  const moules = mkdtempSync(join(tmpdir(), 'coforme-moules-'))
  chmodSync(moules, 0o711)
  process.env.COFORME_TEST_MOULES = moules
  try {
    for (const projet of demande.projets) {
      const comptes = await chronometrer(projet, () =>
        passerVitest({ projet, args: demande.args, choisi: demande.choisi }),
      )
      tests += comptes.passes + comptes.echoues
      ajouter(comptes)
    }
  } finally {
    rmSync(moules, { recursive: true, force: true })
  }
  if (tests === 0) {
    console.log('Aucun test n’a été exécuté.')
    echoues += 1
  }
  if (sautes > 0) {
    console.log(`${sautes} tests n’ont pas été exécutés.`)
    // Qui a choisi une part saute le reste ; un passage entier, lui, ne saute rien.
    if (!demande.choisi) echoues += sautes
  }
  console.log(durees.join(', '))
  console.log(`${passes} passed, ${echoues} failed`)
  return echoues === 0
}

if (import.meta.main) {
  process.exitCode = (await essayer(lireArguments(process.argv.slice(2)))) ? 0 : 1
}
