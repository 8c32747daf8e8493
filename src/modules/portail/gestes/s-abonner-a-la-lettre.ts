/** La lettre de l’Union, du côté de qui la lit : la demander, confirmer, choisir, ne plus la recevoir. */
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { newId, type PublicTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import {
  type ChoixDeLettre,
  choisirLaLettre,
  confirmerLaLettre,
  demanderLaLettre,
  finirLaLettre,
} from '../db/lettres.ts'

/** Rien ne dit si l’adresse était déjà abonnée. `adresse` : en minuscules. */
export const demanderSonAbonnement = async (
  { keys }: Pick<Services, 'keys'>,
  tx: PublicTx,
  adresse: string,
  choix: ChoixDeLettre,
  le: Date,
): Promise<void> => {
  await demanderLaLettre(tx, keys, newId(le), adresse, choix, le)
}

export const confirmerSonAbonnement = async (
  tx: PublicTx,
  id: string,
  preuve: string,
  le: Date,
): Promise<Result<void, Refus>> =>
  (await confirmerLaLettre(tx, id, preuve, le)) === 'actif'
    ? ok(undefined)
    : refuser('perimee', 'La demande s’est effacée avec le temps : refaites-la.')

/** Faux : l’abonnement n’est pas actif. */
export const changerSesChoix = (tx: PublicTx, id: string, choix: ChoixDeLettre): Promise<boolean> =>
  choisirLaLettre(tx, id, choix)

/** Son adresse s’efface. */
export const finirSonAbonnement = async (tx: PublicTx, id: string, le: Date): Promise<void> => {
  await finirLaLettre(tx, id, le)
}
