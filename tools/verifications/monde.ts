import { insertionsALaMain, miseEnPlaceARanger, sansLesAttendues } from '../a-ranger.ts'
import { estSource, estTest, lireFichier, listerFichiers } from '../fichiers.ts'
import { conclure, type Verification } from '../verification.ts'

/** L’application s’éprouve elle-même, ses composants se montrent sans base ; tout autre essai prend le monde. */
const permis = [
  'src/web/app.test.tsx',
  'src/web/test/serveur.ts',
  'test/monde/index.ts',
  // Un banc tourne hors de Vitest, que le monde demande.
  'bench/planning-semaine.banc.ts',
]

/** Pur : les essais et les bancs qui bâtissent leur application eux-mêmes. */
export const applicationsALaMain = (
  essais: readonly { readonly chemin: string; readonly texte: string }[],
): string[] =>
  essais
    .filter(({ chemin, texte }) => !permis.includes(chemin) && /\bcreateApp\(/.test(texte))
    .map(
      ({ chemin }) => `${chemin} : bâtit son application ; prenez « monde » ou « pagesDevant » (test/monde).`,
    )

/** Au-delà, la mise en place cache ce que l’essai raconte : elle appartient au monde, ou à un constructeur partagé. */
const lignesDAvant = 45
const essaiDePages = /^src\/.*\/pages\/[^/]+\.itest\.tsx?$/

/** Pur : les essais de pages qui mettent plus de quarante-cinq lignes avant leur premier essai. */
export const misesEnPlaceLongues = (
  essais: readonly { readonly chemin: string; readonly texte: string }[],
): string[] =>
  essais
    .filter(({ chemin }) => essaiDePages.test(chemin))
    .map(({ chemin, texte }) => ({
      chemin,
      lignes: texte.split('\n').findIndex((ligne) => /^\s*(it|test)(\.\w+)?\(/.test(ligne)),
    }))
    .filter(({ lignes }) => lignes > lignesDAvant)
    .map(
      ({ chemin, lignes }) =>
        `${chemin} : ${lignes} lignes avant le premier essai, ${lignesDAvant} au plus. La mise en place est au monde.`,
    )

/** Un mur s’attaque en SQL ; partout ailleurs, un récit prend un constructeur (`poserPersonne`, `poserSession`, `test/semer.ts`…). */
const recit = (chemin: string) =>
  /\.(test|itest|e2e)\.tsx?$/.test(chemin) && !/^(test\/(murs|base)|tools)\//.test(chemin)

/** Pur : la faute d’essais qui écrivent à la main plus de lignes de base qu’au dernier compte. */
export const insertionsDesRecits = (
  essais: readonly { readonly chemin: string; readonly texte: string }[],
  plafond: number,
): string[] => {
  const total = essais
    .filter(({ chemin }) => recit(chemin))
    .reduce((n, { texte }) => n + (texte.match(/\binsert into [a-z_]+\.[a-z_]+/g) ?? []).length, 0)
  return total > plafond
    ? [
        `${total} « insert into » dans les récits, ${plafond} au plus : un essai neuf prend un constructeur du module (test/).`,
      ]
    : []
}

export const unSeulMonde: Verification = {
  nom: 'Les essais partagent un monde',
  async verifier(racine) {
    const essais = ['src', 'test', 'e2e', 'bench']
      .flatMap((dossier) => listerFichiers(racine, dossier))
      .filter((f) => estSource(f) && (estTest(f) || f.startsWith('bench/')))
      .map((chemin) => ({ chemin, texte: lireFichier(racine, chemin) }))
    const longues = sansLesAttendues(
      misesEnPlaceLongues(essais),
      miseEnPlaceARanger.filter((attendue) => essais.some(({ chemin }) => chemin === attendue)),
    )
    return conclure(
      [...applicationsALaMain(essais), ...longues, ...insertionsDesRecits(essais, insertionsALaMain)],
      `${essais.length} fichiers`,
    )
  },
}
