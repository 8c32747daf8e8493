import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Comptes, variableDesComptes } from './compteur.ts'
import { executer } from './processus.ts'

const racine = join(import.meta.dirname, '..')

export const projets = ['unit', 'base', 'parcours'] as const
export type Projet = (typeof projets)[number]

/**
 * Vitest laisserait un cœur libre : sur deux, tout passerait à la file. Base et parcours attendent aussi une base, un serveur, un
 * navigateur : un fichier de plus occupe le cœur pendant ce temps.
 */
const ouvriers = (projet: Projet): number => Math.max(2, availableParallelism()) + (projet === 'unit' ? 0 : 1)

export type Passage = {
  /** Dossier qui porte la configuration de Vitest ; le dépôt par défaut. */
  readonly dossier?: string
  readonly projet?: Projet
  /** Filtres de fichiers et options, remis tels quels à Vitest. */
  readonly args?: readonly string[]
  /** Vrai quand l’appelant a choisi : un projet sans test retenu n’est alors pas une faute. */
  readonly choisi?: boolean
}

/**
 * L’environnement des tests. Rien de ce qui règle l’instance du développeur n’y entre : un test ne doit
 * ni écrire dans sa base, ni écrire à ses vrais correspondants.
 */
export const environnementDeTest = (env: NodeJS.ProcessEnv, terminal: boolean): NodeJS.ProcessEnv => {
  const gardees =
    /^COFORME_(CHROMIUM|CAPTURES|FACTURES|GRAINE|HORLOGES|MORTS|MURS|PDF_VERS|PIECES|SUITES|TOUTES_POSITIONS|TEST_\w+)$/
  const retirees = /^(COFORME_\w+|DATABASE_URL|SMTP_URL|S3_\w+|ANTIVIRUS_\w+|PG[A-Z]+|HOST|PORT|NODE_ENV)$/
  const propre = Object.entries(env).filter(([nom]) => gardees.test(nom) || !retirees.test(nom))
  return {
    ...Object.fromEntries(propre),
    TZ: 'UTC',
    ...(terminal ? {} : { NO_COLOR: '1', FORCE_COLOR: '0' }),
  }
}

/** Lance Vitest une fois et rend ses comptes ; un arrêt en échec sans échec compté en ajoute un. */
export const passerVitest = async (passage: Passage, heriter = true): Promise<Comptes> => {
  const dossier = mkdtempSync(join(tmpdir(), 'coforme-comptes-'))
  const fichier = join(dossier, 'comptes.jsonl')
  try {
    const { code } = await executer(
      process.execPath,
      [
        join(racine, 'node_modules/vitest/vitest.mjs'),
        'run',
        // Node lit le .ts lui-même ; autrement Vite écrit dans node_modules, qui peut être à un autre compte.
        '--configLoader=native',
        '--reporter=default',
        `--reporter=${join(racine, 'tools/compteur.ts')}`,
        '--allowOnly=false',
        ...(passage.projet === undefined ? [] : ['--project', passage.projet]),
        ...(passage.projet === undefined ? [] : [`--maxWorkers=${ouvriers(passage.projet)}`]),
        ...(passage.choisi ? ['--passWithNoTests'] : []),
        ...(passage.args ?? []),
      ],
      {
        cwd: passage.dossier ?? racine,
        env: {
          ...environnementDeTest(process.env, process.stdout.isTTY === true),
          [variableDesComptes]: fichier,
        },
        heriter,
      },
    )
    return sommerComptes(lireComptes(fichier), code, passage.choisi === true)
  } finally {
    rmSync(dossier, { recursive: true, force: true })
  }
}

const lireComptes = (fichier: string): Comptes[] => {
  try {
    return readFileSync(fichier, 'utf8')
      .split('\n')
      .filter((ligne) => ligne !== '')
      .map((ligne) => JSON.parse(ligne) as Comptes)
  } catch {
    // Vitest est tombé avant d’écrire : son code d’arrêt le dira.
    return []
  }
}

/** Pur : ce que valent des comptes, sachant comment Vitest s’est arrêté. */
export const sommerComptes = (lignes: readonly Comptes[], code: number, choisi: boolean): Comptes => {
  const total = lignes.reduce(
    (somme, ligne) => ({
      passes: somme.passes + ligne.passes,
      echoues: somme.echoues + ligne.echoues,
      sautes: somme.sautes + ligne.sautes,
    }),
    { passes: 0, echoues: 0, sautes: 0 },
  )
  const rien = total.passes + total.echoues === 0
  const silencieux = total.echoues === 0 && (code !== 0 || (rien && !choisi))
  return silencieux ? { ...total, echoues: 1 } : total
}
