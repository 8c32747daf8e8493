import { sql } from 'kysely'
import type { PersonneId } from '#kernel/id.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { derniere } from '#platform/db/pool.ts'
import { objetDe } from '../domain/maillon.ts'
import type { InscriptionId } from '../domain/signer-demi-journee.ts'
import { type Demi, Devance, type FaitAInscrire, type Recu } from '../usecases/ports.ts'
import { canoniser, composer, empreinteDuJeton, sha256 } from './ecritures.ts'
import { enDemi, type LigneDemi } from './lectures.ts'

/** Une case où rien n’est encore écrit, telle que son lien permet de la signer. */
export type CaseVierge = {
  readonly organisme: string
  readonly demi: Demi
  readonly inscription: InscriptionId
  readonly personne: { readonly id: PersonneId; readonly prenom: string; readonly nom: string }
  readonly sel: Uint8Array
}

type Ligne = LigneDemi & {
  organisme: string
  inscription: InscriptionId
  personne: PersonneId
  prenom: string
  nom: string
  sel: Buffer
}

/** La case du lien qui a ouvert cette transaction, sous ses verrous ; rien si elle n’est pas vierge : elle se lit alors sous les murs. */
export const lireCaseVierge = async (tx: TenantTx): Promise<CaseVierge | undefined> => {
  const { rows } = await sql<Ligne>`select * from porte.case_vierge_du_lien()`.execute(tx)
  const l = rows[0]
  return (
    l && {
      organisme: l.organisme,
      demi: enDemi(l),
      inscription: l.inscription,
      personne: { id: l.personne, prenom: l.prenom, nom: l.nom },
      sel: l.sel,
    }
  )
}

const codeDe = (erreur: unknown): unknown =>
  typeof erreur === 'object' && erreur !== null && 'code' in erreur ? erreur.code : undefined

/** Tout ce qu’écrit une signature par lien, en une instruction qui valide la transaction ; lève `Devance` si une autre l’a devancée. */
export const signerParLienDUnTrait = async (
  tx: TenantTx,
  jeton: string,
  vierge: Pick<CaseVierge, 'demi' | 'sel'>,
  s: {
    readonly maillon: string
    readonly le: Date
    readonly phrase: string
    readonly maintenant: Date
    readonly fait: FaitAInscrire
  },
): Promise<Recu> => {
  const { prive = {}, viseMaillons: _, ...fait } = s.fait
  const { texte, parts } = composer({ ...fait, id: s.maillon, vise: [] }, prive)
  const objet = objetDe(vierge.demi.session.id, vierge.sel, sha256)
  try {
    const { rows } = await sql<{
      numero: number
      empreinte: Buffer
    }>`${derniere}select numero, empreinte
      from porte.signer_par_lien(${empreinteDuJeton(jeton)}::bytea, ${s.maillon}::uuid, ${newId(s.maintenant)}::uuid,
        ${s.le}::timestamptz, ${s.maintenant}::timestamptz, ${Buffer.from(objet)}::bytea, ${texte}, ${s.phrase}, ${parts.map((p) => p.part)}::text[],
        ${parts.map((p) => Buffer.from(p.sel))}::bytea[], ${parts.map((p) => canoniser(p.donnees))}::text[])`.execute(
      tx,
    )
    const r = rows[0]
    if (!r) throw new Error('Le registre n’a pas répondu.')
    return { numero: r.numero, empreinte: r.empreinte.toString('hex') }
  } catch (erreur) {
    if (codeDe(erreur) === 'CF409') throw new Devance()
    throw erreur
  }
}
