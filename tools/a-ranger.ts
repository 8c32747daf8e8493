/**
 * Ce que les règles de forme et de couches trouvent encore dans l’arbre d’avant elles. Ces listes ne font que décroître :
 * une attente est le début d’une faute ; une ligne qui n’est plus une faute doit en sortir, et rien de neuf n’y entre.
 */
export const sansLesAttendues = (fautes: readonly string[], attendues: readonly string[]): string[] => [
  ...fautes.filter((faute) => !attendues.some((attendue) => faute.startsWith(attendue))),
  ...attendues
    .filter((attendue) => !fautes.some((faute) => faute.startsWith(attendue)))
    .map((attendue) => `${attendue} est en ordre : à ôter de tools/a-ranger.ts.`),
]

export const couchesARanger: readonly string[] = []

export const formesARanger: readonly string[] = []

/** Le SQL qui nomme une table d’un rang supérieur, ou qui écrit chez un autre. */
export const sqlARanger: readonly string[] = []

/** Les envois de pages encore écrits à la main, que `geste()` saurait tenir. Le nombre ne fait que décroître. */
export const envoisALaMain = 126

/** Les refus que des pages composent elles-mêmes, quand une règle du domaine ou un geste les dirait. Le nombre ne fait que décroître. */
export const refusEnPages = 44

/** Les lignes de base que des récits d’essai écrivent à la main, hors des murs. Le nombre ne fait que décroître. */
export const insertionsALaMain = 359

/** Les listes de mots qu’une requête redit et que le domaine dit aussi. Le nombre ne fait que décroître. */
export const listesEnSql = 13

/** Les essais de pages dont la mise en place passe quarante-cinq lignes. */
export const miseEnPlaceARanger: readonly string[] = [
  'src/app/pages/a-distance.itest.ts',
  'src/app/pages/aujourdhui.itest.ts',
  'src/app/pages/bpf.modele.itest.ts',
  'src/app/pages/emporter-session.itest.ts',
  'src/modules/bpf/pages/pages.itest.ts',
  'src/modules/comptes/pages/organismes.itest.ts',
  'src/modules/comptes/pages/pages.itest.ts',
  'src/modules/emargement/pages/pages.itest.ts',
  'src/modules/facturation/pages/pages.itest.ts',
  'src/modules/organisme/pages/acces.itest.ts',
  'src/modules/organisme/pages/pages.itest.ts',
  'src/modules/organisme/pages/premiers-pas.itest.ts',
  'src/modules/qualite/pages/pages.itest.ts',
]
