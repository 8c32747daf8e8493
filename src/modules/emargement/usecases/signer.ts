import { ok, type Result } from '#kernel/result.ts'
import type { Appareil, Identification } from '../domain/entree.ts'
import { type RefusSignature, signerDemiJournee } from '../domain/signer-demi-journee.ts'
import {
  type Demi,
  type Depuis,
  Devance,
  type Emargements,
  type FaitAInscrire,
  type Inscrit,
  type Recu,
} from './ports.ts'

type Ports = {
  readonly emargements: Emargements
  /** Prend le lien, une fois ; faux s’il a servi entre-temps. Une tablette ne se prend pas. */
  prendreLien(): Promise<boolean>
  /**
   * La signature d’une case vierge, le lien, le journal, les parts et l’entrée, en une seule écriture qui finit la
   * transaction ; lève `Devance`. Absente, le même geste s’écrit pas à pas.
   */
  signerDUnTrait?(s: {
    readonly maillon: string
    readonly le: Date
    readonly phrase: string
    readonly maintenant: Date
    readonly fait: FaitAInscrire
  }): Promise<Recu>
  readonly maintenant: Date
}

/** Ce que signer demande de qui signe. */
export type QuiSigne = Pick<Inscrit, 'inscription' | 'presence' | 'maillon'> & {
  readonly personne: Pick<Inscrit['personne'], 'id' | 'prenom' | 'nom'>
}

export type GesteDeSigner = Depuis & {
  readonly demi: Demi
  readonly inscrit: QuiSigne
  readonly identification: Identification
  readonly connexion: { readonly ip: string; readonly agent: string }
  /** L’heure que dit l’appareil, s’il exécute un script : gardée à côté de la nôtre, jamais à sa place. */
  readonly horloge?: Date | undefined
  /** « x y x y … » ; absent : la case cochée suffit. */
  readonly trace?: string
  /** Empreinte de ce que la page montrait : la personne a signé cela. */
  readonly feuille: string
  /** L’identifiant du maillon, quand l’envoi en porte un : rejoué, il n’écrit qu’une fois. */
  readonly maillon?: string
}

export type Signe = {
  readonly recu: Recu
  readonly le: Date
  /** Une autre porte avait signé d’abord : cette seconde signature est au registre, sans effet. */
  readonly doublon: boolean
}

const parOu: Readonly<Record<string, string>> = {
  lien: 'par son lien',
  tablette: 'sur la tablette de la salle',
  qr: 'par le code de la salle',
}

/**
 * La personne signe sa demi-journée. Deux portes au même instant : la première fait foi, la seconde entre au registre,
 * dite « doublon ». Lève `Devance` si le lien a été pris entre-temps : tout est alors défait.
 */
export const signer =
  (ports: Ports) =>
  async (g: GesteDeSigner): Promise<Result<Signe, RefusSignature>> => {
    const { demi, inscrit } = g
    const { emargements, maintenant } = ports
    const geste = { inscriptionId: inscrit.inscription, maintenant }
    const decision = signerDemiJournee(demi.seance, inscrit.presence, geste)
    // Signée par une autre porte, et encore signable : la volonté de la personne n’est pas jetée.
    const doublon =
      !decision.ok &&
      decision.error.code === 'deja-signee' &&
      signerDemiJournee(demi.seance, { etat: 'attendue' }, geste).ok
    if (!decision.ok && !doublon) return decision
    const le = decision.ok ? decision.value.signeeLe : maintenant
    const maillon = g.maillon ?? emargements.nouveauMaillon(le)
    const { inscription } = inscrit
    const depuis = { porte: g.porte, appareil: g.appareil }
    const appareil: Appareil | undefined = g.appareil
      ? { id: g.appareil, rang: null, precedente: null }
      : undefined
    const fait: FaitAInscrire = {
      genre: 'presence',
      seance: demi.seance.id,
      inscription,
      faitLe: le,
      recuLe: maintenant,
      horlogeAppareil: g.horloge,
      porte: g.porte,
      identification: g.identification,
      attestation: true,
      appareil,
      feuille: g.feuille,
      etat: doublon ? undefined : 'presente',
      doublon,
      viseMaillons: doublon && inscrit.maillon ? [inscrit.maillon] : [],
      prive: {
        identite: { prenom: inscrit.personne.prenom, nom: inscrit.personne.nom },
        connexion: g.connexion,
        ...(g.trace ? { trace: g.trace } : {}),
      },
    }
    const phrase = `{tiers:${inscrit.personne.id}} a signé sa demi-journée ${parOu[g.porte] ?? parOu.lien}${doublon ? ', déjà signée par une autre porte' : ''}.`
    if (ports.signerDUnTrait && !doublon && inscrit.maillon === null)
      return ok({
        recu: await ports.signerDUnTrait({ maillon, le, phrase, maintenant, fait }),
        le,
        doublon,
      })
    const posee =
      doublon || inscrit.maillon !== null
        ? await emargements.poserRectification({
            ...depuis,
            inscription,
            maillon,
            genre: doublon ? 'doublon' : 'presence',
            etat: doublon ? null : 'presente',
            presenteLe: doublon ? null : le,
            attestee: false,
            minutes: { retard: 0, depart: 0 },
            absence: null,
            le: maintenant,
          })
        : await emargements.poserSignature({
            ...depuis,
            inscription,
            maillon,
            le,
            regularisation: false,
            regulariseePar: null,
            retardMin: 0,
          })
    if (!posee) throw new Devance()
    if (!(await ports.prendreLien())) throw new Devance()
    await emargements.consigner({
      geste: doublon ? 'signer-en-double' : 'signer-demi-journee',
      objet: { genre: 'seance', id: demi.seance.id },
      phrase,
      le: maintenant,
    })
    return ok({ recu: await emargements.inscrire(maillon, fait), le, doublon })
  }
