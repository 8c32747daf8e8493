/** La fiche d'une coopérative dans l'annuaire : ce qui s'en refuse, sous le champ qui le dit. */
import { lireDepartements } from '#kernel/departements.ts'
import { typographier } from '#kernel/texte.ts'

/** « 310, 326 » : les codes de cette forme, une fois chacun, vingt au plus. */
export const lireCodes = (texte: string, motif: RegExp): readonly string[] =>
  [...new Set(texte.split(/[\s,;]+/).filter((x) => motif.test(x)))].slice(0, 20)

export const lireNsf = (texte: string) => lireCodes(texte, /^\d{3}$/)
export const lireFormacodes = (texte: string) => lireCodes(texte, /^\d{5}$/)

/** `connue` : vrai si cette spécialité de formation existe. `certificatCommun` : le seul certificat dont elle pourrait se prévaloir est celui d’un organisme commun. */
export const fauteDeFiche = (
  saisie: {
    readonly nsf: string
    readonly departements: string
    readonly qualiopi: readonly string[]
    readonly qualiopiSource: string | undefined
  },
  connue: (nsf: string) => boolean,
  certificatCommun = false,
):
  | { readonly champ: 'nsf' | 'departements' | 'qualiopi' | 'qualiopiSource'; readonly phrase: string }
  | undefined => {
  const inconnue = lireNsf(saisie.nsf).find((n) => !connue(n))
  const faute = inconnue
    ? ({ champ: 'nsf', phrase: `La spécialité ${inconnue} n’existe pas.` } as const)
    : saisie.departements !== '' && lireDepartements(saisie.departements).length === 0
      ? ({
          champ: 'departements',
          phrase: 'Aucun département n’est reconnu : écrivez leurs numéros.',
        } as const)
      : saisie.qualiopi.length > 0 && !saisie.qualiopiSource
        ? ({ champ: 'qualiopiSource', phrase: 'Une portée se dit avec sa source.' } as const)
        : saisie.qualiopi.length > 0 && certificatCommun
          ? ({
              champ: 'qualiopi',
              phrase:
                'Ce certificat est celui de l’organisme commun dont vous êtes membre : sans déclaration d’activité à elle, votre coopérative ne l’affiche pas.',
            } as const)
          : undefined
  return faute && { ...faute, phrase: typographier(faute.phrase) }
}
