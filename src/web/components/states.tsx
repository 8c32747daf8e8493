import type { Child } from 'hono/jsx'

/** Un état est une forme, une couleur et un mot, toujours les trois. */
export const etats = {
  prouve: 'prouvé',
  declare: 'déclaré',
  partiel: 'partiel',
  manquant: 'manquant',
  'a-juger': 'à juger',
  'sans-objet': 'sans objet',
  'a-venir': 'à venir',
} as const
export type CodeEtat = keyof typeof etats

/** `mot` remplace le mot quand un plus précis existe : « à signer », « 9 h 02 ». */
export const Etat = ({ etat, mot }: { etat: CodeEtat; mot?: string | undefined }) => (
  <span class={`etat ${etat}`}>{mot ?? etats[etat]}</span>
)

/** La forme seule, pour un dessin : le mot est dit aux lecteurs d'écran. */
export const Marque = ({ etat, mot }: { etat: CodeEtat; mot?: string | undefined }) => (
  <>
    <span class={`mark ${etat}`} />
    <span class="unseen">{mot ?? etats[etat]}</span>
  </>
)

/** Une rangée de formes, doublée de la phrase qui la dit. */
export const Marques = ({ etats: suite, children }: { etats: readonly CodeEtat[]; children: Child }) => (
  <p class="compte">
    <span class="marks" aria-hidden="true">
      {suite.map((etat) => (
        <i class={etat} />
      ))}
    </span>
    <span>{children}</span>
  </p>
)
