import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { cruise, type ICruiseResult } from 'dependency-cruiser'
import { couchesARanger, sansLesAttendues } from '../a-ranger.ts'
import { reglesDeCouches } from '../couches.ts'
import { estSource, listerFichiers } from '../fichiers.ts'
import { rangs } from '../modules.ts'
import { conclure, type Verification } from '../verification.ts'

const dossiers = ['src', 'tools', 'test', 'e2e', 'bench']

/** Ce que dependency-cruiser a lu et ce qu’il reproche. Exporté pour que chaque règle soit essayée. */
export const lireCouches = async (
  racine: string,
  table: Readonly<Record<string, number>> = rangs,
): Promise<{ lus: string[]; reproches: { regle: string; de: string; vers: string }[] }> => {
  const presents = dossiers.filter((dossier) => existsSync(join(racine, dossier)))
  const { output } = await cruise(
    presents,
    {
      baseDir: racine,
      validate: true,
      ruleSet: reglesDeCouches(table),
      doNotFollow: { path: 'node_modules' },
      tsPreCompilationDeps: true,
      skipAnalysisNotInRules: true,
    },
    {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  )
  const resultat = output as ICruiseResult
  return {
    lus: resultat.modules.map((module) => module.source),
    reproches: resultat.summary.violations.map((violation) => ({
      regle: violation.rule.name,
      de: violation.from,
      vers: violation.cycle ? violation.cycle.map((etape) => etape.name).join(' → ') : violation.to,
    })),
  }
}

/**
 * Avec un TypeScript qu’il ne comprend pas, dependency-cruiser lit zéro fichier et rend zéro faute :
 * un compte inférieur à celui du disque est donc une faute.
 */
export const couches = {
  nom: 'Les couches sont respectées',
  async verifier(racine: string, lire: typeof lireCouches = lireCouches) {
    const { lus, reproches } = await lire(racine)
    const connus = new Set(lus)
    const surDisque = dossiers.flatMap((dossier) => listerFichiers(racine, dossier)).filter(estSource)
    const oublies = surDisque.filter((fichier) => !connus.has(fichier))
    const fautes = sansLesAttendues(
      reproches.map(({ regle, de, vers }) => `${de} → ${vers} (${regle})`),
      // Un dépôt d’essai n’a rien hérité.
      existsSync(join(racine, 'src/modules/inscriptions')) ? couchesARanger : [],
    )
    if (oublies.length > 0) {
      fautes.push(
        `${surDisque.length - oublies.length} fichiers lus sur ${surDisque.length} : ${oublies.slice(0, 5).join(', ')}`,
      )
    }
    if (surDisque.length === 0) fautes.push('Aucun fichier source à lire.')
    return conclure(fautes, `${surDisque.length} fichiers lus`)
  },
} satisfies Verification
