import type { PersonneId } from '#kernel/id.ts'
import { newId, type PublicTx } from '#platform/db/index.ts'
import { instruction, instructionDerniere } from '#platform/db/pool.ts'
import { canoniser, sha256 } from '#platform/json/canonique.ts'
import { objetDe } from '../domain/maillon.ts'
import type { AEcrireDUnTrait } from '../domain/ports.ts'
import { ChangeEntreTemps, type Demi, type Recu } from '../domain/ports.ts'
import type { InscriptionId } from '../domain/signer-demi-journee.ts'
import { enDemi, type LigneDemi } from './lectures.ts'
import { composer, empreinteDuJeton } from './registre.ecritures.ts'

/** Une case où rien n’est encore écrit, telle que son lien permet de la signer. */
export type CaseVierge = {
  readonly organisme: string
  readonly demi: Demi
  readonly inscription: InscriptionId
  readonly personne: { readonly id: PersonneId; readonly prenom: string; readonly nom: string }
  readonly sel: Uint8Array
  /** La coopérative, ou un de ses payeurs, veut aussi un code. */
  readonly codeExige: boolean
}

type Ligne = LigneDemi & {
  organisme: string
  inscription: InscriptionId
  personne: PersonneId
  prenom: string
  nom: string
  sel: Buffer
  code_exige: boolean
}

// Écrites une fois, et non recomposées à chaque signature.
const lecture = instruction`select * from porte.case_vierge_du_lien($1::bytea)`
const ecriture = instructionDerniere`select numero, empreinte, differee from porte.signer_par_lien($1::bytea, $2::uuid, $3::uuid, $4::timestamptz, $5::timestamptz,
  $6::bytea, $7, $8, $9::text[], $10::bytea[], $11::text[])`

/** La case de ce lien, sous ses verrous ; rien si elle n’est pas vierge, ou le lien mort : on la lit alors sous les murs. */
export const lireCaseVierge = async (tx: PublicTx, jeton: string): Promise<CaseVierge | undefined> => {
  const { rows } = await tx.executeQuery(lecture<Ligne>([empreinteDuJeton(jeton)]))
  const l = rows[0]
  return (
    l && {
      organisme: l.organisme,
      demi: enDemi(l),
      inscription: l.inscription,
      personne: { id: l.personne, prenom: l.prenom, nom: l.nom },
      sel: l.sel,
      codeExige: l.code_exige,
    }
  )
}

const codeDe = (erreur: unknown): unknown =>
  typeof erreur === 'object' && erreur !== null && 'code' in erreur ? erreur.code : undefined

/**
 * Tout ce qu’écrit une signature par lien, en une instruction qui valide la transaction ; lève `ChangeEntreTemps` si une autre l’a
 * devancée. `differee` : validée, pas encore sur le disque ; rien ne s’acquitte avant `attendreLeDisque`.
 */
export const signerParLienDUnTrait = async (
  tx: PublicTx,
  jeton: string,
  vierge: Pick<CaseVierge, 'demi' | 'sel'>,
  s: AEcrireDUnTrait,
): Promise<Recu & { readonly differee: boolean }> => {
  const { prive = {}, viseMaillons: _, ...fait } = s.fait
  const { texte, parts } = composer({ ...fait, id: s.maillon, vise: [] }, prive)
  const objet = objetDe(vierge.demi.session.id, vierge.sel, sha256)
  try {
    const { rows } = await tx.executeQuery(
      ecriture<{ numero: number; empreinte: Buffer; differee: boolean }>([
        empreinteDuJeton(jeton),
        s.maillon,
        newId(s.maintenant),
        s.le,
        s.maintenant,
        Buffer.from(objet),
        texte,
        s.phrase,
        parts.map((p) => p.part),
        parts.map((p) => Buffer.from(p.sel)),
        parts.map((p) => canoniser(p.donnees)),
      ]),
    )
    const r = rows[0]
    if (!r) throw new Error('Le registre n’a pas répondu.')
    return { numero: r.numero, empreinte: r.empreinte.toString('hex'), differee: r.differee }
  } catch (erreur) {
    if (codeDe(erreur) === 'CF409') throw new ChangeEntreTemps()
    throw erreur
  }
}
