import type { IFlattenedRuleSet, IRegularForbiddenRuleType } from 'dependency-cruiser'
import { rangs } from './modules.ts'

/** Les fichiers de test prennent leurs outils où ils sont ; les étages et les rangs valent aussi pour eux. */
const tests = '\\.(test|itest|e2e|contract)\\.tsx?$|^src/modules/[^/]+/test/'

const paquet = (noms: string) => `(^|node_modules/)(@types/)?(${noms})(/|$)`

const regle = (
  name: string,
  comment: string,
  from: IRegularForbiddenRuleType['from'],
  to: IRegularForbiddenRuleType['to'],
): IRegularForbiddenRuleType => ({ name, comment, severity: 'error', from, to })

/** Une règle par module : tout module de rang supérieur ou égal lui est interdit. */
const rangsInterdits = (table: Readonly<Record<string, number>>): IRegularForbiddenRuleType[] =>
  Object.entries(table).flatMap(([module, rang]) => {
    const interdits = Object.entries(table).filter(([autre, sien]) => autre !== module && sien >= rang)
    if (interdits.length === 0) return []
    return [
      regle(
        'module-rank',
        `${module} (rang ${rang}) n’importe que des modules de rang strictement inférieur.`,
        { path: `^src/modules/${module}/` },
        { path: `^src/modules/(${interdits.map(([autre]) => autre).join('|')})/` },
      ),
    ]
  })

/** Les règles de couches d’`architecture.md`, tirées du tableau des modules. */
export const reglesDeCouches = (table: Readonly<Record<string, number>> = rangs): IFlattenedRuleSet => ({
  forbidden: [
    regle('acyclic', 'Aucun cycle, nulle part.', {}, { circular: true }),
    regle(
      'resolved',
      'Un import qui ne se résout pas échappe à toutes les autres règles.',
      {},
      { couldNotResolve: true },
    ),
    regle(
      'kernel-alone',
      'Le noyau n’importe rien que lui-même.',
      { path: '^src/kernel/', pathNot: tests },
      { pathNot: '^src/kernel/' },
    ),
    regle(
      'no-upward',
      'La plateforme n’importe ni web, ni modules, ni app.',
      { path: '^src/platform/' },
      { path: '^src/(web|modules|app)/' },
    ),
    regle(
      'no-upward',
      'Le web n’importe ni modules, ni app.',
      { path: '^src/web/' },
      { path: '^src/(modules|app)/' },
    ),
    regle('no-upward', 'Un module n’importe pas app.', { path: '^src/modules/' }, { path: '^src/app/' }),
    regle(
      'no-upward',
      'Ce qui est servi n’importe ni outil, ni test.',
      { path: '^src/', pathNot: `${tests}|^src/app/pages/test/` },
      { path: '^(tools|test|e2e|bench)/' },
    ),
    regle(
      'module-index',
      'D’un autre module, on n’importe que index.ts.',
      { path: '^src/modules/([^/]+)/', pathNot: tests },
      { path: '^src/modules/', pathNot: '^src/modules/($1/|[^/]+/index\\.ts$)' },
    ),
    regle(
      'module-index',
      'Le test d’un module n’importe d’un autre que index.ts et les fabriques de test/.',
      { path: `^src/modules/([^/]+)/.*(${tests})|^src/modules/([^/]+)/test/` },
      { path: '^src/modules/', pathNot: '^src/modules/($1/|$3/|[^/]+/(index\\.ts$|test/))' },
    ),
    regle(
      'module-index',
      'app n’importe d’un module que index.ts et module.ts.',
      { path: '^src/app/', pathNot: tests },
      { path: '^src/modules/', pathNot: '^src/modules/[^/]+/(index\\.ts|module\\.tsx?)$' },
    ),
    regle(
      'pure-domain',
      'domain/ n’importe que le noyau et lui-même : ni paquet, ni horloge, ni base.',
      { path: '^src/modules/([^/]+)/domain/', pathNot: tests },
      {
        pathNot:
          '^src/(kernel/|modules/$1/domain/|modules/[^/]+/index\\.ts$|platform/pdf/papier/papier\\.v1\\.ts$)',
      },
    ),
    regle(
      'pure-domain',
      'D’un autre module ou des papiers, domain/ ne prend que des types : ils s’effacent.',
      { path: '^src/modules/([^/]+)/domain/', pathNot: tests },
      {
        path: '^src/(modules/[^/]+/index\\.ts|platform/pdf/papier/papier\\.v1\\.ts)$',
        dependencyTypesNot: ['type-only'],
      },
    ),
    regle(
      'db-under-domain',
      'db/ n’importe, de son module, que domain/ et lui-même : un type que la base et les papiers partagent est du domaine.',
      { path: '^src/modules/([^/]+)/db/', pathNot: tests },
      { path: '^src/modules/$1/', pathNot: '^src/modules/$1/(db|domain)/' },
    ),
    regle(
      'gestes-without-pages',
      'Un geste ne connaît ni page, ni tâche, ni formulaire : il enfile une tâche par son nom, que domain/ tient.',
      { path: '^src/modules/([^/]+)/gestes/', pathNot: tests },
      { path: '^src/modules/$1/(pages|jobs|commandes|contributions)/|^src/modules/$1/(index|module)\\.ts$' },
    ),
    regle(
      'lecture-without-gestes',
      'lecture/ et documents/ lisent et composent : ni geste, ni page, ni tâche.',
      { path: '^src/modules/([^/]+)/(lecture|documents)/', pathNot: tests },
      {
        path: '^src/modules/$1/(gestes|pages|jobs|commandes|contributions)/|^src/modules/$1/(index|module)\\.ts$',
      },
    ),
    regle(
      'pages-write-nothing',
      'Une page n’écrit pas : elle donne à un geste ce qu’elle a lu et ce qui fut envoyé.',
      { path: '^src/(modules/[^/]+/(pages|contributions|lecture|documents)|app/pages)/', pathNot: tests },
      { path: '^src/(modules/[^/]+|app)/db/[^/]+\\.ecritures\\.ts$' },
    ),
    regle(
      'jobs-without-pages',
      'Une tâche n’importe pas de page : les mots que les deux disent sont du domaine.',
      { path: '^src/modules/([^/]+)/jobs/', pathNot: tests },
      { path: '^src/modules/$1/pages/' },
    ),
    regle(
      'sql-in-db',
      'kysely et pg ne sont connus que de db/ et de la plateforme.',
      { path: '^src/', pathNot: `^src/platform/|/db/|${tests}` },
      { path: paquet('kysely|pg') },
    ),
    regle(
      'zod-at-the-edge',
      'zod ne lit que ce qui vient du dehors : web, pages/, lecture/, commandes/, app et platform/config.',
      {
        path: '^src/',
        pathNot: `^src/(web|app|platform/config)/|^src/modules/[^/]+/(pages|web|lecture|commandes)/|${tests}`,
      },
      { path: paquet('zod') },
    ),
    regle(
      'served-without-dev',
      'Ce qui est servi ne demande aucun paquet de développement : `npm start` ne les installe pas.',
      { path: '^src/', pathNot: tests },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    ),
    regle(
      'loaded-on-demand',
      'Ce que la plupart des instances n’emploient pas se charge à l’emploi, ou dans un fil à part\u00a0: au départ, chacune le porterait en mémoire.',
      {
        path: '^src/',
        pathNot: `^src/web/islands/|ouvrier\\.ts$|^src/modules/portail/lecture/html\\.ts$|^src/modules/facturation/lecture/pdf/demonter\\.ts$|${tests}`,
      },
      {
        path: paquet('age-encryption|esbuild|html-to-text|imapflow|libxml2-wasm|mupdf|nodemailer|sharp'),
        dynamic: false,
        dependencyTypesNot: ['type-only'],
      },
    ),
    ...rangsInterdits(table),
  ],
})
