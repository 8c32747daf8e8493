/** Une coopérative arrive : sa candidature se dépose, puis le lien de son courriel l’accueille et ouvre son premier compte. */
import type { Id } from '#kernel/id.ts'
import { slug } from '#kernel/texte.ts'
import { newId, type PublicTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { type Accueil, accueillirCandidature, type Candidature, deposerCandidature } from '../db/contacts.ts'

/** Un double envoi retrouve la sienne. */
export const deposerUneCandidature = async (
  { keys }: Pick<Services, 'keys'>,
  tx: PublicTx,
  id: Id<'Candidature'>,
  dit: Candidature,
  le: Date,
): Promise<void> => {
  await deposerCandidature(tx, keys, id, dit, le)
}

/** Seule l’adresse à qui le lien est parti ouvre un compte. `pose` : le mot de passe choisi, dérivé ; absent, elle a déjà un compte. */
export const accueillirUneCooperative = (
  tx: PublicTx,
  lien: { readonly id: string; readonly preuve: string },
  dit: Candidature,
  pose: { readonly sel: Uint8Array; readonly parametres: string; readonly derivee: Uint8Array } | undefined,
  le: Date,
): Promise<Accueil> => {
  const code = slug(dit.nom)
  return accueillirCandidature(
    tx,
    lien.id,
    lien.preuve,
    {
      organisme: newId(le),
      activite: newId(le),
      compte: newId(le),
      code: code.length >= 2 ? code : 'cooperative',
    },
    dit,
    pose && {
      sel: Buffer.from(pose.sel),
      parametres: pose.parametres,
      derivee: Buffer.from(pose.derivee),
    },
    le,
  )
}
