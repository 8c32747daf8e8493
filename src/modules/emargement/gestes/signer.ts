import { ok, type Result } from '#kernel/result.ts'
import { empreinteDuTexte } from '../documents/feuille-montree.ts'
import type { Identification } from '../domain/entree.ts'
import {
  type AEcrireDUnTrait,
  ChangeEntreTemps,
  type Demi,
  type Depuis,
  type Emargements,
  type FaitAInscrire,
  type Inscrit,
  type Recu,
} from '../domain/ports.ts'
import { type RefusSignature, signerDemiJournee } from '../domain/signer-demi-journee.ts'

type Ports = {
  readonly emargements: Emargements
  /** Prend le lien, une fois ; faux s’il a servi entre-temps. Une tablette ne se prend pas. */
  prendreLien(): Promise<boolean>
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
  readonly connexion: { readonly ip: string; readonly agent: string; readonly marque?: string }
  /** L’heure que dit l’appareil, s’il exécute un script : gardée à côté de la nôtre, jamais à sa place. */
  readonly horloge?: Date | undefined
  /** « x y x y … » ; absent : la case cochée suffit. */
  readonly trace?: string
  /** Ce que la page montrait (`texteDeLaFeuille`) : la personne a signé cela. L’entrée en porte l’empreinte, sa part le texte. */
  readonly montre: string
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

const phraseDe = (g: GesteDeSigner, doublon: boolean): string =>
  `{tiers:${g.inscrit.personne.id}} a signé sa demi-journée ${parOu[g.porte] ?? parOu.lien}${doublon ? ', déjà signée par une autre porte' : ''}.`

const faitDe = (g: GesteDeSigner, le: Date, maintenant: Date, doublon: boolean): FaitAInscrire => ({
  genre: 'presence',
  seance: g.demi.seance.id,
  inscription: g.inscrit.inscription,
  faitLe: le,
  recuLe: maintenant,
  horlogeAppareil: g.horloge,
  porte: g.porte,
  identification: g.identification,
  attestation: true,
  appareil: g.appareil ? { id: g.appareil, rang: null, precedente: null } : undefined,
  feuille: empreinteDuTexte(g.montre),
  etat: doublon ? undefined : 'presente',
  doublon,
  viseMaillons: doublon && g.inscrit.maillon ? [g.inscrit.maillon] : [],
  prive: {
    identite: { prenom: g.inscrit.personne.prenom, nom: g.inscrit.personne.nom },
    connexion: { ...g.connexion, montre: g.montre },
    ...(g.trace ? { trace: g.trace } : {}),
  },
})

/** Une case où rien n’est écrit : la même règle, puis une seule écriture. Lève `ChangeEntreTemps` si une autre demande est passée avant. */
export const signerVierge = async (
  g: GesteDeSigner,
  ports: {
    nouveauMaillon(le: Date): string
    ecrire(s: AEcrireDUnTrait): Promise<Recu>
    readonly maintenant: Date
  },
): Promise<Result<Signe, RefusSignature>> => {
  const { maintenant } = ports
  const decision = signerDemiJournee(
    g.demi.seance,
    { etat: 'attendue' },
    { inscriptionId: g.inscrit.inscription, maintenant },
  )
  if (!decision.ok) return decision
  const le = decision.value.signeeLe
  const recu = await ports.ecrire({
    maillon: ports.nouveauMaillon(le),
    le,
    phrase: phraseDe(g, false),
    maintenant,
    fait: faitDe(g, le, maintenant, false),
  })
  return ok({ recu, le, doublon: false })
}

/**
 * La personne signe sa demi-journée. Deux portes au même instant : la première fait foi, la seconde entre au registre,
 * dite « doublon ». Lève `ChangeEntreTemps` si le lien a été pris entre-temps : tout est alors défait.
 */
export const signer =
  (ports: Ports) =>
  async (g: GesteDeSigner): Promise<Result<Signe, RefusSignature>> => {
    const { demi, inscrit } = g
    const { emargements, maintenant } = ports
    const tentative = { inscriptionId: inscrit.inscription, maintenant }
    const decision = signerDemiJournee(demi.seance, inscrit.presence, tentative)
    // Signée par une autre porte, et encore signable : la volonté de la personne n’est pas jetée.
    const doublon =
      !decision.ok &&
      decision.error.code === 'deja-signee' &&
      signerDemiJournee(demi.seance, { etat: 'attendue' }, tentative).ok
    if (!decision.ok && !doublon) return decision
    const le = decision.ok ? decision.value.signeeLe : maintenant
    const maillon = g.maillon ?? emargements.nouveauMaillon(le)
    const { inscription } = inscrit
    const depuis = { porte: g.porte, appareil: g.appareil }
    const fait = faitDe(g, le, maintenant, doublon)
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
    if (!posee) throw new ChangeEntreTemps()
    if (!(await ports.prendreLien())) throw new ChangeEntreTemps()
    await emargements.consigner({
      geste: doublon ? 'signer-en-double' : 'signer-demi-journee',
      objet: { genre: 'seance', id: demi.seance.id },
      phrase: phraseDe(g, doublon),
      le: maintenant,
    })
    return ok({ recu: await emargements.inscrire(maillon, fait), le, doublon })
  }
