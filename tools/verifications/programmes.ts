import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { executer } from '../processus.ts'
import type { Verdict, Verification } from '../verification.ts'

const sansCouleur = { ...process.env, NO_COLOR: '1' }

/** Ce que les outils savent déjà d’un passage à l’autre, par contenu de fichier. Effacé ou abîmé, il se refait. */
const memoire = '.construit/verification'

/** Lance un outil du dossier `node_modules` avec le Node qui nous exécute ; ce qu’il écrit devient les fautes. */
const parOutil = async (racine: string, chemin: string, args: readonly string[]): Promise<Verdict> => {
  const outil = join(racine, 'node_modules', chemin)
  if (!existsSync(outil))
    return { ok: false, fautes: [`${chemin} manque : les dépendances sont incomplètes.`] }
  const { code, sortie } = await executer(process.execPath, [outil, ...args], {
    cwd: racine,
    env: sansCouleur,
  })
  const lignes = sortie.split('\n').filter((ligne) => ligne.trim() !== '')
  if (code === 0) return { ok: true, bilan: lignes.at(-1) ?? 'rien à redire' }
  return { ok: false, fautes: lignes.length > 0 ? lignes : [`Arrêt avec le code ${code}, sans un mot.`] }
}

export const format: Verification = {
  nom: 'La mise en forme et le style sont ceux de Biome',
  verifier: (racine) =>
    parOutil(racine, '@biomejs/biome/bin/biome', [
      'check',
      '--colors=off',
      '--diagnostic-level=error',
      '--max-diagnostics=30',
      '.',
    ]),
}

export const types: Verification = {
  nom: 'Les types concordent',
  async verifier(racine) {
    const projets = ['tsconfig.json', 'src/web/islands/tsconfig.json'].filter((projet) =>
      existsSync(join(racine, projet)),
    )
    const verdicts = await Promise.all(
      projets.map((projet) =>
        // Par son chemin : `tsc` dans .bin appartient au dernier paquet que npm a lié.
        parOutil(racine, 'tsc7/bin/tsc', [
          ...['--noEmit', '--pretty', 'false', '-p', projet],
          // Quatre lecteurs, ce qu’il prend de lui-même, refont chacun une part du travail des autres.
          ...['--checkers', '2', '--incremental'],
          ...['--tsBuildInfoFile', join(racine, memoire, `${projet.replaceAll('/', '-')}.tsbuildinfo`)],
        ]),
      ),
    )
    const fautes = verdicts.flatMap((verdict) => (verdict.ok ? [] : verdict.fautes))
    // Un dossier que son projet ne couvre pas échappe au compilateur sans un mot.
    if (statSync(join(racine, 'src/web/islands'), { throwIfNoEntry: false }) && projets.length < 2) {
      fautes.push('src/web/islands existe sans son tsconfig.json : rien n’y est vérifié.')
    }
    if (projets.length === 0) fautes.push('Aucun tsconfig.json.')
    return fautes.length > 0 ? { ok: false, fautes } : { ok: true, bilan: projets.join(', ') }
  },
}

export const codeMort: Verification = {
  nom: 'Rien n’est mort : fichiers, exports, dépendances',
  verifier: async (racine) => {
    const verdict = await parOutil(racine, 'knip/bin/knip.js', [
      '--no-progress',
      '--reporter',
      'compact',
      '--treat-config-hints-as-errors',
      '--cache',
      '--cache-location',
      join(racine, memoire, 'knip'),
    ])
    return verdict.ok ? { ok: true, bilan: 'tout sert' } : verdict
  },
}
