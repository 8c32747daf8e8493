import { ok, type Result } from '#kernel/result.ts'
import { type RefusSignature, signerDemiJournee } from '../domain/signer-demi-journee.ts'
import { type Demi, Devance, type Emargements, type Inscrit, type Recu } from './ports.ts'

type Ports = {
  readonly emargements: Emargements
  /** Prend le lien, une fois ; faux s’il a servi entre-temps. */
  prendreLien(): Promise<boolean>
  readonly maintenant: Date
}

export type GesteDeSigner = {
  readonly demi: Demi
  readonly inscrit: Inscrit
  readonly connexion: { readonly ip: string; readonly agent: string }
  /** « x y x y … » ; absent : la case cochée suffit. */
  readonly trace?: string
  /** Empreinte de ce que la page montrait : la personne a signé cela. */
  readonly feuille: string
}

export type Signe = { readonly recu: Recu; readonly le: Date }

/**
 * La personne signe sa demi-journée. Lève `Devance` si une autre demande a gagné : la transaction est alors défaite,
 * et qui appelle dit « déjà signé ».
 */
export const signer =
  (ports: Ports) =>
  async (g: GesteDeSigner): Promise<Result<Signe, RefusSignature>> => {
    const { demi, inscrit } = g
    const decision = signerDemiJournee(demi.seance, inscrit.presence, {
      inscriptionId: inscrit.inscription,
      maintenant: ports.maintenant,
    })
    if (!decision.ok) return decision
    const le = decision.value.signeeLe
    const maillon = ports.emargements.nouveauMaillon(le)
    const posee = await ports.emargements.poserSignature({
      inscription: inscrit.inscription,
      maillon,
      le,
      regularisation: false,
      regulariseePar: null,
      retardMin: 0,
    })
    if (!posee) throw new Devance()
    if (!(await ports.prendreLien())) throw new Devance()
    await ports.emargements.consigner({
      geste: 'signer-demi-journee',
      objet: { genre: 'seance', id: demi.seance.id },
      phrase: `{tiers:${inscrit.personne.id}} a signé sa demi-journée par son lien.`,
      le,
    })
    const recu = await ports.emargements.inscrire(maillon, {
      genre: 'signature',
      seance: demi.seance.id,
      inscription: inscrit.inscription,
      faitLe: le,
      recuLe: ports.maintenant,
      prive: {
        identite: {
          prenom: inscrit.personne.prenom,
          nom: inscrit.personne.nom,
          moyen: 'lien personnel à usage unique',
          feuille: g.feuille,
          attestation: true,
        },
        connexion: g.connexion,
        ...(g.trace ? { trace: g.trace } : {}),
      },
    })
    return ok({ recu, le })
  }
