import { estSource, estTest, lireFichier, listerFichiers } from '../fichiers.ts'
import { conclure, type Verification } from '../verification.ts'

/** L’application s’éprouve elle-même, ses composants se montrent sans base ; tout autre essai prend le monde. */
const permis = ['src/web/app.test.tsx', 'src/web/test/serveur.ts', 'test/monde/index.ts']

/** Pur : les essais qui bâtissent leur application eux-mêmes. */
export const applicationsALaMain = (
  essais: readonly { readonly chemin: string; readonly texte: string }[],
): string[] =>
  essais
    .filter(({ chemin, texte }) => !permis.includes(chemin) && /\bcreateApp\(/.test(texte))
    .map(
      ({ chemin }) => `${chemin} : bâtit son application ; prenez « monde » ou « pagesDevant » (test/monde).`,
    )

export const unSeulMonde: Verification = {
  nom: 'Les essais partagent un monde',
  async verifier(racine) {
    const essais = ['src', 'test', 'e2e']
      .flatMap((dossier) => listerFichiers(racine, dossier))
      .filter((f) => estSource(f) && estTest(f))
      .map((chemin) => ({ chemin, texte: lireFichier(racine, chemin) }))
    return conclure(applicationsALaMain(essais), `${essais.length} fichiers`)
  },
}
