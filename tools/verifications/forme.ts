import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { formesARanger, sansLesAttendues } from '../a-ranger.ts'
import { lireFichier, listerFichiers } from '../fichiers.ts'
import { conclure, type Verification } from '../verification.ts'

/** Ce qu'un module pose à sa racine : sa page, son index, sa table des matières, ses adresses, ce qu'il demande aux autres. */
export const fichiersDeRacine = ['README.md', 'index.ts', 'module.ts', 'liens.ts', 'prises.ts']
export const dossiersDeModule = [
  'gestes',
  'domain',
  'db',
  'pages',
  'documents',
  'contributions',
  'jobs',
  'lecture',
  'commandes',
  'test',
]
/** Ce que tout module emploie d’eux (le droit, la personne connectée) : les deux seuls à avoir un dossier `web/`. */
const servisATous = ['comptes', 'organisme']
/** Une instruction qui écrit, dans un texte de db/ : elle nomme sa table, ou la reçoit. */
const ecrit = /\b(insert into|delete from|merge into)\s|\bupdate\s+([a-z_]+\.[a-z_]+\s|\$\{)/i

/** Pur : les fautes d'un module, d'après ce qu'il contient. Exporté pour que chaque faute soit essayée. */
export const juger = (
  module: string,
  racine: readonly { readonly nom: string; readonly dossier: boolean }[],
  db: readonly { readonly chemin: string; readonly texte: string }[],
): string[] => [
  ...racine.flatMap(({ nom, dossier }) =>
    (dossier ? dossiersDeModule : fichiersDeRacine).includes(nom) ||
    (nom === 'web' && servisATous.includes(module))
      ? []
      : [
          `src/modules/${module}/${nom} : ${dossier ? 'ce dossier n’est pas de la forme' : 'la racine garde cinq fichiers'}.`,
        ],
  ),
  ...db.flatMap(({ chemin, texte }) =>
    /\.ecritures\.ts$/.test(chemin) === ecrit.test(texte)
      ? []
      : [
          `${chemin} : ${ecrit.test(texte) ? 'écrit, et ne s’appelle pas « .ecritures.ts »' : 's’appelle « .ecritures.ts » et n’écrit rien'}.`,
        ],
  ),
]

export const forme: Verification = {
  nom: 'Chaque module a la même forme',
  async verifier(racine) {
    const dossier = join(racine, 'src/modules')
    const modules = existsSync(dossier) ? readdirSync(dossier) : []
    const fautes = modules.flatMap((m) =>
      juger(
        m,
        readdirSync(join(dossier, m), { withFileTypes: true }).map((e) => ({
          nom: e.name,
          dossier: e.isDirectory(),
        })),
        listerFichiers(racine, `src/modules/${m}/db`)
          .filter((f) => /\.ts$/.test(f) && !/\.i?test\.ts$/.test(f))
          .map((chemin) => ({ chemin, texte: lireFichier(racine, chemin) })),
      ),
    )
    return conclure(sansLesAttendues(fautes, formesARanger), `${modules.length} modules`)
  },
}
