/** Ce que refaire plusieurs pièces a donné, dit d’une phrase par sort. */
import { accorder, enumerer } from '#kernel/texte.ts'

/** Un numéro de pièce, ou un client, et la phrase qui dit ce qui le retient. */
export type Retenue = { readonly nom: string; readonly phrase: string }

/** Parties à la signature ; émises pour le papier ou le visa ; émises dont la demande de signature est refusée ; clients sans pièce. */
export const direRefaits = (r: {
  readonly envoyees: readonly string[]
  readonly emises: readonly string[]
  readonly retenues: readonly Retenue[]
  readonly refusees: readonly Retenue[]
  readonly cae: boolean
}): string =>
  [
    ...(r.envoyees.length > 0
      ? [`${enumerer(r.envoyees)} ${accorder(r.envoyees.length, 'part', 'partent')} à la signature.`]
      : []),
    ...(r.emises.length > 0
      ? [
          `${enumerer(r.emises)} ${accorder(r.emises.length, 'est émise', 'sont émises')}, ${r.cae ? 'et l’équipe d’appui vise d’abord' : 'à faire signer sur papier'}.`,
        ]
      : []),
    ...r.retenues.map((x) => `${x.nom} est émise, et ne part pas\u00a0: ${x.phrase}`),
    ...r.refusees.map((x) => `Rien n’est émis pour ${x.nom}\u00a0: ${x.phrase}`),
  ].join(' ')
