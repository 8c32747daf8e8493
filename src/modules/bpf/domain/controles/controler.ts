import { typographier } from '#kernel/texte.ts'
import type { Bpf } from '../composer.ts'
import type { Lignes } from '../lignes.ts'
import { arithmetique } from './arithmetique.ts'
import type { Contexte, Controle, Niveau } from './controle.ts'
import { forme } from './forme.ts'
import { vraisemblance } from './vraisemblance.ts'

/**
 * Les contrôles de cohérence. La liste des messages du téléservice n’a pas été trouvée : celle-ci ne la reproduit pas.
 */
export const controles = { ...arithmetique, ...vraisemblance, ...forme } as const satisfies Record<
  string,
  Controle
>
export type ControleId = keyof typeof controles

export type ControlePasse = {
  readonly id: ControleId
  readonly niveau: Niveau
  /** Faux seulement quand le contrôle est en défaut ; voir `etat` pour ce qui n’a pu être vérifié. */
  readonly ok: boolean
  readonly etat: 'satisfait' | 'en-defaut' | 'non-verifiable'
  readonly message: string
}

/** Du premier au dernier numéro. */
export const idsDeControle = (Object.keys(controles) as ControleId[]).toSorted(
  (a, b) => Number(a.slice(1)) - Number(b.slice(1)),
)

/** Passe les trente contrôles sur des lignes calculées, ou sur celles que l’on retouche avant de déposer. */
export const controler = (
  bpf: Bpf,
  contexte: Contexte,
  lignes: Lignes = bpf.lignes,
): readonly ControlePasse[] =>
  idsDeControle.map((id) => {
    const controle: Controle = controles[id]
    const constat = controle.verifier({ bpf, lignes, contexte })
    return {
      id,
      niveau: constat?.niveau ?? controle.niveau,
      ok: constat?.etat !== 'en-defaut',
      etat: constat?.etat ?? 'satisfait',
      message: typographier(constat?.message ?? controle.titre),
    }
  })

/** Rien de bloquant n’empêche de valider (R20) ; les alertes, elles, se lèvent à la main. */
export const estValidable = (passes: readonly ControlePasse[]): boolean =>
  passes.every((c) => c.ok || c.niveau !== 'bloquant')
